import { getFile } from '../../storage/blobs.ts'
import { sha256 } from '../../storage/hash.ts'
import type { Store } from '../../storage/store.ts'
import { type CommitDraft, CommitOvertaken, type EventFile, type LogEntry } from '../commit.ts'
import { putEventFile } from '../file-scans.ts'
import { scanEvents } from '../personal-scan.ts'
import { decodeEvents, encodeEvents } from '../event-file.ts'
import type { FingerprintedEvent } from '../fingerprint.ts'
import type { Log } from '../log.ts'

/** A hash of the identities in a set of events, whatever their order: rewriting files must not change it. */
function identityHash(events: readonly FingerprintedEvent[]): string {
  return sha256(
    events
      .map(({ event }) => JSON.stringify([event.source, event.id, event.revision]))
      .sort()
      .join('\n'),
  )
}

/**
 * Rewrites event files as one file, each event changed by `change`. The new bytes are decoded again and must hold the same identities
 * (step C5 of functions/event-log/PROTOCOL.md): a fault of the writer must not become the truth. Throws if they do not.
 */
export async function rewriteFiles(
  store: Store,
  files: readonly EventFile[],
  change: (one: FingerprintedEvent) => FingerprintedEvent = (one) => one,
): Promise<EventFile> {
  const events: FingerprintedEvent[] = []
  for (const file of files) for (const one of await decodeEvents(await getFile(store, file))) events.push(change(one))
  const body = encodeEvents(events)
  if (identityHash(await decodeEvents(body)) !== identityHash(events)) throw new Error('the rewritten files do not hold the same events')
  return putEventFile(store, body, events.length, scanEvents(events))
}

/**
 * Commits a draft that replaces live files. `draft` is called again whenever another commit came first, and returns undefined if there
 * is nothing left to do: so no file is replaced that is not live at that very position of the log.
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
