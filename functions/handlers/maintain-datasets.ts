import '../catalogue/check-at-start.ts'
import { MIN_GUARD_HOURS } from '../event-log/maintenance/collect-garbage.ts'
import { maintainLog } from '../event-log/maintenance/maintain.ts'
import { verifyLog } from '../event-log/maintenance/verify-log.ts'
import { listDatasets, datasetStore } from '../http/datasets.ts'
import { observe } from '../observability/lambda.ts'
import { allManifests, keysNamed } from '../release-format/open.ts'
import { withdrawnKeys } from '../release-format/withdrawals.ts'
import { readSetting } from '../settings/read-setting.ts'
import { lambdaContext } from './lambda-context.ts'

const observer = observe('maintain-datasets')

/** Verifies the chain of commits of every dataset, on the daily schedule. Throws where a commit is missing or altered, which raises the alarm. */
async function verifyDatasets(): Promise<{ verified: string[] }> {
  const context = await lambdaContext()
  const verified: string[] = []
  const failed: Error[] = []
  for (const { name } of await listDatasets(context.store)) {
    const store = datasetStore(context.store, name)
    const { seq, problems } = await verifyLog(store, { releases: await allManifests(store), readsFiles: false, isKept: () => false })
    for (const problem of problems) {
      const error = new Error(`dataset ${name}: ${problem}`)
      observer.failure(error, { dataset: name })
      failed.push(error)
    }
    verified.push(`${name}: ${seq} commits`)
  }
  if (failed.length > 0) throw new AggregateError(failed, failed.map(({ message }) => message).join('; '))
  return { verified }
}

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

/** Maintains the datasets, or verifies them. */
function maintainOrVerify(event: { schedule: true } | { verify: true }): Promise<object> {
  return 'verify' in event ? verifyDatasets() : maintainDatasets()
}

export const handler = observer.handler(maintainOrVerify)
