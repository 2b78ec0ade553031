import { datasetStore } from '../http/datasets.ts'
import { rotateKey } from '../ingest/rotate-key.ts'
import { datasetArgument } from './dataset-argument.ts'

/** `npm run rotate-key -- DATASET`: brings a dataset's pseudonyms under the newest key of the key file. */
const { context, name } = await datasetArgument('npm run rotate-key -- DATASET', process.argv[2])
const files = await rotateKey(datasetStore(context.store, name), context.keys!, context.now)
console.log(
  files > 0 ? `${files} files written anew under key ${context.keys!.ids.at(-1)!}` : `key ${context.keys!.ids.at(-1)!} is in force`,
)
process.exit(0)
