import { extname } from 'node:path'
import { parseArgs } from 'node:util'
import { fileBody } from '../storage/file-body.ts'
import { intakeOf, isDatasetName, makeDataset, readCard } from '../http/context.ts'
import { UnreadableBody } from '../ingest/parsers/row.ts'
import { openLocalContext } from '../local/context.ts'

/**
 * `npm run ingest -- DATASET FILE... [--simulated]`: the upload path, from the shell. Prints each receipt; exit 1 where a row was rejected.
 * `--simulated` creates the dataset as a simulated one; it cannot change a dataset that exists.
 */
const { values, positionals } = parseArgs({ allowPositionals: true, options: { simulated: { type: 'boolean', default: false } } })
const [name, ...files] = positionals
if (!name || files.length === 0) {
  console.error('usage: npm run ingest -- DATASET FILE... [--simulated]')
  process.exit(2)
}
const TYPES: Record<string, string> = {
  '.json': 'application/json',
  '.ndjson': 'application/x-ndjson',
  '.jsonl': 'application/x-ndjson',
  '.csv': 'text/csv',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

const { context } = await openLocalContext()
if (!isDatasetName(name)) {
  console.error(`dataset name ${name}: expected a-z first, then a-z 0-9 -, at most 40 characters`)
  process.exit(2)
}
await makeDataset(context.store, { name, title: { zh: name, en: name }, is_simulated: values.simulated })
if (values.simulated && !(await readCard(context.store, name))?.is_simulated) {
  console.error(`dataset ${name}: it exists and its card says is_simulated: false, which --simulated cannot change`)
  process.exit(2)
}
const dataset = await intakeOf(context, name)
let failed = false
for (const file of files) {
  try {
    const receipt = await dataset.ingest({ body: await fileBody(file), contentType: TYPES[extname(file).toLowerCase()] })
    console.log(JSON.stringify(receipt, null, 2))
    if (receipt.rejected > 0) failed = true
  } catch (error) {
    if (!(error instanceof UnreadableBody) && (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    console.error(`${file}: ${error instanceof UnreadableBody ? `${error.zh} (${error.message})` : 'there is no such file'}`)
    failed = true
  }
}
process.exit(failed ? 1 : 0)
