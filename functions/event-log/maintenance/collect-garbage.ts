import { addDays, shanghaiDay } from '../../domain/calendar.ts'
import { type Marks, readMarks, writeMarks } from '../../storage/garbage-marks.ts'
import { fromJson } from '../../storage/json.ts'
import { storeTime } from '../../storage/store-time.ts'
import type { Listed, Store } from '../../storage/store.ts'
import { checkpointFiles } from '../checkpoint.ts'
import { CERTIFICATES, keptFiles } from '../commit.ts'
import { SCANS, scansOf } from '../file-scans.ts'
import type { Log } from '../log.ts'
import { type ReceiptNow, receiptsNow } from '../receipts-now.ts'

/** The folders whose files may become garbage. The log and the manifests of releases are never collected. */
const FOLDERS = ['files/', 'kept/', 'receipts/', 'checkpoints/', 'pieces/', 'snapshots/', SCANS] as const

/** The folders of files of releases, which are collected only once their release was withdrawn. */
const FOLDERS_OF_RELEASES = ['tables/', 'pages/'] as const

/** The folder of the records of dry runs and erasures (functions/http/asked.ts), and how many days they are kept. */
const RECORDS = 'asked/'
const RECORD_DAYS = 90

/** A file must be garbage for at least this long before it is removed: many times the life of the longest writer and reader. */
export const MIN_GUARD_HOURS = 24

export interface CollectOptions {
  /** Keys that releases still name. */
  named: ReadonlySet<string>
  /** Keys that only releases which were withdrawn have: garbage, though files of releases are kept. */
  withdrawn?: ReadonlySet<string>
  guardHours: number
  /** Reports garbage; marks and removes nothing. */
  isDryRun: boolean
  /** Days for which rows that were not taken are kept; undefined: for ever. */
  daysKept?: number | undefined
}

export interface Collection {
  /** Keys that nothing references now; the next run may remove them. */
  marked: string[]
  removed: string[]
  /** Whether the last run is too recent for this one to do anything. */
  isEarly: boolean
}

/** Whether the rows of a receipt that were not taken are kept no longer, by the store's own clock. One without a known day is kept. */
function isExpired({ ref: { day }, committedAt }: ReceiptNow, storeDay: string, daysKept: number): boolean {
  const received = day ?? (committedAt === undefined ? undefined : shanghaiDay(new Date(committedAt)))
  return received !== undefined && storeDay > addDays(received, daysKept)
}

/** Every key that the log or its checkpoint names, without the rows that are kept no longer. */
async function referenced(store: Store, log: Log, at: number, daysKept: number | undefined): Promise<Set<string>> {
  const keys = new Set(log.live().map((file) => file.key))
  for (const key of await scansOf(store, log.live())) keys.add(key)
  const storeDay = shanghaiDay(new Date(at))
  for (const receipt of await receiptsNow(store, log)) {
    keys.add(receipt.ref.key)
    if (daysKept === undefined || !isExpired(receipt, storeDay, daysKept)) for (const { key } of keptFiles(receipt.ref)) keys.add(key)
  }
  for (const key of await checkpointFiles(store)) keys.add(key)
  return keys
}

/** The hashes of files in which an erasure replaced a person: no release keeps them. Certificates name them, and commits whose certificate is not written yet. */
async function erasedFiles(store: Store, log: Log): Promise<Set<string>> {
  const erased = new Set(log.entries.flatMap(({ commit }) => (commit.kind === 'erasure' ? commit.removes.map(hashOf) : [])))
  for await (const { key } of store.list(CERTIFICATES)) {
    const body = await store.get(key)
    for (const sha256 of body ? fromJson<{ files_before: string[] }>(body).files_before : []) erased.add(sha256)
  }
  return erased
}

/** The hash in the key of a file of events. */
const hashOf = (key: string) => key.slice('files/'.length, 'files/'.length + 64)

async function unreferenced(store: Store, log: Log, at: number, { named, withdrawn, daysKept }: CollectOptions): Promise<Listed[]> {
  const keys = await referenced(store, log, at, daysKept)
  const erased = await erasedFiles(store, log)
  const found: Listed[] = []
  for (const folder of FOLDERS)
    for await (const listed of store.list(folder))
      if (!keys.has(listed.key) && (!named.has(listed.key) || erased.has(hashOf(listed.key)))) found.push(listed)
  if (!withdrawn?.size) return found
  for (const folder of FOLDERS_OF_RELEASES) for await (const listed of store.list(folder)) if (withdrawn.has(listed.key)) found.push(listed)
  return found
}

/** The records of what was asked, such as dry runs, that are old enough to go. */
async function oldRecords(store: Store, at: number): Promise<Listed[]> {
  const found: Listed[] = []
  for await (const listed of store.list(RECORDS)) if (listed.writtenAt < at - RECORD_DAYS * 86_400_000) found.push(listed)
  return found
}

/**
 * Collects garbage (step C7 of functions/event-log/PROTOCOL.md): removes what nothing references now and what the run before marked, if
 * that run is at least the guard back by the store's own clock. Every run leaves its marks, so the first one never removes anything.
 * Throws for a guard below `MIN_GUARD_HOURS`.
 */
export async function collectGarbage(store: Store, log: Log, options: CollectOptions): Promise<Collection> {
  const { guardHours, isDryRun, daysKept } = options
  if (!(guardHours >= MIN_GUARD_HOURS))
    throw new Error(`garbage collection: expected a guard of ${MIN_GUARD_HOURS} hours or more, got ${guardHours}`)
  const lastMarks = await readMarks(store)
  await log.refresh()
  const at = await storeTime(store)
  const garbage = [...(await unreferenced(store, log, at, options)), ...(await oldRecords(store, at))]
  const marked = garbage.map(({ key }) => key)
  if (isDryRun) return { marked, removed: [], isEarly: false }
  if (lastMarks && at - lastMarks.at < guardHours * 3_600_000) return { marked, removed: [], isEarly: true }
  // Of two concurrent runs, only the one whose marks are stored continues.
  const isStored = await writeMarks(store, { at, keys: marked }, lastMarks?.tag)
  if (!isStored || !lastMarks) return { marked, removed: [], isEarly: false }
  const removed = await removeMarked({ store, log, garbage, lastMarks, at, daysKept })
  return { marked: marked.filter((key) => !removed.includes(key)), removed, isEarly: false }
}

/** Removes the garbage that the last run marked too, unless it was written or referenced since. */
async function removeMarked(found: {
  store: Store
  log: Log
  garbage: readonly Listed[]
  lastMarks: Marks
  at: number
  daysKept: number | undefined
}): Promise<string[]> {
  const { store, log, garbage, lastMarks, at, daysKept } = found
  const markedBefore = new Set(lastMarks.keys)
  await log.refresh()
  const referencedNow = await referenced(store, log, at, daysKept)
  // A file written after the marks is not the file that was marked, which an earlier run removed: its writer may still be at work.
  const removed = garbage
    .filter(({ key, writtenAt }) => markedBefore.has(key) && writtenAt < lastMarks.at && !referencedNow.has(key))
    .map(({ key }) => key)
  for (const key of removed) await store.remove(key)
  return removed
}
