import { randomUUID } from 'node:crypto'
import { fromJson } from '../storage/json.ts'
import type { Store } from '../storage/store.ts'
import { type Body, LARGEST_BODY } from '../ingest/parsers/body.ts'
import type { Dataset } from '../ingest/dataset.ts'
import { type DryRunReceipt, KeyReused, type Receipt } from '../ingest/receipts.ts'
import { QuotaReached } from '../ingest/read-upload.ts'
import { UnreadableBody } from '../ingest/parsers/row.ts'

/** How and until when the bytes of an upload may be sent. */
export interface UploadAddress {
  method: 'PUT'
  url: string
  headers: Record<string, string>
  expires_at: string
}

/**
 * A temporary store for the raw bytes of large uploads (step C1 of functions/event-log/PROTOCOL.md). It is separate from the store, since
 * raw uploads name people: an upload is removed as soon as it was ingested, and after a day in any case.
 */
export interface Landing {
  /** An address that accepts exactly this many bytes for exactly this name, once. */
  address(name: string, bytes: number): Promise<UploadAddress>
  /** The bytes that were sent for a name; undefined if none have arrived yet. */
  body(name: string): Promise<Body | undefined>
  /** The names with the time of their arrival, in milliseconds since 1970. */
  list(): AsyncIterable<{ name: string; landedAt: number }>
  remove(name: string): Promise<void>
}

/** An upload as its sender announced it. */
interface Announcement {
  bytes: number
  content_type?: string
  dry_run: boolean
  idempotency_key?: string
}

/** The state of an announced upload. */
export type UploadState =
  | { status: 'waiting' }
  | { status: 'landed' }
  | { status: 'committed'; receipt: Receipt }
  | { status: 'dry_run'; receipt: DryRunReceipt }
  | { status: 'refused'; problem: { status: number; detail: string; detail_en: string } }

/** The stored result of an upload. The receipt itself is in the log. */
type UploadResult = { status: 'committed'; receipt_id: string } | Extract<UploadState, { status: 'dry_run' | 'refused' }>

const announcedKey = (id: string) => `uploads/${id}.json`
const resultKey = (id: string) => `uploads/${id}.ended.json`
const landingName = (dataset: string, id: string) => `${dataset}/${id}`

function tooLarge(bytes: number): UnreadableBody {
  return new UnreadableBody(
    413,
    `一次最多 ${LARGEST_BODY / 1024 ** 3} GiB，申报 ${bytes} 字节；请分批上传`,
    `expected at most ${LARGEST_BODY / 1024 ** 3} GiB at a time, got an announcement of ${bytes} bytes`,
  )
}

/** Stores the announcement of an upload and returns its address. Throws UnreadableBody if it is too large. */
export async function announceUpload(
  dataset: string,
  store: Store,
  landing: Landing,
  announced: Announcement,
): Promise<{ upload_id: string } & UploadAddress> {
  if (announced.bytes > LARGEST_BODY) throw tooLarge(announced.bytes)
  const id = randomUUID()
  await store.putIfAbsent(announcedKey(id), Buffer.from(JSON.stringify(announced)))
  return { upload_id: id, ...(await landing.address(landingName(dataset, id), announced.bytes)) }
}

async function readResult(store: Store, id: string): Promise<UploadResult | undefined> {
  const body = await store.get(resultKey(id))
  return body && fromJson<UploadResult>(body)
}

/** The state of an upload; undefined if none was announced under this id. */
export async function uploadState(dataset: Dataset, store: Store, landing: Landing, id: string): Promise<UploadState | undefined> {
  if (!/^[0-9a-f-]{36}$/.test(id) || !(await store.get(announcedKey(id)))) return undefined
  const result = await readResult(store, id)
  if (result) return result.status === 'committed' ? { status: 'committed', receipt: (await dataset.receipt(result.receipt_id))! } : result
  return { status: (await landing.body(landingName(dataset.name, id))) ? 'landed' : 'waiting' }
}

async function ingestBody(dataset: Dataset, announced: Announcement, body: Body): Promise<UploadResult> {
  try {
    if (body.size !== announced.bytes) {
      throw new UnreadableBody(
        400,
        `申报 ${announced.bytes} 字节，收到 ${body.size} 字节`,
        `expected ${announced.bytes} bytes as announced, got ${body.size}`,
      )
    }
    const upload = { body, contentType: announced.content_type, idempotencyKey: announced.idempotency_key }
    if (announced.dry_run) return { status: 'dry_run', receipt: await dataset.dryRun(upload) }
    return { status: 'committed', receipt_id: (await dataset.ingest(upload)).receipt_id }
  } catch (error) {
    if (error instanceof UnreadableBody)
      return { status: 'refused', problem: { status: error.status, detail: error.zh, detail_en: error.message } }
    if (error instanceof QuotaReached) return { status: 'refused', problem: { status: 429, detail: error.zh, detail_en: error.message } }
    if (error instanceof KeyReused)
      return { status: 'refused', problem: { status: 422, detail: '这个 Idempotency-Key 已用于另一份内容', detail_en: error.message } }
    throw error
  }
}

/**
 * Ingests the bytes that landed for an upload, stores the result, and removes the bytes. It may be called again at any time, also after
 * it was interrupted, and gives the same result: the same bytes have the same receipt.
 */
export async function ingestLanded(dataset: Dataset, store: Store, landing: Landing, id: string): Promise<void> {
  const name = landingName(dataset.name, id)
  const body = await landing.body(name)
  if (!body) return
  const announced = await store.get(announcedKey(id))
  if (announced && !(await readResult(store, id))) {
    const result = await ingestBody(dataset, fromJson<Announcement>(announced), body)
    await store.putIfAbsent(resultKey(id), Buffer.from(JSON.stringify(result)))
  }
  await landing.remove(name)
}

/**
 * Ingests every upload that landed and was not ingested, for example because its notification was lost (row B17 of test/MATRIX.md).
 * `open` opens a dataset and its store by name. An upload that fails does not stop the others.
 */
export async function sweepLanding(
  landing: Landing,
  open: (dataset: string) => Promise<{ dataset: Dataset; store: Store } | undefined>,
): Promise<{ taken: number; failed: unknown[] }> {
  let taken = 0
  const failed: unknown[] = []
  for await (const { name } of landing.list()) {
    const [dataset, id] = name.split('/') as [string, string]
    try {
      const opened = await open(dataset)
      if (opened) await ingestLanded(opened.dataset, opened.store, landing, id)
      else await landing.remove(name)
      taken++
    } catch (error) {
      failed.push(error)
    }
  }
  return { taken, failed }
}
