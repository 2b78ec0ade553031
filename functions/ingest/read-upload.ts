import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { catalogueHash } from '../catalogue/hash.ts'
import { type Day, secondsToMidnight, shanghaiDay } from '../domain/calendar.ts'
import type { CommitDraft, EventFile, ReceiptRef } from '../event-log/commit.ts'
import { putEventFile } from '../event-log/file-scans.ts'
import type { Identities } from '../event-log/identity-index.ts'
import { type FileRef, putFile } from '../storage/blobs.ts'
import type { Store } from '../storage/store.ts'
import { type ChunkSink, type Classified, checkInThisThread, classifyRows, readingRules } from './check/classify-rows.ts'
import { MIN_BYTES_FOR_THREADS } from './check/thread-pool.ts'
import { type RowRuns, addRow, rowCount, rowsAfter } from './check/row-runs.ts'
import { uploadNotes } from './check/upload-notes.ts'
import type { DatasetState } from './dataset-state.ts'
import type { Body } from './parsers/body.ts'
import { readBody } from './parsers/read-body.ts'
import { type Note, UnreadableBody } from './parsers/row.ts'
import {
  type DryRunReceipt,
  PACKED_RECEIPT,
  type Receipt,
  type StoredReceipt,
  type UploadShape,
  firstReceiptId,
  nextReceiptId,
  packReceipt,
  receiptId,
} from './receipts.ts'
import { PACKED_ROWS, packRejectedRows } from './rejected-rows.ts'

const compress = promisify(gzip)

/** An upload as it was sent. */
export interface Upload {
  body: Body
  contentType?: string | undefined
}

/** What an upload must be committed against: nothing of this may have changed since the upload was read. */
interface Basis {
  /** The key that made its pseudonyms. */
  keyId: string
  /** The identities it was compared with. */
  known: Identities
}

/** An upload that was read and whose files are stored (step C2 of functions/event-log/PROTOCOL.md); only its commit is missing. */
export interface PreparedUpload {
  draft: CommitDraft
  /** The identities that it adds. */
  identities: Identities
  basis: Basis
}

interface ReadResult {
  shape: UploadShape
  classified: Classified
  notes: Note[]
}

/** The dataset takes no more rows today. `secondsLeft` is the time to midnight in Shanghai. */
export class QuotaReached extends Error {
  override name = 'QuotaReached'
  readonly secondsLeft: number
  readonly zh: string
  constructor(quota: number, now: Date) {
    super(`the dataset takes ${quota} rows a day, and would have more than that: send the rest after midnight in Shanghai`)
    this.zh = `这个数据集每天最多收 ${quota} 行，已超过；请在明天零时以后再传`
    this.secondsLeft = secondsToMidnight(now)
  }
}

/** Throws where an upload of so many rows is larger than an upload may be, or than what is left for today. */
function assertRowsAllowed({ limits: { rowsPerUpload, rowsPerDay }, receipts, now }: DatasetState, rows: number): void {
  if (rows > rowsPerUpload) {
    throw new UnreadableBody(
      413,
      `一次最多 ${rowsPerUpload} 行，收到的更多；请分批上传`,
      `at most ${rowsPerUpload} rows at a time, got more: send them in parts`,
    )
  }
  if (rowsPerDay !== undefined && receipts.rowsOn(shanghaiDay(now())) + rows > rowsPerDay) throw new QuotaReached(rowsPerDay, now())
}

/** Parses an upload, checks and classifies its rows, and hands the results to `sink`. Throws UnreadableBody. */
async function readRows(state: DatasetState, { body, contentType }: Upload, basis: Basis, sink: ChunkSink): Promise<ReadResult> {
  const rows = await readBody(body, contentType)
  const { format, header, names } = rows
  const rules = readingRules({ ...state, keyId: basis.keyId }, state.now())
  const { today, lastDay } = rules
  const options = { keyId: basis.keyId, today, lastDay, findErased: basis.known.hasErased(), takesReceivedOn: state.isSimulated }
  const checked =
    state.threads && rows.isDivisible && body.size > MIN_BYTES_FOR_THREADS
      ? state.threads.check(body, options)
      : checkInThisThread(rows, rules, options.findErased)
  const classified = await classifyRows(checked, basis.known, sink, {
    errorsListed: state.limits.entriesListed,
    listsConflicts: state.ownsEverything,
    onRows: (count) => assertRowsAllowed(state, count),
  })
  return {
    shape: { format, ...(header && { header }), ...(names && { names }) },
    classified,
    notes: [...(rows.notes?.() ?? []), ...uploadNotes(classified.observations)],
  }
}

/** The duplicate rows that a receipt lists. */
function listedDuplicates({ limits }: DatasetState, { duplicateRows }: Classified): RowRuns {
  const listed: RowRuns = []
  let left = limits.entriesListed
  for (const row of rowsAfter(duplicateRows)) {
    if (left-- === 0) break
    addRow(listed, row)
  }
  return listed
}

type Outcome = Pick<Receipt, 'errors' | 'errors_omitted' | 'duplicate_rows' | 'duplicate_rows_omitted' | 'notes'> & Classified['counts']

/** The fields that a receipt and a dry run share, in their stored order. */
function outcomeFields(state: DatasetState, { classified, notes }: ReadResult): Outcome {
  const { counts, errors, errorsOmitted } = classified
  const duplicateRows = [...rowsAfter(listedDuplicates(state, classified))]
  const omitted = rowCount(classified.duplicateRows) - duplicateRows.length
  return {
    ...counts,
    errors,
    ...(duplicateRows.length > 0 && { duplicate_rows: duplicateRows }),
    ...(errorsOmitted > 0 && { errors_omitted: errorsOmitted }),
    ...(omitted > 0 && { duplicate_rows_omitted: omitted }),
    ...(notes.length > 0 && { notes }),
  }
}

const currentBasis = async (state: DatasetState): Promise<Basis> => ({
  keyId: state.currentKeyId(),
  known: await state.identities.upToDate(),
})

/** Writes accepted events to `files/` and rejected rows to `kept/`, and collects the references. */
function fileSink(store: Store): { sink: ChunkSink; adds: EventFile[]; rejected: FileRef[]; starts: number[] } {
  const adds: EventFile[] = []
  const rejected: FileRef[] = []
  const starts: number[] = []
  return {
    adds,
    rejected,
    starts,
    sink: {
      async accepted(file, rows, findings) {
        adds.push(await putEventFile(store, file, rows, findings))
      },
      async rejected(rows) {
        starts.push(rows[0]!.row)
        rejected.push(await putFile(store, 'kept', PACKED_ROWS, await packRejectedRows(rows)))
      },
    },
  }
}

/** The draft of a commit that adds an upload, or only records a further Idempotency-Key for its receipt. */
export function uploadDraft(state: DatasetState, keyId: string, receipt: ReceiptRef, adds: EventFile[]): CommitDraft {
  return {
    kind: 'upload',
    committed_at: state.now().toISOString(),
    catalogue: catalogueHash,
    key_id: keyId,
    adds,
    removes: [],
    receipts: [receipt],
  }
}

/** The hashes that identify an upload, and the receipt whose refused rows it is to have looked at again. */
export interface UploadIdentity {
  body: string
  idempotencyKey: string | undefined
  repeats: string | undefined
}

/** Stores the numbers of the duplicate rows, where there are more than the receipt lists. */
async function putDuplicates(state: DatasetState, { duplicateRows }: Classified): Promise<{ duplicates?: FileRef }> {
  if (rowCount(duplicateRows) <= state.limits.entriesListed) return {}
  return { duplicates: await putFile(state.store, 'kept', '.runs.gz', await compress(JSON.stringify(duplicateRows))) }
}

/** Reads an upload, writes its files and its receipt, and drafts its commit. Throws UnreadableBody or QuotaReached. */
export async function prepareUpload(state: DatasetState, upload: Upload, identity: UploadIdentity): Promise<PreparedUpload> {
  assertRowsAllowed(state, 1)
  const basis = await currentBasis(state)
  const { sink, adds, rejected, starts } = fileSink(state.store)
  const result = await readRows(state, upload, basis, sink)
  const { idempotencyKey, repeats } = identity
  const id = repeats === undefined ? receiptId(identity.body) : nextReceiptId(repeats)
  const first = repeats === undefined ? {} : { first: firstReceiptId(repeats) }
  const receivedAt = state.now()
  const stored: StoredReceipt = {
    receipt: {
      receipt_id: id,
      status: 'committed',
      dataset: state.name,
      received_at: receivedAt.toISOString(),
      ...outcomeFields(state, result),
      ...first,
    },
    shape: result.shape,
    starts,
    catalogue: catalogueHash,
  }
  const packed = await packReceipt(stored, listedDuplicates(state, result.classified))
  const receipt: ReceiptRef = {
    ...(await putFile(state.store, 'receipts', PACKED_RECEIPT, packed)),
    receipt_id: id,
    ...(idempotencyKey && { idempotency: idempotencyKey }),
    kept_aside: rejected,
    ...(await putDuplicates(state, result.classified)),
    rows: result.classified.counts.rows,
    day: shanghaiDay(receivedAt),
    ...first,
  }
  return { draft: uploadDraft(state, basis.keyId, receipt, adds), identities: result.classified.identities, basis }
}

/**
 * Whether a prepared upload can still be committed as it is: since it was read, no commit accepted one of its identities, changed the
 * key or erased a person. Throws QuotaReached where other uploads used up what was left for today.
 */
export async function isStillValid(state: DatasetState, { draft, identities, basis }: PreparedUpload): Promise<boolean> {
  assertRowsAllowed(state, draft.receipts[0]!.rows!)
  const known = await state.identities.upToDate()
  return basis.keyId === state.currentKeyId() && known === basis.known && !known.intersects(identities)
}

const NO_FILES: ChunkSink = { accepted: () => Promise.resolve(), rejected: () => Promise.resolve() }

/** The receipt that an upload would get; nothing is written. Throws UnreadableBody. */
export async function dryRunUpload(state: DatasetState, upload: Upload): Promise<DryRunReceipt> {
  const result = await readRows(state, upload, await currentBasis(state), NO_FILES)
  return { status: 'dry_run', dataset: state.name, received_at: state.now().toISOString(), ...outcomeFields(state, result) }
}

/**
 * Whether an upload that has a receipt has rows that were refused and would be taken now: those of a day that was in the future then, or of a code
 * that the catalogue got since. Only another day or catalogue can change that, so the body is not read again otherwise.
 */
export async function wouldAcceptMore(state: DatasetState, upload: Upload, id: string): Promise<boolean> {
  const { receipt, catalogue } = (await state.receipts.stored(id))!
  const day: Day = shanghaiDay(new Date(receipt.received_at))
  if (receipt.rejected === 0 || (catalogue === catalogueHash && day === shanghaiDay(state.now()))) return false
  const { classified } = await readRows(state, upload, await currentBasis(state), NO_FILES)
  return classified.counts.accepted > 0
}
