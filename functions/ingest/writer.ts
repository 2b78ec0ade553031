import { CommitOvertaken } from '../event-log/commit.ts'
import type { DatasetState } from './dataset-state.ts'
import { type Mutex, createMutex } from './mutex.ts'
import { type PreparedUpload, type Upload, isStillValid, prepareUpload, uploadDraft, wouldAcceptMore } from './read-upload.ts'
import type { Receipt, UploadHashes } from './receipts.ts'

/**
 * The commit loop (steps C2 to C4 of functions/event-log/PROTOCOL.md). Each round tries to commit:
 *
 * 1. The log is refreshed. If the upload already has a receipt, that receipt is the answer.
 * 2. If the upload is prepared (its rows are classified and its files are stored) against the present state of the dataset, its commit
 *    is appended, and its receipt is the answer.
 * 3. If it is not prepared, or what it was prepared against has changed, it is read (again), and the next round tries to commit it.
 * 4. If another writer took the number of the commit, the next round begins with what that writer committed.
 *
 * An upload that has a receipt, and rows in it that were refused for a reason that has gone since, is read again as if it had none: the new receipt
 * names the first.
 *
 * A new upload therefore takes two rounds: the first finds no receipt and has it read, the second commits it. Only the commits of one
 * process wait for each other; reading does not hold the commit mutex.
 */
export interface Writer {
  ingest(upload: Upload & { idempotencyKey?: string | undefined }): Promise<Receipt>
  /** Large uploads and dry runs are read one at a time. */
  readMutex: Mutex
}

/** How one round of the commit loop ended. */
type Round = { outcome: 'committed' | 'exists'; receiptId: string } | { outcome: 'must_read' } | { outcome: 'overtaken' }

/** Uploads above this size, in bytes, are read one at a time, so that memory stays bounded however many arrive together. */
const READ_ALONE = 1024 * 1024

/** What is to be committed: what was prepared, and the receipt that is not the answer, since its refused rows are looked at again. */
interface Attempt {
  prepared: PreparedUpload | undefined
  repeats: string | undefined
}

/** Steps 1 and 2 of the commit loop: find the receipt, or commit what is prepared. */
async function tryToCommit(state: DatasetState, hashes: UploadHashes, { prepared, repeats }: Attempt): Promise<Round> {
  const { log, receipts, identities } = state
  await state.refresh()
  const { receipt, mustRecordKey } = receipts.findExisting(hashes)
  const after = log.head().seq
  if (receipt && receipt.receipt_id !== repeats) {
    if (mustRecordKey) {
      const idempotency = hashes.idempotencyKey!.at(-1)!
      await log.append(uploadDraft(state, state.currentKeyId(), { ...receipt, idempotency }, []), after)
    }
    return { outcome: 'exists', receiptId: receipt.receipt_id }
  }
  if (!prepared || !(await isStillValid(state, prepared))) return { outcome: 'must_read' }
  await log.append(prepared.draft, after)
  identities.addCommitted(prepared.identities, prepared.draft.adds)
  return { outcome: 'committed', receiptId: prepared.draft.receipts[0]!.receipt_id }
}

/** As `tryToCommit`, with a commit that another writer overtook as an outcome. */
async function commitRound(state: DatasetState, hashes: UploadHashes, attempt: Attempt): Promise<Round> {
  try {
    return await tryToCommit(state, hashes, attempt)
  } catch (error) {
    if (error instanceof CommitOvertaken) return { outcome: 'overtaken' }
    throw error
  }
}

/** Creates the one writer that this process has for a dataset. */
export function createWriter(state: DatasetState): Writer {
  const { keys, receipts } = state
  const commitMutex = createMutex()
  const readMutex = createMutex()

  /** Reads an upload, a large one alone. */
  const reading = <T>({ body }: Upload, read: () => Promise<T>): Promise<T> => (body.size > READ_ALONE ? readMutex(read) : read())

  /** Reads the upload and writes its files (step 3 of the loop). */
  function prepare(upload: Upload, hashes: UploadHashes, repeats: string | undefined): Promise<PreparedUpload> {
    const identity = { body: hashes.body.at(-1)!, idempotencyKey: hashes.idempotencyKey?.at(-1), repeats }
    return reading(upload, () => prepareUpload(state, upload, identity))
  }

  return {
    readMutex,
    async ingest({ idempotencyKey, ...upload }) {
      const hashes: UploadHashes = {
        body: await keys.uploadNames(upload.body.chunks()),
        idempotencyKey: idempotencyKey === undefined ? undefined : keys.idempotencyNames(idempotencyKey),
      }
      const attempt: Attempt = { prepared: undefined, repeats: undefined }
      for (;;) {
        const round = await commitMutex(() => commitRound(state, hashes, attempt))
        if (round.outcome === 'must_read') attempt.prepared = await prepare(upload, hashes, attempt.repeats)
        if (round.outcome === 'must_read' || round.outcome === 'overtaken') continue
        state.applyNewCommits()
        const { outcome, receiptId } = round
        if (outcome === 'committed' || !(await reading(upload, () => wouldAcceptMore(state, upload, receiptId))))
          return (await receipts.receipt(receiptId))!
        attempt.repeats = receiptId
        attempt.prepared = undefined
      }
    },
  }
}
