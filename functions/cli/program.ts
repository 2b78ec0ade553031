import { Command, Help } from 'commander'
import { settingsHelp } from '../settings/settings-help.ts'
import { COMMANDS } from './commands.ts'

/** Commands are run through npm, which finds the Node that comes with the project. */
function usageOf(command: Command): string {
  return `npm run ${command.name()}${command.usage() ? ` -- ${command.usage()}` : ''}`
}

/** The program `tonglu`, with every command; only the one that is asked for is loaded. Usage errors are thrown as CommanderError. */
export async function programFor(wanted: string | undefined): Promise<Command> {
  const program = new Command('tonglu')
    .description('同路: progress of the union campaign for workers in new forms of employment, from event to bulletin')
    .usage('COMMAND [arguments]')
    .helpCommand(false)
    .showHelpAfterError()
    .exitOverride()
    .configureHelp({ commandUsage: (command) => (command.parent ? usageOf(command) : new Help().commandUsage(command)), helpWidth: 120 })
    .addHelpText(
      'after',
      `\nA command is run as npm run COMMAND -- ARGUMENTS; npm run COMMAND -- --help describes it.\n\n${settingsHelp()}`,
    )
  for (const [name, { summary, load, isInternal = false }] of Object.entries(COMMANDS)) {
    const command = name === wanted ? await load() : new Command(name)
    program.addCommand(command.name(name).description(summary).copyInheritedSettings(program), { hidden: isInternal })
  }
  return program
}
