import { ERASED, type FingerprintedEvent, fingerprinted } from '../event-log/fingerprint.ts'
import { type EventFile, openLog } from '../event-log/log.ts'
import { replaceFiles, rewriteFiles } from '../event-log/maintenance/rewrite.ts'
import type { Store } from '../storage/store.ts'
import type { KeyRing } from './pseudonyms.ts'

/** An event whose person is renamed; what its content says otherwise stays. */
export function renamed({ event, fingerprint, receivedOn }: FingerprintedEvent, worker: string): FingerprintedEvent {
  const changed = fingerprinted({ ...event, data: { ...event.data, worker } }, receivedOn)
  return fingerprint === ERASED ? { ...changed, fingerprint } : changed
}

/**
 * Brings a dataset under the newest key of the ring: every pseudonym is hashed once more, in one commit, without anybody's
 * identifier. Who is counted once stays counted once. Gives the number of files written anew; 0 where the newest key is in force.
 */
export async function rotateKey(store: Store, keys: KeyRing, now: () => Date): Promise<number> {
  const log = await openLog(store)
  const newest = keys.ids.at(-1)!
  const made = new Map<string, EventFile>()
  const renew = (one: FingerprintedEvent): FingerprintedEvent => {
    const { worker } = one.event.data
    return typeof worker === 'string' && worker.startsWith('k') ? renamed(one, keys.renew(worker, newest)) : one
  }
  await replaceFiles(log, async () => {
    if (log.keyId() === newest || log.head().seq === 0) return undefined
    const live = log.live()
    for (const file of live) if (!made.has(file.key)) made.set(file.key, await rewriteFiles(store, [file], renew))
    return {
      kind: 'key_rotation',
      committed_at: now().toISOString(),
      key_id: newest,
      adds: live.map((file) => made.get(file.key)!),
      removes: live.map((file) => file.key),
      receipts: [],
    }
  })
  return made.size
}
