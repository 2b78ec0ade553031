import { ERASED, type FingerprintedEvent, fingerprinted } from '../event-log/fingerprint.ts'
import type { EventFile } from '../event-log/commit.ts'
import { openLog } from '../event-log/log.ts'
import { replaceFiles, rewriteFiles } from '../event-log/maintenance/rewrite.ts'
import type { Store } from '../storage/store.ts'
import type { KeyRing } from '../pseudonyms/key-ring.ts'

/** Replaces the pseudonym in an event; the rest of its content stays. An event of an erased person keeps its fingerprint. */
export function withWorker({ event, fingerprint, receivedOn }: FingerprintedEvent, worker: string): FingerprintedEvent {
  const changed = fingerprinted({ ...event, data: { ...event.data, worker } }, receivedOn)
  return fingerprint === ERASED ? { ...changed, fingerprint } : changed
}

/**
 * Rotates a dataset to the newest key of the ring: every pseudonym is hashed again, in one commit, and no identifier is needed. People
 * who were counted once are still counted once. Returns the number of rewritten files; 0 if the newest key is already in use.
 */
export async function rotateKey(store: Store, keys: KeyRing, now: () => Date): Promise<number> {
  const log = await openLog(store)
  const newest = keys.ids.at(-1)!
  const rewritten = new Map<string, EventFile>()
  const renew = (one: FingerprintedEvent): FingerprintedEvent => {
    const { worker } = one.event.data
    return typeof worker === 'string' && worker.startsWith('k') ? withWorker(one, keys.renew(worker, newest)) : one
  }
  await replaceFiles(log, async () => {
    if (log.keyId() === newest || log.head().seq === 0) return undefined
    const live = log.live()
    for (const file of live) if (!rewritten.has(file.key)) rewritten.set(file.key, await rewriteFiles(store, [file], renew))
    return {
      kind: 'key_rotation',
      committed_at: now().toISOString(),
      key_id: newest,
      adds: live.map((file) => rewritten.get(file.key)!),
      removes: live.map((file) => file.key),
      receipts: [],
    }
  })
  return rewritten.size
}
