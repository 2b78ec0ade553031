import { checkpointReceipts } from '../event-log/checkpoint.ts'
import { type FileRef, getFile, putFile } from '../storage/blobs.ts'
import { type Identities, admitFile, admitPieces, noIdentities } from '../event-log/identity-index.ts'
import { fromJson } from '../storage/json.ts'
import { type CommitDraft, CommitOvertaken, type EventFile, type Log, type LogEntry, type ReceiptRef, openLog } from '../event-log/log.ts'
import type { Store } from '../storage/store.ts'
import { type Body, bodyOf } from './parsers/body.ts'
import { catalogueHash } from '../catalogue/hash.ts'
import type { RejectedRow } from './rejected-rows.ts'
import type { KeyRing } from './pseudonyms.ts'
import { readBody } from './parsers/read-body.ts'
import { type CheckThreadPool, WORTH_THREADS } from './check/thread-pool.ts'
import type { Note } from './parsers/row.ts'
import { type Counts, type ChunkSink, type ReceiptError, type TakenIn, checkedHere, notesOf, rulesOf, takeIn } from './check/classify.ts'

/** The answer to an upload, the same for ever. */
export interface Receipt extends Counts {
  receipt_id: string
  status: 'committed'
  dataset: string
  received_at: string
  commit: number
  errors: ReceiptError[]
  /** How many errors there are beyond those listed; they all stand beside the rejected rows. */
  errors_omitted?: number
  /** What was noticed about the upload as a whole. */
  notes?: Note[]
}

/** The receipt that an upload would get. */
export type DryRunReceipt = Omit<Receipt, 'receipt_id' | 'status' | 'commit'> & { status: 'dry_run' }

/** The rows kept aside by an upload, in the shape they came in. */
export interface RejectedRows {
  format: string
  header?: string[]
  /** The fields that the headings stand for. */
  names?: string[]
  rows: AsyncIterable<RejectedRow>
}

/** An Idempotency-Key that came before with another body. */
export class KeyReused extends Error {
  override name = 'KeyReused'
}

export interface Upload {
  body: Body | Uint8Array
  contentType?: string | undefined
  idempotencyKey?: string | undefined
}

/** A receipt as the list of receipts shows it. */
export interface ReceiptEntry {
  receipt_id: string
  commit: number
}

/** A dataset open for intake: one writer's view of its log. */
export interface Dataset {
  name: string
  log: Log
  keys: KeyRing
  /** What `ingest` would answer, with nothing written: for a first look at a file. */
  dryRun(upload: Upload): Promise<DryRunReceipt>
  /** Takes in an upload (raw bytes are never stored): files first, then the commit, then the answer. */
  ingest(upload: Upload): Promise<Receipt>
  receipt(id: string): Promise<Receipt | undefined>
  /** The latest receipts, newest first. */
  receipts(most: number): Promise<Receipt[]>
  rejectedRows(receiptId: string): Promise<RejectedRows | undefined>
  /** The accepted identities up to the head of the log. */
  identities(): Promise<Identities>
}

interface KeptShape {
  format: string
  header?: string[]
  names?: string[]
}

interface StoredReceipt {
  receipt: Omit<Receipt, 'commit'>
  shape: KeptShape
}

/** Uploads above this size are read one after the other, so that memory stays bounded whatever comes at once. */
const READ_ALONE = 1024 * 1024

const NOW = () => new Date()

const isBody = (body: Body | Uint8Array): body is Body => !(body instanceof Uint8Array)

/** What an upload would commit: its draft, what it would add, and what it was read under. */
interface Read {
  taken: TakenIn
  draft: CommitDraft
  keyId: string
  against: Identities
}

/**
 * Opens a dataset in its own part of the store; large NDJSON is checked by `readers` where there are any. Throws where its people were
 * made pseudonyms with a key that is not given.
 */
export async function openDataset(
  name: string,
  store: Store,
  keys: KeyRing,
  now: () => Date = NOW,
  readers?: CheckThreadPool,
): Promise<Dataset> {
  const log = await openLog(store)
  const receipts = new Map<string, { ref: ReceiptRef; seq: number }>()
  const idempotency = new Map<string, string>()
  const known = knownIdentities(store, log)
  let noted = log.base.seq
  const turns = { read: createMutex(), commit: createMutex() }

  function noteReceipt(seq: number, ref: ReceiptRef): void {
    if (!receipts.has(ref.receipt_id)) receipts.set(ref.receipt_id, { ref, seq })
    if (ref.idempotency) idempotency.set(ref.idempotency, ref.receipt_id)
  }

  /** Takes notice of what the log says beyond what was noted before. */
  function note(): void {
    for (const { commit } of log.entries.slice(noted - log.base.seq)) {
      if (!keys.ids.includes(commit.key_id)) {
        throw new Error(
          `dataset ${name}: commit ${commit.seq} was made with pseudonym key ${commit.key_id}, this process holds ${keys.ids.join(', ')}`,
        )
      }
      for (const ref of commit.receipts) noteReceipt(commit.seq, ref)
      noted = commit.seq
    }
  }
  for (const [seq, ref] of await checkpointReceipts(store, log.base)) noteReceipt(seq, ref)
  note()

  /** The key of the next commit: that of the last one, or the newest where there is none yet. */
  const keyInForce = () => log.keyId() || keys.ids.at(-1)!

  async function storedReceipt(id: string): Promise<(StoredReceipt & { seq: number; ref: ReceiptRef }) | undefined> {
    const found = receipts.get(id)
    if (!found) return undefined
    return { ...fromJson<StoredReceipt>(await getFile(store, found.ref)), ...found }
  }

  async function receipt(id: string): Promise<Receipt | undefined> {
    if (!receipts.has(id)) {
      await log.refresh()
      note()
    }
    const stored = await storedReceipt(id)
    return stored && { ...stored.receipt, commit: stored.seq }
  }

  function draftOf(receipt: ReceiptRef, adds: EventFile[], keyId: string): CommitDraft {
    return {
      kind: 'upload',
      committed_at: now().toISOString(),
      catalogue: catalogueHash,
      key_id: keyId,
      adds,
      removes: [],
      receipts: [receipt],
    }
  }

  /** Opens an upload for reading: its shape, and what takes its rows in against what was accepted before. */
  async function open(body: Body, contentType: string | undefined, keyId: string, against: Identities) {
    const rows = await readBody(body, contentType)
    const { format, header, names } = rows
    const shape: KeptShape = { format, ...(header && { header }), ...(names && { names }) }
    const check = async (pieces: ChunkSink): Promise<TakenIn> => {
      const rules = rulesOf(keys, keyId, now())
      const looksForErased = against.hasErased()
      const { today, lastDay } = rules
      const checked =
        readers && rows.isDivisible && body.size > WORTH_THREADS
          ? readers.check(body, { keyId, today, lastDay, looksForErased })
          : checkedHere(rows, rules, looksForErased)
      const { noticed, ...taken } = await takeIn(checked, against, pieces)
      return { ...taken, notes: [...(rows.notes ?? []), ...notesOf(noticed)] }
    }
    return { shape, check }
  }

  /** Reads an upload, writing its pieces, and drafts the commit that would make them count. */
  async function read(receiptId: string, keyHash: string | undefined, body: Body, contentType: string | undefined): Promise<Read> {
    const keyId = keyInForce()
    const against = await known.upToDate()
    const { shape, check } = await open(body, contentType, keyId, against)
    const adds: EventFile[] = []
    const kept: FileRef[] = []
    const pieces: ChunkSink = {
      async accepted(file, count) {
        adds.push({ ...(await putFile(store, 'files', '.parquet', file)), rows: count })
      },
      async kept(some) {
        kept.push(await putFile(store, 'kept', '.ndjson', Buffer.from(some.map((one) => JSON.stringify(one)).join('\n'))))
      },
    }
    const taken = await check(pieces)
    const { counts, errors, errors_omitted, notes } = taken
    const stored: StoredReceipt = {
      receipt: {
        receipt_id: receiptId,
        status: 'committed',
        dataset: name,
        received_at: now().toISOString(),
        ...counts,
        errors,
        ...(errors_omitted > 0 && { errors_omitted }),
        ...(notes.length > 0 && { notes }),
      },
      shape,
    }
    const ref = await putFile(store, 'receipts', '.json', Buffer.from(JSON.stringify(stored)))
    const named = { ...ref, receipt_id: receiptId, ...(keyHash && { idempotency: keyHash }), kept_aside: kept }
    return { taken, draft: draftOf(named, adds, keyId), keyId, against }
  }

  /** Whether what was read still holds: no commit since then took in one of its identities, changed the key or erased a person. */
  async function stillHolds({ taken, keyId, against }: Read): Promise<boolean> {
    const table = await known.upToDate()
    return keyId === keyInForce() && table === against && !table.meets(taken.identities)
  }

  /** The receipt that stands for these bytes, under whichever key they came; throws where the Idempotency-Key came with others. */
  function standing(names: readonly string[], keyHashes: readonly string[] | undefined): { receiptId?: string; isKeyed: boolean } {
    const sentBefore = keyHashes?.map((one) => idempotency.get(one)).find((one) => one !== undefined)
    const receiptId = names.map((one) => `r${one}`).find((one) => receipts.has(one))
    if (sentBefore && sentBefore !== receiptId) throw new KeyReused('the Idempotency-Key came before with another body')
    return { ...(receiptId && { receiptId }), isKeyed: sentBefore !== undefined || keyHashes === undefined }
  }

  async function ingest({ body: given, contentType, idempotencyKey }: Upload): Promise<Receipt> {
    const body = isBody(given) ? given : bodyOf(given)
    const names = await keys.uploadNames(body.chunks())
    const keyHashes = idempotencyKey === undefined ? undefined : keys.idempotencyNames(idempotencyKey)
    const newKeyHash = keyHashes?.at(-1)
    let ready: Read | undefined

    /** One try to commit; undefined where the upload must be read (again) first. */
    async function attempt(): Promise<string | undefined> {
      await log.refresh()
      note()
      const { receiptId, isKeyed } = standing(names, keyHashes)
      if (receiptId && isKeyed) return receiptId
      const after = log.head().seq
      if (receiptId) {
        const { ref } = receipts.get(receiptId)!
        await log.append(draftOf({ ...ref, idempotency: newKeyHash! }, [], keyInForce()), after)
        return receiptId
      }
      if (!ready || !(await stillHolds(ready))) {
        ready = undefined
        return undefined
      }
      await log.append(ready.draft, after)
      known.committed(ready.taken.identities, ready.draft.adds)
      return ready.draft.receipts[0]!.receipt_id
    }

    for (;;) {
      try {
        const committed = await turns.commit(attempt)
        if (committed) {
          note()
          return (await receipt(committed))!
        }
      } catch (error) {
        if (!(error instanceof CommitOvertaken)) throw error
        continue
      }
      const reading = () => read(`r${names.at(-1)!}`, newKeyHash, body, contentType)
      ready = await (body.size > READ_ALONE ? turns.read(reading) : reading())
    }
  }

  async function* keptRows(files: readonly FileRef[]): AsyncGenerator<RejectedRow> {
    for (const file of files) {
      const lines = Buffer.from(await getFile(store, file)).toString('utf8')
      for (const line of lines.split('\n')) yield JSON.parse(line) as RejectedRow
    }
  }

  return {
    name,
    log,
    keys,
    ingest,
    receipt,
    identities: () => known.upToDate(),
    async dryRun({ body, contentType }) {
      const nowhere: ChunkSink = { accepted: () => Promise.resolve(), kept: () => Promise.resolve() }
      const { counts, errors, errors_omitted, notes } = await turns.read(async () => {
        await log.refresh()
        note()
        const { check } = await open(isBody(body) ? body : bodyOf(body), contentType, keyInForce(), await known.upToDate())
        return check(nowhere)
      })
      return {
        status: 'dry_run',
        dataset: name,
        received_at: now().toISOString(),
        ...counts,
        errors,
        ...(errors_omitted > 0 && { errors_omitted }),
        ...(notes.length > 0 && { notes }),
      }
    },
    async receipts(most) {
      await log.refresh()
      note()
      const ids = [...receipts].sort(([, a], [, b]) => b.seq - a.seq).slice(0, most)
      return Promise.all(ids.map(async ([id]) => (await receipt(id))!))
    },
    async rejectedRows(id) {
      if (!(await receipt(id))) return undefined
      const { shape, ref } = (await storedReceipt(id))!
      return { ...shape, rows: keptRows(ref.kept_aside) }
    },
  }
}

/** Work that is done one piece after the other, whatever becomes of each. */
function createMutex(): <T>(work: () => Promise<T>) => Promise<T> {
  let queue: Promise<unknown> = Promise.resolve()
  return (work) => {
    const turn = queue.then(work)
    queue = turn.catch(() => undefined)
    return turn
  }
}

/** The accepted identities of a dataset, kept up to date with its log. */
function knownIdentities(store: Store, log: Log) {
  let table: Identities | undefined
  let read = new Set<string>()
  let seen = log.base.seq
  const turn = createMutex()

  async function begin(): Promise<Identities> {
    const fresh = noIdentities()
    await admitPieces(fresh, store, log.base.identities)
    read = new Set(log.base.identities.length > 0 ? log.base.live.map((file) => file.key) : [])
    return fresh
  }

  /** What a commit means for the table: files that hold only what is known need not be read, those of other content all must. */
  function notice({ commit }: LogEntry): void {
    if (commit.kind === 'compaction' && commit.removes.every((key) => read.has(key))) for (const file of commit.adds) read.add(file.key)
    if (commit.kind === 'erasure' || commit.kind === 'key_rotation') {
      table = noIdentities()
      read = new Set()
    }
  }

  return {
    upToDate: () =>
      turn(async () => {
        table ??= await begin()
        for (const entry of log.entries.slice(seen - log.base.seq)) {
          notice(entry)
          seen = entry.commit.seq
        }
        for (const file of log.live()) {
          if (read.has(file.key)) continue
          await admitFile(table, store, file)
          read.add(file.key)
        }
        return table
      }),
    /** What this process committed itself need not be read again. */
    committed(identities: Identities, files: readonly EventFile[]): void {
      table?.absorb(identities)
      for (const file of files) read.add(file.key)
    },
  }
}
