import { datasetStore, intakeOf } from '../api/house.ts'
import { tryRules } from '../intake/try-rules.ts'
import { datasetArgument } from './dataset-argument.ts'

/** `npm run try-rules -- DATASET`: what these rules would make of the rejected rows and accepted events. Changes nothing; prints JSON. */
const { house, name } = await datasetArgument('npm run try-rules -- DATASET', process.argv[2])
console.log(JSON.stringify(await tryRules(await intakeOf(house, name), datasetStore(house.store, name), house.now()), null, 2))
process.exit(0)
