import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { Day } from '../domain/calendar.ts'
import { type NumberedReceipt, checkpointReceipts } from '../event-log/checkpoint.ts'
import type { ReceiptRef } from '../event-log/commit.ts'
import type { Log } from '../event-log/log.ts'
import { getFile } from '../storage/blobs.ts'
import { fromJson } from '../storage/json.ts'
import type { Store } from '../storage/store.ts'
import type { Counts, ReceiptError } from './check/classify-rows.ts'
import { type RowRuns, rowsAfter } from './check/row-runs.ts'
import { type PackedProblem, problemPacker, problemUnpacker } from './packed-problems.ts'
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
  /** The rows that were duplicates. */
  duplicate_rows?: number[]
  /** How many of them there are beyond those listed. */
  duplicate_rows_omitted?: number
  /** The first receipt of the same bytes: some of the rows that it refused are taken now. */
  first?: string
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

/** A receipt as it is stored. The number of its commit is not known when it is written. */
export interface StoredReceipt {
  receipt: Omit<Receipt, 'commit'>
  shape: UploadShape
  /** The first rows of the files of rejected rows. Absent in receipts of before December 2026, as is `catalogue`. */
  starts?: number[]
  /** The rules that judged its rows: the hash of the catalogue. */
  catalogue?: string
}

/** The bytes of a stored receipt: its errors and duplicate rows are packed, and all is compressed. */
type PackedReceipt = Omit<StoredReceipt, 'receipt'> & {
  receipt: Omit<StoredReceipt['receipt'], 'errors' | 'duplicate_rows'>
  errors: [step: number, problem: PackedProblem][]
  duplicates?: RowRuns
}

/** Ending of a packed receipt. Receipts of before December 2026 end in `.json` and are plain. */
export const PACKED_RECEIPT = '.json.gz'

const compress = promisify(gzip)
const decompress = promisify(gunzip)

/** Packs a receipt as it is stored; `duplicates` are the duplicate rows that it lists. */
export function packReceipt({ receipt, ...rest }: StoredReceipt, duplicates: RowRuns): Promise<Uint8Array> {
  const { errors, duplicate_rows: _listed, ...plain } = receipt
  const pack = problemPacker()
  let before = 0
  const steps = errors.map(({ row, ...problem }): PackedReceipt['errors'][number] => {
    const step = row - before
    before = row
    return [step, pack(problem)]
  })
  const packed: PackedReceipt = { receipt: plain, ...rest, errors: steps, ...(duplicates.length > 0 && { duplicates }) }
  return compress(JSON.stringify(packed))
}

async function unpackReceipt(key: string, body: Uint8Array): Promise<StoredReceipt> {
  if (!key.endsWith(PACKED_RECEIPT)) return fromJson<StoredReceipt>(body)
  const { receipt, errors, duplicates, ...rest } = fromJson<PackedReceipt>(await decompress(body))
  const unpack = problemUnpacker()
  let row = 0
  const listed = errors.map(([step, problem]) => ({ row: (row += step), ...unpack(problem) }))
  const { receipt_id, status, dataset, received_at, rows, accepted, duplicates: same, conflicts, rejected, ...more } = receipt
  const counts = { rows, accepted, duplicates: same, conflicts, rejected }
  return {
    receipt: {
      receipt_id,
      status,
      dataset,
      received_at,
      ...counts,
      errors: listed,
      ...(duplicates && { duplicate_rows: [...rowsAfter(duplicates)] }),
      ...more,
    },
    ...rest,
  }
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

/** The id of a receipt for the same bytes as the receipt `latest`, whose refused rows are looked at again. */
export function nextReceiptId(latest: string): string {
  const [first, number = '1'] = latest.split('-') as [string, string?]
  return `${first}-${Number(number) + 1}`
}

/** The id of the first receipt of the same bytes. */
export const firstReceiptId = (id: string): string => id.split('-')[0]!

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
  /** The latest receipt of the same bytes, where there are several. */
  readonly #latestByFirst = new Map<string, string>()
  readonly #rowsByDay = new Map<Day, number>()

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
    if (!existing) {
      this.#byId.set(ref.receipt_id, { ref, seq })
      if (ref.first) this.#latestByFirst.set(ref.first, ref.receipt_id)
      if (ref.day !== undefined) this.#rowsByDay.set(ref.day, this.rowsOn(ref.day) + (ref.rows ?? 0))
    } else if (ref.is_rewritten) this.#byId.set(ref.receipt_id, { ...existing, ref })
    if (ref.idempotency) this.#idByKeyHash.set(ref.idempotency, firstReceiptId(ref.receipt_id))
  }

  /** How many rows were received on a day in Shanghai. */
  rowsOn(day: Day): number {
    return this.#rowsByDay.get(day) ?? 0
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

  /** The latest receipt that an upload already has, under any key of the ring. Throws KeyReused if its Idempotency-Key came with another body. */
  findExisting({ body, idempotencyKey }: UploadHashes): Existing {
    const id = body.map(receiptId).find((one) => this.#byId.has(one))
    const idOfKey = idempotencyKey?.map((one) => this.#idByKeyHash.get(one)).find((one) => one !== undefined)
    if (idOfKey && idOfKey !== id) throw new KeyReused('the Idempotency-Key was already used with another body')
    return {
      receipt: id === undefined ? undefined : this.#byId.get(this.#latestByFirst.get(id) ?? id)?.ref,
      mustRecordKey: idempotencyKey !== undefined && idOfKey === undefined,
    }
  }

  async receipt(id: string): Promise<Receipt | undefined> {
    const stored = await this.#load(id)
    return stored && { ...stored.receipt, commit: stored.seq }
  }

  /** A receipt as it is stored, with its file reference. */
  async stored(id: string): Promise<(StoredReceipt & { ref: ReceiptRef }) | undefined> {
    return this.#load(id)
  }

  async #load(id: string): Promise<(StoredReceipt & { seq: number; ref: ReceiptRef }) | undefined> {
    const found = this.#byId.get(id)
    return found && { ...(await unpackReceipt(found.ref.key, await getFile(this.#store, found.ref))), ...found }
  }
}
