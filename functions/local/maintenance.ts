import type { AppContext } from '../http/context.ts'
import { listDatasets, datasetStore, readCard } from '../http/datasets.ts'
import { writerOf } from '../http/writers.ts'
import { sweepLanding } from '../landing/landing.ts'
import { MIN_GUARD_HOURS } from '../event-log/maintenance/collect-garbage.ts'
import { type MaintenanceResult, maintainLog } from '../event-log/maintenance/maintain.ts'
import { printFailure } from '../observability/console.ts'
import { keysNamed } from '../release-format/open.ts'
import { withdrawnKeys } from '../release-format/withdrawals.ts'
import { readSetting } from '../settings/read-setting.ts'

/** Maintains one dataset's log: checkpoint, compaction, garbage collection. */
export async function maintainDataset(context: AppContext, name: string, isDryRun = false): Promise<MaintenanceResult> {
  const store = datasetStore(context.store, name)
  return maintainLog(store, {
    now: context.now,
    named: await keysNamed(store),
    withdrawn: await withdrawnKeys(store),
    guardHours: MIN_GUARD_HOURS,
    isDryRun,
    daysKept: readSetting('REJECTED_DAYS'),
  })
}

/** Ingests the uploads that landed while the server was down. */
export async function sweep(context: AppContext): Promise<void> {
  const { failed } = await sweepLanding(context.landing!, async (name) =>
    (await readCard(context.store, name))
      ? { dataset: await writerOf(context, name), store: datasetStore(context.store, name) }
      : undefined,
  )
  for (const error of failed) printFailure(error)
}

/** Ingests what landed and maintains every dataset, as the schedules on AWS do. */
export async function maintainAll(context: AppContext): Promise<void> {
  await sweep(context)
  for (const { name } of await listDatasets(context.store)) await maintainDataset(context, name)
}
