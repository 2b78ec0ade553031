import { type FileRef, getFile, putFile } from '../storage/blobs.ts'
import { fromJson } from '../storage/json.ts'
import type { EventFile, Log, LogHead, ReceiptRef } from './log.ts'
import type { Store } from '../storage/store.ts'

/** What the log says up to a commit, gathered so that opening need not read every commit. It can be made anew from the log. */
export interface Checkpoint extends LogHead {
  /** The last commit that changed what is counted. */
  changed: LogHead
  key_id: string
  live: EventFile[]
  /** Every receipt so far, in pieces of [number of its commit, receipt]. */
  receipts: FileRef[]
  /** Every accepted identity so far, in pieces as `openIdentities` packs them. */
  identities: FileRef[]
}

/** The beginning of every log. */
export const NO_CHECKPOINT: Checkpoint = {
  seq: 0,
  hash: '',
  changed: { seq: 0, hash: '' },
  key_id: '',
  live: [],
  receipts: [],
  identities: [],
}

const POINTER = 'checkpoint.json'

/** A receipt with the number of the commit that names it. */
export type NumberedReceipt = [seq: number, ref: ReceiptRef]

async function loadCheckpoint(store: Store): Promise<Checkpoint> {
  const pointer = await store.read(POINTER)
  return pointer ? fromJson<Checkpoint>(await getFile(store, fromJson<FileRef>(pointer.body))) : NO_CHECKPOINT
}

/** The latest checkpoint. Where none can be read there is none: the log itself is the truth, and slower. */
export async function readCheckpoint(store: Store): Promise<Checkpoint> {
  return loadCheckpoint(store).catch(() => NO_CHECKPOINT)
}

/** The receipts that a checkpoint names. */
export async function checkpointReceipts(store: Store, checkpoint: Checkpoint): Promise<NumberedReceipt[]> {
  const pieces = await Promise.all(checkpoint.receipts.map((piece) => getFile(store, piece)))
  return pieces.flatMap((piece) => fromJson<NumberedReceipt[]>(piece))
}

/** Writes a checkpoint of the log at its head; `identities` gives those accepted since the last one, or all of them anew. */
export async function writeCheckpoint(
  store: Store,
  log: Log,
  identities: { pieces: readonly Uint8Array[]; areAll: boolean },
): Promise<Checkpoint> {
  const { seq, hash } = log.head()
  const receipts: NumberedReceipt[] = log.entries.flatMap(({ commit }) => commit.receipts.map((ref): NumberedReceipt => [commit.seq, ref]))
  const checkpoint: Checkpoint = {
    seq,
    hash,
    changed: log.changed(),
    key_id: log.keyId(),
    live: log.live(),
    receipts: [...log.base.receipts],
    identities: identities.areAll ? [] : [...log.base.identities],
  }
  if (receipts.length > 0)
    checkpoint.receipts.push(await putFile(store, 'checkpoints', '.receipts.json', Buffer.from(JSON.stringify(receipts))))
  for (const piece of identities.pieces) checkpoint.identities.push(await putFile(store, 'checkpoints', '.identities', piece))
  const file = await putFile(store, 'checkpoints', '.json', Buffer.from(JSON.stringify(checkpoint)))
  for (;;) {
    const standing = await store.read(POINTER)
    const before = standing && (await readCheckpoint(store))
    if (before && before.seq >= seq) return before
    if (await store.swap(POINTER, Buffer.from(JSON.stringify(file)), standing?.tag)) return checkpoint
  }
}

/** The files that must stay for the checkpoint to be read; throws where it cannot be. */
export async function checkpointFiles(store: Store): Promise<string[]> {
  const pointer = await store.read(POINTER)
  if (!pointer) return []
  const { key } = fromJson<FileRef>(pointer.body)
  const { receipts, identities } = await loadCheckpoint(store)
  return [key, ...[...receipts, ...identities].map((ref) => ref.key)]
}
