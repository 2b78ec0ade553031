import { listDatasets, datasetStore } from '../http/datasets.ts'
import { MIN_GUARD_HOURS } from '../event-log/maintenance/collect-garbage.ts'
import { maintainLog } from '../event-log/maintenance/maintain.ts'
import { lambdaContext } from './lambda-context.ts'
import { keysNamed } from '../release-format/open.ts'

/** Looks after the log of every dataset, on the schedule. A dataset that fails does not hold up the others. */
export async function handler(): Promise<{ tended: string[] }> {
  const context = await lambdaContext()
  const tended: string[] = []
  const failed: unknown[] = []
  for (const { name } of await listDatasets(context.store)) {
    try {
      const store = datasetStore(context.store, name)
      const { checkpoint, compactions, collection } = await maintainLog(store, {
        now: context.now,
        named: await keysNamed(store),
        guardHours: MIN_GUARD_HOURS,
      })
      tended.push(`${name}: checkpoint ${checkpoint}, ${compactions} compactions, ${collection.removed.length} files removed`)
    } catch (error) {
      failed.push(new Error(`dataset ${name}: ${(error as Error).message}`, { cause: error }))
    }
  }
  if (failed.length > 0) throw new AggregateError(failed, `${failed.length} datasets could not be tended`)
  return { tended }
}
