import { datasetStore } from '../http/datasets.ts'
import { writerOf } from '../http/writers.ts'
import { tryRules } from '../ingest/recheck.ts'
import { datasetArgument } from './dataset-argument.ts'

/** `npm run try-rules -- DATASET`: what these rules would make of the rejected rows and accepted events. Changes nothing; prints JSON. */
const { context, name } = await datasetArgument('npm run try-rules -- DATASET', process.argv[2])
console.log(JSON.stringify(await tryRules(await writerOf(context, name), datasetStore(context.store, name), context.now()), null, 2))
process.exit(0)
