import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { type Day, addDays, shanghaiDay } from '../domain/calendar.ts'
import type { Identities } from '../event-log/identity-index.ts'
import type { Log } from '../event-log/log.ts'
import type { KeyRing } from '../pseudonyms/key-ring.ts'
import { getFile } from '../storage/blobs.ts'
import { fromJson } from '../storage/json.ts'
import type { Store } from '../storage/store.ts'
import { type RowRuns, rowsAfter } from './check/row-runs.ts'
import type { CheckThreadPool } from './check/thread-pool.ts'
import { type DatasetState, openState } from './dataset-state.ts'
import { intakeLimits } from './intake-limits.ts'
import { type Body, bodyOf } from './parsers/body.ts'
import { dryRunUpload } from './read-upload.ts'
import { listsKnown, withoutConflicts, withoutContent } from './known-rows.ts'
import type { DryRunReceipt, Receipt } from './receipts.ts'
import { type RejectedRows, readRejectedRows } from './rejected-rows.ts'
import { createWriter } from './writer.ts'

/** An upload as a caller passes it: a body, or its bytes. */
export interface DatasetUpload {
  body: Body | Uint8Array
  contentType?: string | undefined
  idempotencyKey?: string | undefined
}

/** The rows of a receipt that were not taken are kept for some time only, which ended on `day`. */
export class RowsExpired extends Error {
  override name = 'RowsExpired'
  readonly day: Day
  constructor(day: Day) {
    super(`the rows of this receipt that were not taken were kept until ${day}`)
    this.day = day
  }
}

/** A dataset that accepts uploads: one process's view of its log. */
export interface Dataset {
  name: string
  log: Log
  keys: KeyRing
  /** Whether its card says that its events are simulated. */
  isSimulated: boolean
  /** The receipt that `ingest` would return, with nothing written: for a first look at a file. Throws UnreadableBody. */
  dryRun(upload: DatasetUpload): Promise<DryRunReceipt>
  /**
   * Ingests an upload: stores its files, then its commit, then returns its receipt. The raw bytes are never stored. The same bytes always
   * get the same receipt, until a reason for which rows were refused is gone. Throws UnreadableBody for a body that cannot be read, KeyReused for an
   * Idempotency-Key used with another body, QuotaReached where the dataset takes no more rows today.
   */
  ingest(upload: DatasetUpload): Promise<Receipt>
  receipt(id: string): Promise<Receipt | undefined>
  /** The latest receipts, newest first. */
  receipts(limit: number): Promise<Receipt[]>
  /** The rejected rows of a receipt that come after row `after`. Throws RowsExpired. */
  rejectedRows(receiptId: string, after?: number): Promise<RejectedRows | undefined>
  /** The numbers of the duplicate rows of a receipt that come after row `after`. Throws RowsExpired where the receipt does not list them all. */
  duplicateRows(receiptId: string, after?: number): Promise<Iterable<number> | undefined>
  /** The accepted identities up to the head of the log. */
  identities(): Promise<Identities>
}

const withBody = (upload: DatasetUpload) => ({
  ...upload,
  body: upload.body instanceof Uint8Array ? bodyOf(upload.body) : upload.body,
})

/** Throws RowsExpired for a receipt whose rows are not kept any more. */
function assertKept({ limits, now }: DatasetState, receivedAt: string): void {
  const lastDay = addDays(shanghaiDay(new Date(receivedAt)), limits.daysKept)
  if (shanghaiDay(now()) > lastDay) throw new RowsExpired(lastDay)
}

/** All duplicate rows of a receipt, or those that it lists. */
async function readDuplicates(state: DatasetState, id: string): Promise<RowRuns> {
  const { receipt, ref } = (await state.receipts.stored(id))!
  if (!ref.duplicates) return (receipt.duplicate_rows ?? []).flatMap((row) => [row, 1])
  assertKept(state, receipt.received_at)
  return fromJson<RowRuns>(await unzip(await getFile(state.store, ref.duplicates)))
}

const unzip = promisify(gunzip)

/** The receipt of an id; if this process does not know it, the log is refreshed first. */
async function findReceipt(state: DatasetState, id: string): Promise<Receipt | undefined> {
  if (!state.receipts.has(id)) await state.refresh()
  return state.receipts.receipt(id)
}

/**
 * Opens a dataset in its own part of the store. Large NDJSON is checked by `threads`, if there are any. Throws if its pseudonyms were
 * made with a key that is not in `keys`. Only a simulated dataset takes the day of arrival (`received_on`) from its events. Who does not own everything
 * is not told whether a row that came before has the same content.
 */
export async function openDataset(
  name: string,
  store: Store,
  keys: KeyRing,
  now: () => Date = () => new Date(),
  threads?: CheckThreadPool,
  { isSimulated = false, ownsEverything = true }: { isSimulated?: boolean | undefined; ownsEverything?: boolean } = {},
): Promise<Dataset> {
  const state = await openState({ name, store, keys, now, threads, isSimulated, ownsEverything, limits: intakeLimits() })
  const writer = createWriter(state)
  const told = <R extends Receipt | DryRunReceipt>(receipt: R): R => (ownsEverything ? receipt : withoutContent(receipt))
  const receiptOf = async (id: string) => {
    const receipt = await findReceipt(state, id)
    return receipt && told(receipt)
  }
  return {
    name,
    log: state.log,
    keys,
    isSimulated,
    ingest: async (upload) => told(await writer.ingest(withBody(upload))),
    dryRun: (upload) =>
      writer.readMutex(async () => {
        await state.refresh()
        return told(await dryRunUpload(state, withBody(upload)))
      }),
    receipt: receiptOf,
    async receipts(limit) {
      await state.refresh()
      return Promise.all(state.receipts.latest(limit).map(async (id) => told((await state.receipts.receipt(id))!)))
    },
    async rejectedRows(id, after = 0) {
      if (!(await findReceipt(state, id))) return undefined
      const { receipt, shape, starts, ref } = (await state.receipts.stored(id))!
      assertKept(state, receipt.received_at)
      const rejected = { ...shape, rows: readRejectedRows(store, ref.kept_aside, { after, ...(starts && { starts }) }) }
      return ownsEverything ? rejected : withoutConflicts(rejected)
    },
    async duplicateRows(id, after = 0) {
      const receipt = await findReceipt(state, id)
      if (!receipt) return undefined
      return ownsEverything || listsKnown(receipt) ? rowsAfter(await readDuplicates(state, id), after) : []
    },
    identities: () => state.identities.upToDate(),
  }
}
