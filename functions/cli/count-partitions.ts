import { countPartitionFor } from '../http/operations/build-release.ts'
import { datasetArgument } from './dataset-argument.ts'

/** `count-pieces.ts DATASET COMMIT PIECE...`: counts pieces of a shared count, for `npm run release -- DATASET --workers N`. */
const [dataset, upTo, ...pieces] = process.argv.slice(2)
const { context, name } = await datasetArgument('count-pieces.ts DATASET COMMIT PIECE...', dataset)
for (const piece of pieces) {
  console.error(`piece ${piece}`)
  await countPartitionFor(context, name, Number(upTo), Number(piece))
}
process.exit(0)
