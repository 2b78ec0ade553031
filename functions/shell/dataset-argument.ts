import { type House, readCard } from '../api/house.ts'
import { openHouse } from './house.ts'

/** The dataset that a command names, in the house of this machine. Without one, or with one that is not there, the command ends. */
export async function datasetArgument(usage: string, name: string | undefined): Promise<{ house: House; name: string }> {
  if (!name) {
    console.error(`usage: ${usage}`)
    process.exit(2)
  }
  const { house } = await openHouse()
  if (!(await readCard(house.store, name))) {
    console.error(`there is no dataset ${name}`)
    process.exit(1)
  }
  return { house, name }
}
