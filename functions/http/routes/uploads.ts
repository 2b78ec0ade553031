import { type Problem } from '../../events/problems.ts'
import { isRecord } from '../../events/absent.ts'
import { readWorker } from '../../events/worker.ts'
import { allErasures, erasePerson } from '../../ingest/erase.ts'
import { type Landing, announceUpload, uploadState } from '../../landing/landing.ts'
import { UnreadableBody } from '../../ingest/parsers/row.ts'
import { readingRules } from '../../ingest/check/classify-rows.ts'
import { HttpError, type HttpResponse, type HttpRequest, json } from '../message.ts'
import { type AppContext, datasetStore, intakeOf, requireDataset } from '../context.ts'
import type { Route } from '../router.ts'

function landingOf(context: AppContext): Landing {
  if (!context.landing) throw new Error('uploads: this function has no landing place')
  return context.landing
}

function readObject(request: HttpRequest): Record<string, unknown> {
  let body: unknown
  try {
    body = JSON.parse(Buffer.from(request.body).toString('utf8'))
  } catch {
    body = undefined
  }
  if (!isRecord(body)) throw new HttpError(400, '应为一个 JSON 对象', 'expected a JSON object')
  return body
}

/** Announces an upload that is too large for a request, and gives the address to put it at. */
async function postUpload(context: AppContext, request: HttpRequest, [name]: string[]): Promise<HttpResponse> {
  await requireDataset(context, name!)
  const { bytes, content_type, dry_run } = readObject(request)
  if (typeof bytes !== 'number' || !Number.isInteger(bytes) || bytes < 1)
    throw new HttpError(400, 'bytes 应为文件的字节数', 'bytes: expected the number of bytes of the file', 'bytes')
  if (content_type !== undefined && typeof content_type !== 'string')
    throw new HttpError(400, 'content_type 应为文本', 'content_type: expected text', 'content_type')
  const key = request.headers['idempotency-key']
  const announced = {
    bytes,
    dry_run: dry_run === true,
    ...(content_type && { content_type }),
    ...(key !== undefined && { idempotency_key: key }),
  }
  try {
    return json(201, await announceUpload(name!, datasetStore(context.store, name!), landingOf(context), announced))
  } catch (error) {
    if (error instanceof UnreadableBody) throw new HttpError(error.status, error.zh, error.message)
    throw error
  }
}

async function getUpload(context: AppContext, _request: HttpRequest, [name, id]: string[]): Promise<HttpResponse> {
  await requireDataset(context, name!)
  const state = await uploadState(await intakeOf(context, name!), datasetStore(context.store, name!), landingOf(context), id!)
  if (!state) throw new HttpError(404, `没有上传 ${id}`, `there is no upload ${id}`)
  return json(state.status === 'waiting' || state.status === 'landed' ? 202 : 200, state)
}

function neededText(body: Record<string, unknown>, name: string, zh: string): string {
  const value = body[name]
  if (typeof value !== 'string' || value.trim() === '' || value.length > 500)
    throw new HttpError(400, `${name} 必填：${zh}`, `${name}: expected text of 1 to 500 characters`, name)
  return value.trim()
}

/** Erases a person, on the request that a ticket names. Whether anybody of that identifier is known, the answer has the same shape. */
async function postErasure(context: AppContext, request: HttpRequest, [name]: string[]): Promise<HttpResponse> {
  await requireDataset(context, name!)
  const body = readObject(request)
  const ground = neededText(body, 'ground', '依据（如《个人信息保护法》第四十七条）')
  const ticket = neededText(body, 'ticket', '申请单号')
  const dataset = await intakeOf(context, name!)
  await dataset.log.refresh()
  const problems: Problem[] = []
  const pseudonym = readWorker(
    body.worker,
    readingRules(dataset.keys, dataset.log.keyId() || dataset.keys.ids.at(-1)!, context.now()),
    problems,
  )
  if (pseudonym === undefined) throw new HttpError(400, problems[0]!.message, problems[0]!.message_en, 'worker')
  return json(200, await erasePerson(datasetStore(context.store, name!), { pseudonym, ground, ticket }, context.now))
}

async function getErasures(context: AppContext, _request: HttpRequest, [name]: string[]): Promise<HttpResponse> {
  await requireDataset(context, name!)
  return json(200, { erasures: await allErasures(datasetStore(context.store, name!)) })
}

/** The routes for uploads above the limit of a request, and for the erasure of persons. */
export const uploadRoutes: Route[] = [
  { method: 'POST', path: /^\/api\/v1\/([^/]+)\/uploads$/, answer: postUpload },
  { method: 'GET', path: /^\/api\/v1\/([^/]+)\/uploads\/([^/]+)$/, answer: getUpload },
  { method: 'POST', path: /^\/api\/v1\/([^/]+)\/erasures$/, answer: postErasure },
  { method: 'GET', path: /^\/api\/v1\/([^/]+)\/erasures$/, answer: getErasures },
]
