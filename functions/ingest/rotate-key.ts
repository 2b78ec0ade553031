import { PSEUDONYM_COLUMNS } from '../catalogue/event-type.ts'
import { ERASED, type FingerprintedEvent, fingerprinted } from '../event-log/fingerprint.ts'
import type { EventFile } from '../event-log/commit.ts'
import { openLog } from '../event-log/log.ts'
import { replaceFiles, rewriteFiles } from '../event-log/maintenance/rewrite.ts'
import type { Store } from '../storage/store.ts'
import type { KeyRing } from '../pseudonyms/key-ring.ts'

/** The pseudonyms in an event, by their columns: none, one, or with those of several identifiers more. */
export function pseudonymsIn({ event: { data } }: FingerprintedEvent): [column: string, pseudonym: string][] {
  return PSEUDONYM_COLUMNS.flatMap((column): [string, string][] => (typeof data[column] === 'string' ? [[column, data[column]]] : []))
}

/** Replaces every pseudonym in an event; the rest of its content stays. An event of an erased person keeps its fingerprint. */
export function withPseudonyms(one: FingerprintedEvent, rename: (pseudonym: string) => string): FingerprintedEvent {
  const { event, fingerprint, receivedOn } = one
  const renamed = Object.fromEntries(pseudonymsIn(one).map(([column, pseudonym]) => [column, rename(pseudonym)]))
  const changed = fingerprinted({ ...event, data: { ...event.data, ...renamed } }, receivedOn)
  return fingerprint === ERASED ? { ...changed, fingerprint } : changed
}

/**
 * Rotates a dataset to the newest key of the ring: every pseudonym is hashed again, in one commit, and no identifier is needed. People
 * who were counted once are still counted once, and identifiers that were tied are still tied. Returns the number of rewritten files; 0 if the newest key is already in use.
 */
export async function rotateKey(store: Store, keys: KeyRing, now: () => Date): Promise<number> {
  const log = await openLog(store)
  const newest = keys.ids.at(-1)!
  const rewritten = new Map<string, EventFile>()
  // An event may name an erased identifier beside one that is not: the stand-in of the erased one stays.
  const renewed = (pseudonym: string) => (pseudonym.startsWith('k') ? keys.renew(pseudonym, newest) : pseudonym)
  const renew = (one: FingerprintedEvent): FingerprintedEvent => (pseudonymsIn(one).length > 0 ? withPseudonyms(one, renewed) : one)
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
