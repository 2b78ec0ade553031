import type { Store } from '../../storage/store.ts'
import type { EventFile } from '../commit.ts'
import type { Log } from '../log.ts'
import { replaceFiles, rewriteFiles } from './rewrite.ts'

/** Files of this many rows are not merged any further. */
const LARGE = 100_000
/** How many files of one size class are merged into one. */
const FILES_AT_ONCE = 8

/**
 * The files to merge into one: `atOnce` or more small files of one size class. Each class reaches `atOnce` times further than the one
 * before it, so that an event is rewritten only a few times in its life. Undefined if there is nothing to gain.
 */
export function filesToCompact(live: readonly EventFile[], atOnce = FILES_AT_ONCE): EventFile[] | undefined {
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
 * Merges small files into larger ones until there are few (step C5 of functions/event-log/PROTOCOL.md). Each merge is a commit of its
 * own. If another commit replaced its inputs meanwhile, the merge is dropped and its output is left to the garbage collection. Returns
 * the number of merges that were committed.
 */
export async function compact(store: Store, log: Log, now: () => Date, atOnce = FILES_AT_ONCE): Promise<number> {
  await log.refresh()
  for (let merges = 0; ;) {
    const inputs = filesToCompact(log.live(), atOnce)
    if (!inputs) return merges
    const output = await rewriteFiles(store, inputs)
    const entry = await replaceFiles(log, () => {
      if (!inputs.every((file) => log.isLive(file.key))) return Promise.resolve(undefined)
      return Promise.resolve({
        kind: 'compaction',
        committed_at: now().toISOString(),
        key_id: log.keyId(),
        adds: [output],
        removes: inputs.map((file) => file.key),
        receipts: [],
      })
    })
    if (entry) merges++
  }
}
