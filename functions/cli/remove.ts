import { createInterface } from 'node:readline/promises'
import { Command } from 'commander'
import { readCard, removeDataset } from '../http/datasets.ts'
import { exitWith } from './exit-with.ts'
import { openContextFor } from './open-dataset.ts'

interface Options {
  withLog?: boolean
  yes?: boolean
}

/** Whether whoever runs the command types the name of the dataset. */
async function confirms(name: string, what: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  // Where nobody can answer, the input ends: that is no consent.
  const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')))
  const answer = await Promise.race([terminal.question(`This removes ${what} of dataset ${name}. Type its name to go on: `), closed])
  terminal.close()
  return answer.trim() === name
}

async function remove(name: string, { withLog = false, yes = false }: Options): Promise<number> {
  const context = await openContextFor(name)
  const what = withLog ? 'all events, receipts, releases and bulletins' : 'all releases and bulletins, and keeps the log,'
  if (!yes && !(await confirms(name, what))) {
    console.error('nothing was removed')
    return 1
  }
  const removed = await removeDataset(context.store, (await readCard(context.store, name))!, { removesLog: withLog })
  console.log(`dataset ${name}: ${removed} files removed${withLog ? '' : '; its log stays, and the next dataset of this name takes it up'}`)
  return 0
}

export const command = new Command()
  .usage('DATASET [--with-log] [--yes]')
  .argument('<DATASET>', 'the dataset')
  .option('--with-log', 'removes its events and receipts, too: nothing can bring them back')
  .option('--yes', 'does not ask')
  .addHelpText(
    'after',
    '\nStop the server first: it may be reading what is removed.\n\nExamples:\n  npm run remove -- trial\n  npm run remove -- trial --with-log --yes',
  )
  .action(exitWith(remove))
