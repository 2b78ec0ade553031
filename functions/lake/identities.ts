import { decodeIdentities } from './event-files.ts'
import { getFile } from './files.ts'
import type { LogEntry } from './log.ts'
import type { Store } from './store.ts'

/** What an identity and revision was accepted with. */
export interface Identities {
  /** Fingerprint of the accepted event, undefined where there is none. */
  find(source: string, id: string, revision: number): string | undefined
  add(source: string, id: string, revision: number, fingerprint: string): void
  /** Takes in what new log entries accepted. */
  admit(entries: readonly LogEntry[]): Promise<void>
}

/** The accepted identities of a dataset, held in memory (about 150 bytes an event). */
export function openIdentities(store: Store): Identities {
  const fingerprints = new Map<string, string>()
  const key = (source: string, id: string, revision: number) => `${source}\u0000${id}\u0000${revision}`
  return {
    find: (source, id, revision) => fingerprints.get(key(source, id, revision)),
    add: (source, id, revision, fingerprint) => void fingerprints.set(key(source, id, revision), fingerprint),
    async admit(entries) {
      for (const { commit } of entries) {
        for (const file of commit.adds) {
          for (const row of await decodeIdentities(await getFile(store, file))) {
            fingerprints.set(key(row.source, row.id, row.revision), row.fingerprint)
          }
        }
      }
    },
  }
}
