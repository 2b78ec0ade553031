import { datasetStore } from '../api/house.ts'
import { rotateKey } from '../intake/rotate-key.ts'
import { datasetArgument } from './dataset-argument.ts'

/** `npm run rotate-key -- DATASET`: brings a dataset's pseudonyms under the newest key of the key file. */
const { house, name } = await datasetArgument('npm run rotate-key -- DATASET', process.argv[2])
const files = await rotateKey(datasetStore(house.store, name), house.keys!, house.now)
console.log(files > 0 ? `${files} files written anew under key ${house.keys!.ids.at(-1)!}` : `key ${house.keys!.ids.at(-1)!} is in force`)
process.exit(0)
