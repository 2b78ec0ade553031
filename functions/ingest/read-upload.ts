import { catalogueHash } from '../catalogue/hash.ts'
import type { CommitDraft, EventFile, ReceiptRef } from '../event-log/commit.ts'
import { putEventFile } from '../event-log/file-scans.ts'
import type { Identities } from '../event-log/identity-index.ts'
import { type FileRef, putFile } from '../storage/blobs.ts'
import type { Store } from '../storage/store.ts'
import { type ChunkSink, type Classified, checkInThisThread, classifyRows, readingRules } from './check/classify-rows.ts'
import { MIN_BYTES_FOR_THREADS } from './check/thread-pool.ts'
import { uploadNotes } from './check/upload-notes.ts'
import type { DatasetState } from './dataset-state.ts'
import type { Body } from './parsers/body.ts'
import { readBody } from './parsers/read-body.ts'
import type { Note } from './parsers/row.ts'
import { type DryRunReceipt, type Receipt, type StoredReceipt, type UploadShape, receiptId } from './receipts.ts'

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
  const classified = await classifyRows(checked, basis.known, sink, state.ownsEverything)
  return {
    shape: { format, ...(header && { header }), ...(names && { names }) },
    classified,
    notes: [...(rows.notes?.() ?? []), ...uploadNotes(classified.observations)],
  }
}

/** The fields that a receipt and a dry run share, in their stored order. */
function outcomeFields({ classified, notes }: ReadResult): Pick<Receipt, 'errors' | 'errors_omitted' | 'notes'> & Classified['counts'] {
  const { counts, errors, errorsOmitted } = classified
  return {
    ...counts,
    errors,
    ...(errorsOmitted > 0 && { errors_omitted: errorsOmitted }),
    ...(notes.length > 0 && { notes }),
  }
}

const currentBasis = async (state: DatasetState): Promise<Basis> => ({
  keyId: state.currentKeyId(),
  known: await state.identities.upToDate(),
})

/** Writes accepted events to `files/` and rejected rows to `kept/`, and collects the references. */
function fileSink(store: Store): { sink: ChunkSink; adds: EventFile[]; rejected: FileRef[] } {
  const adds: EventFile[] = []
  const rejected: FileRef[] = []
  return {
    adds,
    rejected,
    sink: {
      async accepted(file, rows, findings) {
        adds.push(await putEventFile(store, file, rows, findings))
      },
      async rejected(rows) {
        const lines = rows.map((row) => JSON.stringify(row)).join('\n')
        rejected.push(await putFile(store, 'kept', '.ndjson', Buffer.from(lines)))
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

/** Reads an upload, writes its files and its receipt, and drafts its commit. Throws UnreadableBody. */
export async function prepareUpload(
  state: DatasetState,
  upload: Upload,
  hashes: { body: string; idempotencyKey: string | undefined },
): Promise<PreparedUpload> {
  const basis = await currentBasis(state)
  const { sink, adds, rejected } = fileSink(state.store)
  const result = await readRows(state, upload, basis, sink)
  const id = receiptId(hashes.body)
  const stored: StoredReceipt = {
    receipt: {
      receipt_id: id,
      status: 'committed',
      dataset: state.name,
      received_at: state.now().toISOString(),
      ...outcomeFields(result),
    },
    shape: result.shape,
  }
  const file = await putFile(state.store, 'receipts', '.json', Buffer.from(JSON.stringify(stored)))
  const receipt: ReceiptRef = {
    ...file,
    receipt_id: id,
    ...(hashes.idempotencyKey && { idempotency: hashes.idempotencyKey }),
    kept_aside: rejected,
  }
  return { draft: uploadDraft(state, basis.keyId, receipt, adds), identities: result.classified.identities, basis }
}

/**
 * Whether a prepared upload can still be committed as it is: since it was read, no commit accepted one of its identities, changed the
 * key or erased a person.
 */
export async function isStillValid(state: DatasetState, { identities, basis }: PreparedUpload): Promise<boolean> {
  const known = await state.identities.upToDate()
  return basis.keyId === state.currentKeyId() && known === basis.known && !known.intersects(identities)
}

const NO_FILES: ChunkSink = { accepted: () => Promise.resolve(), rejected: () => Promise.resolve() }

/** The receipt that an upload would get; nothing is written. Throws UnreadableBody. */
export async function dryRunUpload(state: DatasetState, upload: Upload): Promise<DryRunReceipt> {
  const result = await readRows(state, upload, await currentBasis(state), NO_FILES)
  return { status: 'dry_run', dataset: state.name, received_at: state.now().toISOString(), ...outcomeFields(result) }
}
