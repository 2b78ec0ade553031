import { type House, allCards, datasetStore, intakeOf, readCard } from '../api/house.ts'
import { sweepLanding } from '../intake/landing.ts'
import { LEAST_GUARD_HOURS } from '../lake/collect.ts'
import { type Tended, tendLog } from '../lake/tend.ts'
import { keysNamed } from '../release/open.ts'

/** Looks after one dataset's log. */
export async function tendDataset(house: House, name: string, isDryRun = false): Promise<Tended> {
  const store = datasetStore(house.store, name)
  return tendLog(store, { now: house.now, named: await keysNamed(store), guardHours: LEAST_GUARD_HOURS, isDryRun })
}

/** Takes in what landed while nobody was there. */
export async function sweep(house: House): Promise<void> {
  const { failed } = await sweepLanding(house.landing!, async (name) =>
    (await readCard(house.store, name)) ? { dataset: await intakeOf(house, name), store: datasetStore(house.store, name) } : undefined,
  )
  for (const error of failed) console.error(error)
}

/** Looks after every dataset, as the schedule on AWS does. */
export async function tendAll(house: House): Promise<void> {
  await sweep(house)
  for (const { name } of await allCards(house.store)) await tendDataset(house, name)
}
