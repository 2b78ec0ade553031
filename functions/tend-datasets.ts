import { allCards, datasetStore } from './api/house.ts'
import { LEAST_GUARD_HOURS } from './lake/collect.ts'
import { tendLog } from './lake/tend.ts'
import { lambdaHouse } from './lambda/house.ts'
import { keysNamed } from './release/open.ts'

/** Looks after the log of every dataset, on the schedule. A dataset that fails does not hold up the others. */
export async function handler(): Promise<{ tended: string[] }> {
  const house = await lambdaHouse()
  const tended: string[] = []
  const failed: unknown[] = []
  for (const { name } of await allCards(house.store)) {
    try {
      const store = datasetStore(house.store, name)
      const { checkpoint, compactions, collection } = await tendLog(store, {
        now: house.now,
        named: await keysNamed(store),
        guardHours: LEAST_GUARD_HOURS,
      })
      tended.push(`${name}: checkpoint ${checkpoint}, ${compactions} compactions, ${collection.removed.length} files removed`)
    } catch (error) {
      failed.push(new Error(`dataset ${name}: ${(error as Error).message}`, { cause: error }))
    }
  }
  if (failed.length > 0) throw new AggregateError(failed, `${failed.length} datasets could not be tended`)
  return { tended }
}
