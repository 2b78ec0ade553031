import { parseArgs } from 'node:util'
import { datasetArgument } from './dataset-argument.ts'
import { maintainDataset } from '../local/maintenance.ts'

/** `npm run tend -- DATASET [--dry-run]`: a checkpoint, fewer and larger files, and the collection of what nothing names. */
const { values, positionals } = parseArgs({ allowPositionals: true, options: { 'dry-run': { type: 'boolean' } } })
const { context, name } = await datasetArgument('npm run tend -- DATASET [--dry-run]', positionals[0])
const { commits, checkpoint, compactions, collection } = await maintainDataset(context, name, values['dry-run'])
console.log(`${commits} commits, checkpoint at ${checkpoint}; ${compactions} times small files were written as one`)
for (const key of collection.removed) console.log(`removed ${key}`)
console.log(
  `${collection.marked.length} files are named by nothing${collection.isEarly ? '; the last run is less than a day old, so none was removed' : ''}`,
)
process.exit(0)
