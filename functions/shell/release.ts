import { datasetStore } from '../api/house.ts'
import { buildRelease } from '../release/build.ts'
import { datasetArgument } from './dataset-argument.ts'

/** `npm run release -- DATASET`: builds a release and prints its number. */
const { house, name } = await datasetArgument('npm run release -- DATASET', process.argv[2])
const { manifest, isNew } = await buildRelease(name, datasetStore(house.store, name), { limits: house.limits, now: house.now })
if (!isNew) console.error('nothing is new since this release')
console.log(manifest.release)
process.exit(0)
