import type { AppContext } from '../http/context.ts'
import { listDatasets, datasetStore, readCard } from '../http/datasets.ts'
import { writerOf } from '../http/writers.ts'
import { sweepLanding } from '../landing/landing.ts'
import { MIN_GUARD_HOURS } from '../event-log/maintenance/collect-garbage.ts'
import { type MaintenanceResult, maintainLog } from '../event-log/maintenance/maintain.ts'
import { type Verification, verifyLog } from '../event-log/maintenance/verify-log.ts'
import { addDays, shanghaiDay } from '../domain/calendar.ts'
import { printFailure } from '../observability/console.ts'
import { allManifests, keysNamed } from '../release-format/open.ts'
import { allWithdrawals, withdrawnKeys } from '../release-format/withdrawals.ts'
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

/** Verifies one dataset: its whole chain of commits, and with `readsFiles` every file that it names. */
export async function verifyDataset({ store, now }: AppContext, name: string, readsFiles: boolean): Promise<Verification> {
  const own = datasetStore(store, name)
  const today = shanghaiDay(now())
  const daysKept = readSetting('REJECTED_DAYS')
  const withdrawn = new Set((await allWithdrawals(own)).map(({ what, id }) => `${what} ${id}`))
  return verifyLog(own, {
    // The garbage collection removes the files of a withdrawn release.
    releases: (await allManifests(own)).map((one) => (withdrawn.has(`release ${one.release}`) ? { ...one, files: {} } : one)),
    readsFiles,
    isKept: ({ day }) => day !== undefined && today <= addDays(day, daysKept),
  })
}

/** Verifies the chain of commits of every dataset, and prints what is wrong. */
export async function verifyAll(context: AppContext): Promise<void> {
  for (const { name } of await listDatasets(context.store)) {
    const { problems } = await verifyDataset(context, name, false)
    for (const problem of problems) printFailure(new Error(`dataset ${name}: ${problem}`))
  }
}

/** Ingests what landed and maintains every dataset, as the schedules on AWS do. */
export async function maintainAll(context: AppContext): Promise<void> {
  await sweep(context)
  for (const { name } of await listDatasets(context.store)) await maintainDataset(context, name)
}
