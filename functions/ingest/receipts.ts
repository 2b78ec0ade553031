import { type NumberedReceipt, checkpointReceipts } from '../event-log/checkpoint.ts'
import type { ReceiptRef } from '../event-log/commit.ts'
import type { Log } from '../event-log/log.ts'
import { getFile } from '../storage/blobs.ts'
import { fromJson } from '../storage/json.ts'
import type { Store } from '../storage/store.ts'
import type { Counts, ReceiptError } from './check/classify-rows.ts'
import type { Note } from './parsers/row.ts'

/** The answer to an upload. It never changes. */
export interface Receipt extends Counts {
  receipt_id: string
  status: 'committed'
  dataset: string
  received_at: string
  commit: number
  errors: ReceiptError[]
  /** How many errors there are beyond those listed; all of them are stored with the rejected rows. */
  errors_omitted?: number
  /** Remarks about the upload as a whole. */
  notes?: Note[]
}

/** The receipt that an upload would get. */
export type DryRunReceipt = Omit<Receipt, 'receipt_id' | 'status' | 'commit'> & { status: 'dry_run' }

/** The format of an upload, so that rejected rows can be given back in it. */
export interface UploadShape {
  format: string
  header?: string[]
  /** The fields that the headings stand for. */
  names?: string[]
}

/** The file of a receipt. The number of its commit is not known when it is written. */
export interface StoredReceipt {
  receipt: Omit<Receipt, 'commit'>
  shape: UploadShape
}

/** The Idempotency-Key was already used with another body. */
export class KeyReused extends Error {
  override name = 'KeyReused'
}

/** The keyed hashes that identify an upload and its Idempotency-Key: one for each key of the ring, oldest first. */
export interface UploadHashes {
  body: readonly string[]
  idempotencyKey: readonly string[] | undefined
}

/** The id of the receipt of an upload: a keyed hash of its bytes, so that the same bytes have the same receipt. */
export const receiptId = (bodyHash: string): string => `r${bodyHash}`

/** What the log has for an upload: its receipt, if its bytes came before; and whether its Idempotency-Key still has to be recorded. */
export interface Existing {
  receipt: ReceiptRef | undefined
  mustRecordKey: boolean
}

/** The receipts of a dataset, by id and by Idempotency-Key. */
export class ReceiptIndex {
  readonly #store: Store
  readonly #byId = new Map<string, { ref: ReceiptRef; seq: number }>()
  readonly #idByKeyHash = new Map<string, string>()

  private constructor(store: Store) {
    this.#store = store
  }

  /** Opens the index with the receipts of the log's checkpoint. Those of later commits are for the caller to add. */
  static async open(store: Store, log: Log): Promise<ReceiptIndex> {
    const index = new ReceiptIndex(store)
    for (const numbered of await checkpointReceipts(store, log.base)) index.add(numbered)
    return index
  }

  /** Adds a receipt that commit `seq` names. The first commit that names a receipt is the one that counts; an erasure may rewrite its files. */
  add([seq, ref]: NumberedReceipt): void {
    const existing = this.#byId.get(ref.receipt_id)
    if (!existing) this.#byId.set(ref.receipt_id, { ref, seq })
    else if (ref.is_rewritten) this.#byId.set(ref.receipt_id, { ...existing, ref })
    if (ref.idempotency) this.#idByKeyHash.set(ref.idempotency, ref.receipt_id)
  }

  has(id: string): boolean {
    return this.#byId.has(id)
  }

  /** The ids of the latest receipts, newest first. */
  latest(limit: number): string[] {
    return [...this.#byId]
      .sort(([, a], [, b]) => b.seq - a.seq)
      .slice(0, limit)
      .map(([id]) => id)
  }

  /** The receipt that an upload already has, under any key of the ring. Throws KeyReused if its Idempotency-Key came with another body. */
  findExisting({ body, idempotencyKey }: UploadHashes): Existing {
    const id = body.map(receiptId).find((one) => this.#byId.has(one))
    const idOfKey = idempotencyKey?.map((one) => this.#idByKeyHash.get(one)).find((one) => one !== undefined)
    if (idOfKey && idOfKey !== id) throw new KeyReused('the Idempotency-Key was already used with another body')
    return {
      receipt: id === undefined ? undefined : this.#byId.get(id)?.ref,
      mustRecordKey: idempotencyKey !== undefined && idOfKey === undefined,
    }
  }

  async receipt(id: string): Promise<Receipt | undefined> {
    const stored = await this.#load(id)
    return stored && { ...stored.receipt, commit: stored.seq }
  }

  /** The shape of an upload and the file reference of its receipt. */
  async shape(id: string): Promise<{ shape: UploadShape; ref: ReceiptRef } | undefined> {
    return this.#load(id)
  }

  async #load(id: string): Promise<(StoredReceipt & { seq: number; ref: ReceiptRef }) | undefined> {
    const found = this.#byId.get(id)
    return found && { ...fromJson<StoredReceipt>(await getFile(this.#store, found.ref)), ...found }
  }
}
