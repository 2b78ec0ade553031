import { randomUUID } from 'node:crypto'
import { fromJson } from '../storage/json.ts'
import type { Store } from '../storage/store.ts'
import { type Body, LARGEST_BODY } from '../ingest/parsers/body.ts'
import { type Dataset, KeyReused, type Receipt, type DryRunReceipt } from '../ingest/dataset.ts'
import { UnreadableBody } from '../ingest/parsers/row.ts'

/** Where a body may be put, how, and until when. */
export interface Address {
  method: 'PUT'
  url: string
  headers: Record<string, string>
  expires_at: string
}

/**
 * Where large uploads land before they are read. It lies apart from the store, since what lands there names people: it is removed as
 * soon as it was read, and after a day whatever happens.
 */
export interface Landing {
  /** An address for exactly so many bytes under exactly this name; what stands there cannot be replaced. */
  address(name: string, bytes: number): Promise<Address>
  /** What landed under a name; undefined where nothing has yet. */
  body(name: string): Promise<Body | undefined>
  /** Names with the time they landed, in milliseconds since 1970. */
  list(): AsyncIterable<{ name: string; landedAt: number }>
  remove(name: string): Promise<void>
}

/** What a sender announced. */
interface Announced {
  bytes: number
  content_type?: string
  dry_run: boolean
  idempotency_key?: string
}

/** How an announced upload stands. */
export type UploadState =
  | { status: 'waiting' }
  | { status: 'landed' }
  | { status: 'committed'; receipt: Receipt }
  | { status: 'dry_run'; receipt: DryRunReceipt }
  | { status: 'refused'; problem: { status: number; detail: string; detail_en: string } }

/** What is kept of the end of an upload: the receipt itself stands in the log. */
type Ended = { status: 'committed'; receipt_id: string } | Extract<UploadState, { status: 'dry_run' | 'refused' }>

const announcedKey = (id: string) => `uploads/${id}.json`
const endedKey = (id: string) => `uploads/${id}.ended.json`
const landingName = (dataset: string, id: string) => `${dataset}/${id}`

/** What can be said of an upload that is too large. */
function tooLarge(bytes: number): UnreadableBody {
  return new UnreadableBody(
    413,
    `一次最多 ${LARGEST_BODY / 1024 ** 3} GiB，申报 ${bytes} 字节；请分批上传`,
    `at most ${LARGEST_BODY / 1024 ** 3} GiB at a time, announced are ${bytes} bytes`,
  )
}

/** Notes that an upload is coming, and gives the address for it. Throws UnreadableBody where it is too large. */
export async function announceUpload(
  dataset: string,
  store: Store,
  landing: Landing,
  announced: Announced,
): Promise<{ upload_id: string } & Address> {
  if (announced.bytes > LARGEST_BODY) throw tooLarge(announced.bytes)
  const id = randomUUID()
  await store.putIfAbsent(announcedKey(id), Buffer.from(JSON.stringify(announced)))
  return { upload_id: id, ...(await landing.address(landingName(dataset, id), announced.bytes)) }
}

async function endOf(store: Store, id: string): Promise<Ended | undefined> {
  const body = await store.get(endedKey(id))
  return body && fromJson<Ended>(body)
}

/** How an upload stands; undefined where none of that name was announced. */
export async function uploadState(dataset: Dataset, store: Store, landing: Landing, id: string): Promise<UploadState | undefined> {
  if (!/^[0-9a-f-]{36}$/.test(id) || !(await store.get(announcedKey(id)))) return undefined
  const end = await endOf(store, id)
  if (end) return end.status === 'committed' ? { status: 'committed', receipt: (await dataset.receipt(end.receipt_id))! } : end
  return { status: (await landing.body(landingName(dataset.name, id))) ? 'landed' : 'waiting' }
}

async function takeBody(dataset: Dataset, announced: Announced, body: Body): Promise<Ended> {
  try {
    if (body.size !== announced.bytes) {
      throw new UnreadableBody(
        400,
        `申报 ${announced.bytes} 字节，收到 ${body.size} 字节`,
        `announced were ${announced.bytes} bytes, ${body.size} came`,
      )
    }
    const upload = { body, contentType: announced.content_type, idempotencyKey: announced.idempotency_key }
    if (announced.dry_run) return { status: 'dry_run', receipt: await dataset.dryRun(upload) }
    return { status: 'committed', receipt_id: (await dataset.ingest(upload)).receipt_id }
  } catch (error) {
    if (error instanceof UnreadableBody)
      return { status: 'refused', problem: { status: error.status, detail: error.zh, detail_en: error.message } }
    if (error instanceof KeyReused)
      return { status: 'refused', problem: { status: 422, detail: '这个 Idempotency-Key 已用于另一份内容', detail_en: error.message } }
    throw error
  }
}

/**
 * Takes in what landed for an upload, notes how it ended, and removes what landed. Asked twice, or stopped on the way and asked
 * again, it ends the same: the same bytes have the same receipt.
 */
export async function takeLanded(dataset: Dataset, store: Store, landing: Landing, id: string): Promise<void> {
  const name = landingName(dataset.name, id)
  const body = await landing.body(name)
  if (!body) return
  const announced = await store.get(announcedKey(id))
  if (announced && !(await endOf(store, id))) {
    const end = await takeBody(dataset, fromJson<Announced>(announced), body)
    await store.putIfAbsent(endedKey(id), Buffer.from(JSON.stringify(end)))
  }
  await landing.remove(name)
}

/** Finds what landed and was never taken in (B17), and takes it in. `open` gives the dataset and its store by name. */
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
      if (opened) await takeLanded(opened.dataset, opened.store, landing, id)
      else await landing.remove(name)
      taken++
    } catch (error) {
      failed.push(error)
    }
  }
  return { taken, failed }
}
