import { type FileRef, getFile } from '../storage/blobs.ts'
import { NewerFormat, fromFormat } from '../storage/format-version.ts'
import { fromJson } from '../storage/json.ts'
import type { Store } from '../storage/store.ts'
import type { EventFile, LogHead, ReceiptRef } from './commit.ts'

/** The log up to a commit, summed up so that opening need not read every commit. It can always be rebuilt from the log. */
export interface Checkpoint extends LogHead {
  /** The last commit that changed what is counted. */
  changed: LogHead
  key_id: string
  live: EventFile[]
  /** Every receipt so far, in files of [number of its commit, receipt]. */
  receipts: FileRef[]
  /** Every accepted identity so far, in files as `Identities.pack` writes them. */
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

/** The key of the pointer to the latest checkpoint. */
export const CHECKPOINT_POINTER = 'checkpoint.json'

/** A receipt with the number of the commit that names it. */
export type NumberedReceipt = [seq: number, ref: ReceiptRef]

async function loadCheckpoint(store: Store): Promise<Checkpoint> {
  const pointer = await store.read(CHECKPOINT_POINTER)
  if (!pointer) return NO_CHECKPOINT
  return fromFormat('checkpoint', 'checkpoint', fromJson<Checkpoint>(await getFile(store, fromJson<FileRef>(pointer.body))))
}

/**
 * The latest checkpoint, or NO_CHECKPOINT if it cannot be read: the log itself is the truth, only slower to read. Throws NewerFormat for one that
 * later code wrote, which must not be replaced by an older one.
 */
export async function readCheckpoint(store: Store): Promise<Checkpoint> {
  return loadCheckpoint(store).catch((error: unknown) => {
    if (error instanceof NewerFormat) throw error
    return NO_CHECKPOINT
  })
}

/** The receipts that a checkpoint names. */
export async function checkpointReceipts(store: Store, checkpoint: Checkpoint): Promise<NumberedReceipt[]> {
  const files = await Promise.all(checkpoint.receipts.map((file) => getFile(store, file)))
  return files.flatMap((file) => fromJson<NumberedReceipt[]>(file))
}

/** The keys of the files that the checkpoint needs; throws if it cannot be read. */
export async function checkpointFiles(store: Store): Promise<string[]> {
  const pointer = await store.read(CHECKPOINT_POINTER)
  if (!pointer) return []
  const { key } = fromJson<FileRef>(pointer.body)
  const { receipts, identities } = await loadCheckpoint(store)
  return [key, ...[...receipts, ...identities].map((ref) => ref.key)]
}
