import { shanghaiDay } from '../domain/calendar.ts'
import type { EventFile } from '../event-log/commit.ts'
import { decodeEvents } from '../event-log/event-file.ts'
import { openLog } from '../event-log/log.ts'
import { replaceFiles, rewriteFiles } from '../event-log/maintenance/rewrite.ts'
import { getFile } from '../storage/blobs.ts'
import type { Store } from '../storage/store.ts'

/** What was put right: the commits whose stamps were in the future, and how many events had a day of arrival there. */
export interface ClockCorrection {
  commits: { seq: number; committed_at: string }[]
  events: number
}

/**
 * Puts right what a clock in the future left in a dataset: a commit of today records which stamps were wrong, and events with a day of arrival in the
 * future get today's. The commits themselves stay as they are. Returns undefined, and changes nothing, where no stamp is in the future.
 */
export async function correctClock(store: Store, now: () => Date): Promise<ClockCorrection | undefined> {
  const log = await openLog(store)
  const today = shanghaiDay(now())
  const rewritten = new Map<string, { file: EventFile; events: number }>()

  async function put(file: EventFile): Promise<{ file: EventFile; events: number }> {
    const events = (await decodeEvents(await getFile(store, file))).filter(
      ({ receivedOn }) => receivedOn !== undefined && receivedOn > today,
    )
    if (events.length === 0) return { file, events: 0 }
    const moved = await rewriteFiles(store, [file], (one) =>
      one.receivedOn !== undefined && one.receivedOn > today ? { ...one, receivedOn: today } : one,
    )
    return { file: moved, events: events.length }
  }

  let correction: ClockCorrection | undefined
  await replaceFiles(log, async () => {
    const stamp = now().toISOString()
    const commits = (await log.commitsAfter(0))
      .filter(({ committed_at, kind }) => committed_at > stamp && kind !== 'clock_correction')
      .map(({ seq, committed_at }) => ({ seq, committed_at }))
    const live = log.live()
    for (const file of live) if (!rewritten.has(file.key)) rewritten.set(file.key, await put(file))
    const before = live.filter(({ key }) => rewritten.get(key)!.events > 0)
    const newest = (await log.commitsAfter(log.head().seq - 1)).at(-1)
    const isAhead = newest !== undefined && newest.committed_at > stamp
    correction = undefined
    if (!isAhead && before.length === 0) return undefined
    correction = { commits, events: before.reduce((sum, { key }) => sum + rewritten.get(key)!.events, 0) }
    return {
      kind: 'clock_correction',
      committed_at: stamp,
      key_id: log.keyId(),
      adds: before.map(({ key }) => rewritten.get(key)!.file),
      removes: before.map(({ key }) => key),
      receipts: [],
      correction,
    }
  })
  return correction
}
