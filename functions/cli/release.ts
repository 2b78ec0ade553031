import { Command, Option } from 'commander'
import { EnginesDisagree } from '../build/compare-engines.ts'
import type { Built } from '../build/publish.ts'
import { QueryFailed } from '../engines/query-service.ts'
import { releaseOf } from '../http/operations/build-release.ts'
import { wholeNumber } from './argument-parsers.ts'
import { countInProcesses } from './count-in-processes.ts'
import { exitWith } from './exit-with.ts'
import { openContextFor } from './open-dataset.ts'
import { progressLines } from './progress-lines.ts'

interface Options {
  agree?: 'trino' | 'athena'
  workers: number
}

/** Whether the message alone says what is wrong; any other error is printed with its stack. */
function isExplained(error: unknown): boolean {
  return (
    error instanceof QueryFailed ||
    error instanceof EnginesDisagree ||
    /^(environment variable|engine|file) /.test((error as Error).message)
  )
}

function report({ manifest, isNew }: Built, say: (text: string) => void): void {
  if (!isNew) say('nothing is new since this release')
  const { agreed } = manifest
  if (agreed) {
    const rows = Object.values(agreed.rows).reduce((sum, one) => sum + one, 0)
    say(`${agreed.engines.join(' and ')} agree on all ${Object.keys(agreed.rows).length} tables, ${rows} rows`)
  }
  console.log(manifest.release)
}

async function release(name: string, { agree, workers }: Options): Promise<number> {
  const context = await openContextFor(name)
  const say = progressLines(console.error)
  try {
    const counted = workers > 1 ? await countInProcesses(context, name, { workers, say }) : {}
    report(await releaseOf(context, name, { onStep: say, ...(agree && { agree }), ...counted }), say)
    return 0
  } catch (error) {
    console.error(isExplained(error) ? `${(error as Error).message}\nnothing was published: the release before stays` : error)
    return 1
  }
}

export const command = new Command()
  .usage('DATASET [--agree trino|athena] [--workers N]')
  .argument('<DATASET>', 'the dataset')
  .addOption(new Option('--agree <ENGINE>', 'publish only what this engine counts as well, table by table').choices(['trino', 'athena']))
  .option('--workers <N>', 'processes that count at the same time, from 1 to 64', wholeNumber(1, 64), 1)
  .addHelpText('after', '\nExamples:\n  npm run release -- pudong\n  npm run release -- pudong --workers 4')
  .action(exitWith(release))
