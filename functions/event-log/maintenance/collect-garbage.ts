import { checkpointFiles, checkpointReceipts } from '../checkpoint.ts'
import { readMarks, writeMarks } from '../../storage/garbage-marks.ts'
import type { Log } from '../log.ts'
import type { Listed, Store } from '../../storage/store.ts'
import { storeTime } from '../../storage/store-time.ts'

/** The folders whose files may become garbage. The log, releases and what they show are never collected. */
const FOLDERS = ['files/', 'kept/', 'receipts/', 'checkpoints/', 'pieces/', 'snapshots/'] as const

/** No file goes before it has been garbage for this long: many times the life of the longest writer and reader. */
export const MIN_GUARD_HOURS = 24

export interface CollectOptions {
  /** Keys that releases still name. */
  named: ReadonlySet<string>
  guardHours: number
  /** Marks, and removes nothing. */
  isDryRun: boolean
}

export interface Collection {
  /** What nothing names now; the next run may remove it. */
  marked: string[]
  removed: string[]
  /** Whether the last run is too young for this one to do anything. */
  isEarly: boolean
}

/** Every key that the log or its checkpoint names. */
async function referenced(store: Store, log: Log): Promise<Set<string>> {
  const keys = new Set(log.live().map((file) => file.key))
  const receipts = [
    ...(await checkpointReceipts(store, log.base)).map(([, ref]) => ref),
    ...log.entries.flatMap(({ commit }) => commit.receipts),
  ]
  for (const ref of receipts) for (const one of [ref, ...ref.kept_aside]) keys.add(one.key)
  for (const key of await checkpointFiles(store)) keys.add(key)
  return keys
}

async function unreferenced(store: Store, log: Log, named: ReadonlySet<string>): Promise<Listed[]> {
  const keys = await referenced(store, log)
  const found: Listed[] = []
  for (const folder of FOLDERS)
    for await (const listed of store.list(folder)) if (!keys.has(listed.key) && !named.has(listed.key)) found.push(listed)
  return found
}

/**
 * Collects garbage (C7): removes what nothing names now and nothing named in the run before, which lies at least the guard
 * back by the store's own clock. Every run leaves its marks, so that the first is always a dry one.
 * Throws for a guard below `MIN_GUARD_HOURS`.
 */
export async function collectGarbage(store: Store, log: Log, { named, guardHours, isDryRun }: CollectOptions): Promise<Collection> {
  if (!(guardHours >= MIN_GUARD_HOURS))
    throw new Error(`collection: expected a guard of ${MIN_GUARD_HOURS} hours or more, got ${guardHours}`)
  const before = await readMarks(store)
  await log.refresh()
  const unnamed = await unreferenced(store, log, named)
  const marked = unnamed.map(({ key }) => key)
  const at = await storeTime(store)
  if (isDryRun) return { marked, removed: [], isEarly: false }
  if (before && at - before.at < guardHours * 3_600_000) return { marked, removed: [], isEarly: true }
  // Of two runs at once only the one whose marks stand goes on.
  if (!(await writeMarks(store, { at, keys: marked }, before?.tag)) || !before) return { marked, removed: [], isEarly: false }
  const markedBefore = new Set(before.keys)
  await log.refresh()
  const namedSince = await referenced(store, log)
  // What was written since the marks is another file than the one marked, which an earlier run removed: its writer may be at work.
  const removed = unnamed
    .filter(({ key, writtenAt }) => markedBefore.has(key) && writtenAt < before.at && !namedSince.has(key))
    .map(({ key }) => key)
  for (const key of removed) await store.remove(key)
  return { marked: marked.filter((key) => !removed.includes(key)), removed, isEarly: false }
}
