import { Command } from 'commander'
import { maintainDataset } from '../local/maintenance.ts'
import { exitWith } from './exit-with.ts'
import { openContextFor } from './open-dataset.ts'

async function maintain(name: string, { dryRun = false }: { dryRun?: boolean }): Promise<number> {
  const context = await openContextFor(name)
  const { commits, checkpoint, compactions, collection } = await maintainDataset(context, name, dryRun)
  console.log(`${commits} commits, checkpoint at ${checkpoint}, ${compactions} compactions`)
  for (const key of collection.removed) console.log(`removed ${key}`)
  const early = collection.isEarly ? '; the last run is less than a day old, so none was removed' : ''
  console.log(`${collection.marked.length} files are garbage${early}`)
  return 0
}

export const command = new Command()
  .usage('DATASET [--dry-run]')
  .argument('<DATASET>', 'the dataset')
  .option('--dry-run', 'mark garbage and remove none')
  .addHelpText('after', '\nExamples:\n  npm run maintain -- pudong --dry-run')
  .action(exitWith(maintain))
