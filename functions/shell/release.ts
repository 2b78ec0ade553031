import { datasetStore, readCard } from '../api/house.ts'
import { buildRelease } from '../release/build.ts'
import { openHouse } from './house.ts'

/** `npm run release -- DATASET`: builds a release and prints its number. */
const [name] = process.argv.slice(2)
if (!name) {
  console.error('usage: npm run release -- DATASET')
  process.exit(2)
}
const { house } = await openHouse()
if (!(await readCard(house.store, name))) {
  console.error(`there is no dataset ${name}`)
  process.exit(1)
}
const { manifest, isNew } = await buildRelease(name, datasetStore(house.store, name), { limits: house.limits, now: house.now })
if (!isNew) console.error('nothing is new since this release')
console.log(manifest.release)
process.exit(0)
