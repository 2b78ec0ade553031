import { extname } from 'node:path'
import { fileBody } from '../storage/file-body.ts'
import { isDatasetName, createDataset } from '../http/datasets.ts'
import { writerOf } from '../http/writers.ts'
import { UnreadableBody } from '../ingest/parsers/row.ts'
import { openLocalContext } from '../local/context.ts'

/** `npm run ingest -- DATASET FILE...`: the upload path, from the shell. Prints each receipt; exit 1 where a row was rejected. */
const [name, ...files] = process.argv.slice(2)
if (!name || files.length === 0) {
  console.error('usage: npm run ingest -- DATASET FILE...')
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
await createDataset(context.store, { name, title: { zh: name, en: name }, is_simulated: false })
const dataset = await writerOf(context, name)
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
