import '../catalogue/check-at-start.ts'
import { MIN_GUARD_HOURS } from '../event-log/maintenance/collect-garbage.ts'
import { maintainLog } from '../event-log/maintenance/maintain.ts'
import { listDatasets, datasetStore } from '../http/datasets.ts'
import { observe } from '../observability/lambda.ts'
import { keysNamed } from '../release-format/open.ts'
import { withdrawnKeys } from '../release-format/withdrawals.ts'
import { readSetting } from '../settings/read-setting.ts'
import { lambdaContext } from './lambda-context.ts'

const observer = observe('maintain-datasets')

/** Maintains the log of every dataset, on the schedule. A dataset that fails does not hold up the others. */
async function maintainDatasets(): Promise<{ maintained: string[] }> {
  const context = await lambdaContext()
  const maintained: string[] = []
  const failed: unknown[] = []
  for (const { name } of await listDatasets(context.store)) {
    try {
      const store = datasetStore(context.store, name)
      const { checkpoint, compactions, collection } = await maintainLog(store, {
        now: context.now,
        named: await keysNamed(store),
        withdrawn: await withdrawnKeys(store),
        guardHours: MIN_GUARD_HOURS,
        daysKept: readSetting('REJECTED_DAYS'),
      })
      maintained.push(`${name}: checkpoint ${checkpoint}, ${compactions} compactions, ${collection.removed.length} files removed`)
      observer.log('dataset maintained', { dataset: name })
    } catch (error) {
      observer.failure(error, { dataset: name })
      failed.push(new Error(`dataset ${name}: ${(error as Error).message}`, { cause: error }))
    }
  }
  if (failed.length > 0) throw new AggregateError(failed, `${failed.length} datasets could not be maintained`)
  return { maintained }
}

export const handler = observer.handler(maintainDatasets)
