import type { EventFile, Log } from '../log.ts'
import { replaceFiles, rewriteFiles } from './rewrite.ts'
import type { Store } from '../../storage/store.ts'

/** A file of this many rows is large enough to be left alone. */
const LARGE = 100_000
/** How many files of a size are written as one. */
const AT_ONCE = 8

/**
 * The files that are to become one: `atOnce` or more small ones of one class of size. A class goes to `atOnce` times the one before,
 * so that an event is written anew a few times in its life and no more. Undefined where there is nothing to gain.
 */
export function filesToCompact(live: readonly EventFile[], atOnce = AT_ONCE): EventFile[] | undefined {
  const sizeClass = (file: EventFile) => Math.floor(Math.log(file.rows) / Math.log(atOnce) + 1e-9)
  const classes = new Map<number, EventFile[]>()
  for (const file of live) {
    if (file.rows >= LARGE) continue
    const files = classes.get(sizeClass(file)) ?? []
    classes.set(sizeClass(file), [...files, file])
  }
  const [, files] = [...classes].sort(([a], [b]) => a - b).find(([, few]) => few.length >= atOnce) ?? []
  if (!files) return undefined
  let rows = 0
  return files.filter((file, index) => (rows += file.rows) <= LARGE || index < 2)
}

/**
 * Writes small files as larger ones until there are few (C5). Each step is a commit of its own; a step whose files another one
 * replaced meanwhile is dropped, and what it wrote is left to the collection. Gives the number of steps that were committed.
 */
export async function compact(store: Store, log: Log, now: () => Date, atOnce = AT_ONCE): Promise<number> {
  await log.refresh()
  for (let steps = 0; ;) {
    const files = filesToCompact(log.live(), atOnce)
    if (!files) return steps
    const made = await rewriteFiles(store, files)
    const entry = await replaceFiles(log, () => {
      if (!files.every((file) => log.isLive(file.key))) return Promise.resolve(undefined)
      return Promise.resolve({
        kind: 'compaction',
        committed_at: now().toISOString(),
        key_id: log.keyId(),
        adds: [made],
        removes: files.map((file) => file.key),
        receipts: [],
      })
    })
    if (entry) steps++
  }
}
