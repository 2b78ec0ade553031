import type { EventFile, LogEntry } from '../event-log/commit.ts'
import { type Identities, emptyIdentities, loadEventFile, loadPacked } from '../event-log/identity-index.ts'
import type { Log } from '../event-log/log.ts'
import type { Store } from '../storage/store.ts'
import { createMutex } from './mutex.ts'

/** The accepted identities of a dataset, kept up to date with its log. */
export interface KnownIdentities {
  /** The identities up to the head of the log as this process has read it. It returns the same object while the contents only grow. */
  upToDate(): Promise<Identities>
  /** Adds what this process committed itself, so that it need not be read from the files. */
  addCommitted(identities: Identities, files: readonly EventFile[]): void
}

/** Creates the table of a dataset's identities. Nothing is read before the first use. */
export function knownIdentities(store: Store, log: Log): KnownIdentities {
  const mutex = createMutex()
  let table: Identities | undefined
  let loadedFiles = new Set<string>()
  let appliedSeq = log.base.seq

  async function loadCheckpoint(): Promise<Identities> {
    const identities = emptyIdentities()
    await loadPacked(identities, store, log.base.identities)
    loadedFiles = new Set(log.base.identities.length > 0 ? log.base.live.map((file) => file.key) : [])
    return identities
  }

  /** A compaction of loaded files need not be loaded; after an erasure or a key rotation every file must be loaded again. */
  function apply({ commit }: LogEntry): void {
    const isSame = commit.kind === 'compaction' || commit.kind === 'clock_correction'
    if (isSame && commit.removes.every((key) => loadedFiles.has(key))) for (const file of commit.adds) loadedFiles.add(file.key)
    if (commit.kind === 'erasure' || commit.kind === 'key_rotation') {
      table = emptyIdentities()
      loadedFiles = new Set()
    }
    appliedSeq = commit.seq
  }

  async function update(): Promise<Identities> {
    table ??= await loadCheckpoint()
    for (const entry of log.entries.slice(appliedSeq - log.base.seq)) apply(entry)
    for (const file of log.live()) {
      if (loadedFiles.has(file.key)) continue
      await loadEventFile(table, store, file)
      loadedFiles.add(file.key)
    }
    return table
  }

  return {
    upToDate: () => mutex(update),
    addCommitted(identities, files) {
      table?.addAll(identities)
      for (const file of files) loadedFiles.add(file.key)
    },
  }
}
