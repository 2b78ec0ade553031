import { Command } from 'commander'
import { datasetStore } from '../http/datasets.ts'
import { correctClock } from '../ingest/correct-clock.ts'
import { exitWith } from './exit-with.ts'
import { openContextFor } from './open-dataset.ts'

async function correct(name: string): Promise<number> {
  const context = await openContextFor(name)
  const correction = await correctClock(datasetStore(context.store, name), context.now)
  if (!correction) {
    console.log(`no stamp of dataset ${name} is in the future`)
    return 0
  }
  for (const { seq, committed_at } of correction.commits) console.log(`commit ${seq} was stamped ${committed_at}`)
  console.log(`recorded by a commit of ${context.now().toISOString()}; ${correction.events} events get today as their day of arrival`)
  return 0
}

export const command = new Command()
  .usage('DATASET')
  .argument('<DATASET>', 'the dataset')
  .addHelpText('after', '\nSet the clock of this machine right first.\n\nExamples:\n  npm run correct-clock -- pudong')
  .action(exitWith(correct))
