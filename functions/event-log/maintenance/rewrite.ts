import { decodeEvents, encodeEvents } from '../event-file.ts'
import { getFile, putFile } from '../../storage/blobs.ts'
import type { FingerprintedEvent } from '../fingerprint.ts'
import { sha256 } from '../../storage/hash.ts'
import { type CommitDraft, CommitOvertaken, type EventFile, type Log, type LogEntry } from '../log.ts'
import type { Store } from '../../storage/store.ts'

/** A hash of who is in a set of events, whatever their order: it stays when files are only written anew. */
function identityHash(events: readonly FingerprintedEvent[]): string {
  return sha256(
    events
      .map(({ event }) => JSON.stringify([event.source, event.id, event.revision]))
      .sort()
      .join('\n'),
  )
}

/**
 * Writes event files anew as one, each event changed by `change`. What was written is read back and must hold the same
 * identities (C5): a fault of the writer must not become the truth.
 */
export async function rewriteFiles(
  store: Store,
  files: readonly EventFile[],
  change: (one: FingerprintedEvent) => FingerprintedEvent = (one) => one,
): Promise<EventFile> {
  const events: FingerprintedEvent[] = []
  for (const file of files) for (const one of await decodeEvents(await getFile(store, file))) events.push(change(one))
  const body = encodeEvents(events)
  if (identityHash(await decodeEvents(body)) !== identityHash(events)) throw new Error('files written anew do not hold the same events')
  return { ...(await putFile(store, 'files', '.parquet', body)), rows: events.length }
}

/**
 * Commits a draft that takes the place of live files. `draft` is asked again whenever another commit came first, and says
 * undefined where there is no more to do: so no file is replaced that is not live at that very position of the log.
 */
export async function replaceFiles(log: Log, draft: () => Promise<CommitDraft | undefined>): Promise<LogEntry | undefined> {
  for (;;) {
    const after = log.head().seq
    const drafted = await draft()
    if (!drafted) return undefined
    try {
      return await log.append(drafted, after)
    } catch (error) {
      if (!(error instanceof CommitOvertaken)) throw error
      await log.refresh()
    }
  }
}
