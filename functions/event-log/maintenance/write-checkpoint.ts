import { type FileRef, putFile } from '../../storage/blobs.ts'
import { inFormat } from '../../storage/format-version.ts'
import type { Store } from '../../storage/store.ts'
import { CHECKPOINT_POINTER, type Checkpoint, type NumberedReceipt, readCheckpoint } from '../checkpoint.ts'
import { loadEventFile, emptyIdentities } from '../identity-index.ts'
import type { Log } from '../log.ts'

/** The identities of a new checkpoint: those accepted since the last one, or all of them. */
interface IdentityFiles {
  packed: readonly Uint8Array[]
  areAll: boolean
}

const jsonBytes = (value: unknown) => Buffer.from(JSON.stringify(value))

const putInCheckpoints = (store: Store, ending: string, body: Uint8Array): Promise<FileRef> => putFile(store, 'checkpoints', ending, body)

/** Points to a new checkpoint, unless a later one exists; returns the checkpoint that is pointed to. */
async function publish(store: Store, checkpoint: Checkpoint): Promise<Checkpoint> {
  const file = await putInCheckpoints(store, '.json', jsonBytes(inFormat('checkpoint', checkpoint)))
  for (;;) {
    const pointer = await store.read(CHECKPOINT_POINTER)
    const existing = pointer && (await readCheckpoint(store))
    if (existing && existing.seq >= checkpoint.seq) return existing
    if (await store.swap(CHECKPOINT_POINTER, jsonBytes(file), pointer?.tag)) return checkpoint
  }
}

async function writeCheckpoint(store: Store, log: Log, { packed, areAll }: IdentityFiles): Promise<Checkpoint> {
  const { seq, hash } = log.head()
  const added = log.entries.flatMap(({ commit }) => commit.receipts.map((ref): NumberedReceipt => [commit.seq, ref]))
  const receipts = [...log.base.receipts]
  if (added.length > 0) receipts.push(await putInCheckpoints(store, '.receipts.json', jsonBytes(added)))
  const identities = areAll ? [] : [...log.base.identities]
  for (const body of packed) identities.push(await putInCheckpoints(store, '.identities', body))
  return publish(store, { seq, hash, changed: log.changed(), key_id: log.keyId(), live: log.live(), receipts, identities })
}

/** Whether the identities of the last checkpoint are still right: no file that it counted was replaced by one of other content. */
function canExtendIdentities(log: Log): boolean {
  const added = log.entries.flatMap(({ commit }) => (commit.kind === 'upload' ? commit.adds : []))
  return (
    log.entries.every(({ commit }) => commit.kind === 'upload' || commit.kind === 'compaction') &&
    added.every((file) => log.isLive(file.key)) &&
    (log.base.seq === 0 || log.base.identities.length > 0 || log.base.live.length === 0)
  )
}

/**
 * Writes a checkpoint of the log at its head, if the last one is at least `interval` commits back. Its identities extend those of the
 * last checkpoint, unless live files were replaced by files of other content: then all live files are read again.
 */
export async function updateCheckpoint(store: Store, log: Log, interval: number): Promise<Checkpoint> {
  if (log.head().seq - log.base.seq < interval) return log.base
  const isExtension = canExtendIdentities(log)
  const files = isExtension ? log.entries.flatMap(({ commit }) => (commit.kind === 'upload' ? commit.adds : [])) : log.live()
  const identities = emptyIdentities()
  for (const file of files) await loadEventFile(identities, store, file)
  return writeCheckpoint(store, log, { packed: identities.pack(0), areAll: !isExtension })
}
