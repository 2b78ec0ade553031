import { encodeEvents } from '../lake/event-files.ts'
import { type FileRef, fromJson, getFile, putFile } from '../lake/files.ts'
import { type Identities, openIdentities } from '../lake/identities.ts'
import { type CommitDraft, CommitOvertaken, type EventFile, type Log, type LogEntry, type ReceiptRef, openLog } from '../lake/log.ts'
import type { Store } from '../lake/store.ts'
import { catalogueHash } from './catalogue-hash.ts'
import type { KeptRow } from './kept-aside.ts'
import type { PseudonymKey } from './keys.ts'
import { readBody } from './read-body.ts'
import type { Rows } from './row.ts'
import { type CheckedRow, type ReceiptError, type TakenIn, checkRows, sortRows } from './take-in.ts'

/** The answer to an upload, the same for ever. */
export interface Receipt {
  receipt_id: string
  status: 'committed'
  dataset: string
  received_at: string
  commit: number
  rows: number
  accepted: number
  duplicates: number
  conflicts: number
  rejected: number
  errors: ReceiptError[]
}

/** The receipt that an upload would get. */
export type Rehearsal = Omit<Receipt, 'receipt_id' | 'status' | 'commit'> & { status: 'dry_run' }

/** The rows kept aside by an upload, in the shape they came in. */
export interface KeptAside {
  format: string
  header?: string[]
  rows: KeptRow[]
}

/** An Idempotency-Key that came before with another body. */
export class KeyReused extends Error {
  override name = 'KeyReused'
}

export interface Upload {
  body: Uint8Array
  contentType?: string | undefined
  idempotencyKey?: string | undefined
}

/** A dataset open for intake: one writer's view of its log. */
export interface Dataset {
  name: string
  log: Log
  /** What `receive` would answer, with nothing written: for a first look at a file. */
  rehearse(upload: Upload): Promise<Rehearsal>
  /** Takes in an upload (raw bytes are never stored): files first, then the commit, then the answer. */
  receive(upload: Upload): Promise<Receipt>
  receipt(id: string): Promise<Receipt | undefined>
  keptAside(receiptId: string): Promise<KeptAside | undefined>
}

interface StoredReceipt {
  receipt: Omit<Receipt, 'commit'>
  kept_aside?: FileRef
}

const NOW = () => new Date()

/** Opens a dataset in its own part of the store. Throws where its people were made pseudonyms with another key. */
export async function openDataset(name: string, store: Store, key: PseudonymKey, now: () => Date = NOW): Promise<Dataset> {
  const log = await openLog(store)
  const receipts = new Map<string, { ref: ReceiptRef; seq: number }>()
  const idempotency = new Map<string, string>()
  let identities: Identities | undefined
  let seen = 0
  let queue: Promise<unknown> = Promise.resolve()

  function noteReceipts(entries: readonly LogEntry[]): void {
    for (const { commit } of entries) {
      if (commit.key_id !== key.id) {
        throw new Error(`dataset ${name}: commit ${commit.seq} was made with pseudonym key ${commit.key_id}, this process holds ${key.id}`)
      }
      for (const ref of commit.receipts) {
        if (!receipts.has(ref.receipt_id)) receipts.set(ref.receipt_id, { ref, seq: commit.seq })
        if (ref.idempotency) idempotency.set(ref.idempotency, ref.receipt_id)
      }
    }
  }
  noteReceipts(log.entries)

  async function catchUp(): Promise<Identities> {
    await log.refresh()
    const news = log.entries.slice(seen)
    noteReceipts(news)
    identities ??= openIdentities(store)
    await identities.admit(news)
    // Not the log's length: somebody who looks for a receipt may have read on meanwhile.
    seen += news.length
    return identities
  }

  async function storedReceipt(id: string): Promise<(StoredReceipt & { seq: number }) | undefined> {
    const found = receipts.get(id)
    if (!found) return undefined
    const stored = fromJson<StoredReceipt>(await getFile(store, found.ref))
    return { ...stored, seq: found.seq }
  }

  async function receipt(id: string): Promise<Receipt | undefined> {
    if (!receipts.has(id)) noteReceipts(await log.refresh())
    const stored = await storedReceipt(id)
    return stored && { ...stored.receipt, commit: stored.seq }
  }

  function emptyCommit(): CommitDraft {
    return {
      committed_at: now().toISOString(),
      catalogue: catalogueHash,
      key_id: key.id,
      adds: [],
      removes: [],
      receipts: [],
      kept_aside: [],
    }
  }

  async function writeFiles(receiptId: string, keyHash: string | undefined, rowsFormat: KeptAside, taken: TakenIn): Promise<CommitDraft> {
    const received_at = now().toISOString()
    const adds: EventFile[] = []
    if (taken.accepted.length > 0) {
      const file = await putFile(store, 'files', '.parquet', encodeEvents(taken.accepted))
      adds.push({ ...file, rows: taken.accepted.length })
    }
    const kept =
      taken.kept.length > 0
        ? await putFile(store, 'kept', '.json', Buffer.from(JSON.stringify({ ...rowsFormat, rows: taken.kept })))
        : undefined
    const body: StoredReceipt = {
      receipt: { receipt_id: receiptId, status: 'committed', dataset: name, received_at, ...taken.counts, errors: taken.errors },
      ...(kept && { kept_aside: kept }),
    }
    const ref = await putFile(store, 'receipts', '.json', Buffer.from(JSON.stringify(body)))
    return {
      ...emptyCommit(),
      adds,
      receipts: [{ ...ref, receipt_id: receiptId, ...(keyHash && { idempotency: keyHash }) }],
      kept_aside: kept ? [kept] : [],
    }
  }

  /** Reads and checks a body: what does not depend on the log, and so is done once an upload. */
  async function readAndCheck(body: Uint8Array, contentType: string | undefined): Promise<{ rows: Rows; checked: CheckedRow[] }> {
    const rows = await readBody(body, contentType)
    return { rows, checked: checkRows(rows, key, now()) }
  }

  /** One upload after the other, whatever becomes of each. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = queue.then(work)
    queue = turn.catch(() => undefined)
    return turn
  }

  async function receiveAlone({ body, contentType, idempotencyKey }: Upload): Promise<Receipt> {
    const receiptId = `r${key.digest('upload', body)}`
    const keyHash = idempotencyKey === undefined ? undefined : key.digest('idempotency', idempotencyKey)
    let read: { rows: Rows; checked: CheckedRow[] } | undefined
    for (;;) {
      const known = await catchUp()
      const base = seen
      const sentBefore = keyHash && idempotency.get(keyHash)
      if (sentBefore && sentBefore !== receiptId) throw new KeyReused('the Idempotency-Key came before with another body')
      const standing = receipts.get(receiptId)
      if (standing && (sentBefore || !keyHash)) return (await receipt(receiptId))!
      let accepted: TakenIn['accepted'] = []
      let draft: CommitDraft
      if (standing) draft = { ...emptyCommit(), receipts: [{ ...standing.ref, idempotency: keyHash! }] }
      else {
        read ??= await readAndCheck(body, contentType)
        const { rows, checked } = read
        const taken = sortRows(rows, checked, known)
        accepted = taken.accepted
        const shape: KeptAside = { format: rows.format, ...(rows.header && { header: rows.header }), rows: [] }
        draft = await writeFiles(receiptId, keyHash, shape, taken)
      }
      try {
        const entry = await log.append(draft, base)
        for (const { event, fingerprint } of accepted) known.add(event.source, event.id, event.revision, fingerprint)
        seen = base + 1
        noteReceipts([entry])
        return (await receipt(receiptId))!
      } catch (error) {
        if (!(error instanceof CommitOvertaken)) throw error
      }
    }
  }

  return {
    name,
    log,
    async rehearse({ body, contentType }) {
      const { counts, errors } = await inTurn(async () => {
        const { rows, checked } = await readAndCheck(body, contentType)
        return sortRows(rows, checked, await catchUp())
      })
      return { status: 'dry_run', dataset: name, received_at: now().toISOString(), ...counts, errors }
    },
    receive: (upload) => inTurn(() => receiveAlone(upload)),
    receipt,
    async keptAside(id) {
      if (!(await receipt(id))) return undefined
      const stored = await storedReceipt(id)
      if (!stored?.kept_aside) return { format: 'none', rows: [] }
      return fromJson<KeptAside>(await getFile(store, stored.kept_aside))
    },
  }
}
