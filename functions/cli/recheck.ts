import { Command } from 'commander'
import { datasetStore } from '../http/datasets.ts'
import { writerOf } from '../http/writers.ts'
import { tryRules } from '../ingest/recheck.ts'
import { exitWith } from './exit-with.ts'
import { openContextFor } from './open-dataset.ts'

async function recheck(name: string): Promise<number> {
  const context = await openContextFor(name)
  const outcome = await tryRules(await writerOf(context, name), datasetStore(context.store, name), context.now())
  console.log(JSON.stringify(outcome, null, 2))
  return 0
}

export const command = new Command()
  .usage('DATASET')
  .argument('<DATASET>', 'the dataset')
  .addHelpText('after', '\nExamples:\n  npm run recheck -- pudong')
  .action(exitWith(recheck))
