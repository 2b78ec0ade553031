import { addDays, shanghaiDay } from '../../domain/calendar.ts'
import { type Marks, readMarks, writeMarks } from '../../storage/garbage-marks.ts'
import { storeTime } from '../../storage/store-time.ts'
import type { Listed, Store } from '../../storage/store.ts'
import { checkpointFiles, checkpointReceipts } from '../checkpoint.ts'
import { type ReceiptRef, keptFiles } from '../commit.ts'
import type { Log } from '../log.ts'

/** The folders whose files may become garbage. The log, the releases and their pages are never collected. */
const FOLDERS = ['files/', 'kept/', 'receipts/', 'checkpoints/', 'pieces/', 'snapshots/'] as const

/** A file must be garbage for at least this long before it is removed: many times the life of the longest writer and reader. */
export const MIN_GUARD_HOURS = 24

export interface CollectOptions {
  /** Keys that releases still name. */
  named: ReadonlySet<string>
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

/** A receipt with the moment of its commit, where that is known. */
type DatedReceipt = [ref: ReceiptRef, committedAt?: string]

/** Whether the rows of a receipt that were not taken are kept no longer, by the store's own clock. One without a known day is kept. */
function isExpired([{ day }, committedAt]: DatedReceipt, storeDay: string, daysKept: number): boolean {
  const received = day ?? (committedAt === undefined ? undefined : shanghaiDay(new Date(committedAt)))
  return received !== undefined && storeDay > addDays(received, daysKept)
}

/** Every key that the log or its checkpoint names, without the rows that are kept no longer. */
async function referenced(store: Store, log: Log, at: number, daysKept: number | undefined): Promise<Set<string>> {
  const keys = new Set(log.live().map((file) => file.key))
  const receipts: DatedReceipt[] = [
    ...(await checkpointReceipts(store, log.base)).map(([, ref]): DatedReceipt => [ref]),
    ...log.entries.flatMap(({ commit }) => commit.receipts.map((ref): DatedReceipt => [ref, commit.committed_at])),
  ]
  const storeDay = shanghaiDay(new Date(at))
  for (const dated of receipts) {
    const [ref] = dated
    keys.add(ref.key)
    if (daysKept === undefined || !isExpired(dated, storeDay, daysKept)) for (const { key } of keptFiles(ref)) keys.add(key)
  }
  for (const key of await checkpointFiles(store)) keys.add(key)
  return keys
}

async function unreferenced(store: Store, keys: ReadonlySet<string>, named: ReadonlySet<string>): Promise<Listed[]> {
  const found: Listed[] = []
  for (const folder of FOLDERS)
    for await (const listed of store.list(folder)) if (!keys.has(listed.key) && !named.has(listed.key)) found.push(listed)
  return found
}

/**
 * Collects garbage (step C7 of functions/event-log/PROTOCOL.md): removes what nothing references now and what the run before marked, if
 * that run is at least the guard back by the store's own clock. Every run leaves its marks, so the first one never removes anything.
 * Throws for a guard below `MIN_GUARD_HOURS`.
 */
export async function collectGarbage(store: Store, log: Log, options: CollectOptions): Promise<Collection> {
  const { named, guardHours, isDryRun, daysKept } = options
  if (!(guardHours >= MIN_GUARD_HOURS))
    throw new Error(`garbage collection: expected a guard of ${MIN_GUARD_HOURS} hours or more, got ${guardHours}`)
  const lastMarks = await readMarks(store)
  await log.refresh()
  const at = await storeTime(store)
  const garbage = await unreferenced(store, await referenced(store, log, at, daysKept), named)
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
