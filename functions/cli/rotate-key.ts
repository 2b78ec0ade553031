import { Command } from 'commander'
import { datasetStore } from '../http/datasets.ts'
import { rotateKey } from '../ingest/rotate-key.ts'
import { exitWith } from './exit-with.ts'
import { openContextFor } from './open-dataset.ts'

async function rotate(name: string): Promise<number> {
  const context = await openContextFor(name)
  if (!context.keys) throw new Error('rotate-key: this context has no pseudonym keys')
  const files = await rotateKey(datasetStore(context.store, name), context.keys, context.now)
  const newest = context.keys.ids.at(-1)
  console.log(files > 0 ? `${files} files rewritten under key ${newest}` : `key ${newest} is in force`)
  return 0
}

export const command = new Command()
  .usage('DATASET')
  .argument('<DATASET>', 'the dataset')
  .addHelpText('after', '\nAdd a line to the key file first; never change a line.\n\nExamples:\n  npm run rotate-key -- pudong')
  .action(exitWith(rotate))
