import { KeyReused } from '../../ingest/receipts.ts'
import { isRecord } from '../../events/absent.ts'
import type { RejectedRow } from '../../ingest/check/rejected-row.ts'
import { REASON_COLUMNS } from '../../ingest/parsers/reason-columns.ts'
import { reasonCells } from '../../ingest/rejected-rows.ts'
import { XLSX } from '../../ingest/parsers/read-body.ts'
import { UnreadableBody } from '../../ingest/parsers/row.ts'
import { rejectedXlsx } from '../../ingest/rejected-xlsx.ts'
import { csvTemplate, templateTypes, xlsxTemplate } from '../../ingest/templates.ts'
import { HttpError, type HttpResponse, type HttpRequest, file, json } from '../message.ts'
import { type AppContext, intakeOf, makeDataset, requireDataset, readCard } from '../context.ts'
import { csvTable } from '../../domain/csv-table.ts'
import type { Route } from '../router.ts'

async function postEvents(context: AppContext, request: HttpRequest, [name]: string[]): Promise<HttpResponse> {
  const unreadable = (error: unknown): never => {
    if (error instanceof UnreadableBody) throw new HttpError(error.status, error.zh, error.message)
    if (error instanceof KeyReused) throw new HttpError(422, '这个 Idempotency-Key 已用于另一份内容', error.message, 'Idempotency-Key')
    throw error
  }
  const isDryRun = ['1', 'true'].includes(request.query.get('dry_run') ?? '')
  if (!(await readCard(context.store, name!))) {
    if (!context.makesDatasets || isDryRun) await requireDataset(context, name!)
    await makeDataset(context.store, { name: name!, title: { zh: name!, en: name! }, is_simulated: false })
  }
  const dataset = await intakeOf(context, name!)
  if (isDryRun)
    return json(200, await dataset.dryRun({ body: request.body, contentType: request.headers['content-type'] }).catch(unreadable))
  const receipt = await dataset
    .ingest({ body: request.body, contentType: request.headers['content-type'], idempotencyKey: request.headers['idempotency-key'] })
    .catch(unreadable)
  return json(200, receipt)
}

async function getReceipt(context: AppContext, _request: HttpRequest, [name, id]: string[]): Promise<HttpResponse> {
  await requireDataset(context, name!)
  const receipt = await (await intakeOf(context, name!)).receipt(id!)
  if (!receipt) throw new HttpError(404, `没有回执 ${id}`, `there is no receipt ${id}`)
  return json(200, receipt, 'for_ever')
}

/** How many receipts are listed, and how many are looked through for those with conflicts or rejected rows. */
const RECEIPTS_SHOWN = 100
const RECEIPTS_SEARCHED = 2000

/** An event as it came, with a `rejected` beside it that says why; sent again, it says nothing. */
function withReasons({ row, problems, content }: RejectedRow): unknown {
  const rejected = { row, problems }
  return isRecord(content) ? { ...content, rejected } : { event: content, rejected }
}

/** The latest receipts without their errors; with `with=conflicts` or `with=rejected`, those that have any. */
async function getReceipts(context: AppContext, request: HttpRequest, [name]: string[]): Promise<HttpResponse> {
  await requireDataset(context, name!)
  const having = request.query.get('with')
  if (having !== null && having !== 'conflicts' && having !== 'rejected')
    throw new HttpError(
      400,
      `with 应为 conflicts 或 rejected，收到 ${having}`,
      `with: expected conflicts or rejected, got ${having}`,
      'with',
    )
  const receipts = await (await intakeOf(context, name!)).receipts(having ? RECEIPTS_SEARCHED : RECEIPTS_SHOWN)
  const shown = receipts.filter((receipt) => having === null || receipt[having] > 0).slice(0, RECEIPTS_SHOWN)
  return json(200, { receipts: shown.map(({ errors: _errors, ...rest }) => rest) })
}

/** The rejected rows in the shape they came in: a table with its own header, or the event as JSON in one cell. */
async function getRejected(context: AppContext, _request: HttpRequest, [name, id, ending]: string[]): Promise<HttpResponse> {
  await requireDataset(context, name!)
  const kept = await (await intakeOf(context, name!)).rejectedRows(id!)
  if (!kept) throw new HttpError(404, `没有回执 ${id}`, `there is no receipt ${id}`)
  const fileName = `rejected-${id}.${ending}`
  if (ending === 'xlsx') return file(await rejectedXlsx(kept), XLSX, 'for_ever', fileName)
  if (ending === 'ndjson') {
    if (kept.header) throw new HttpError(404, '这份上传是表格；请取 .csv 或 .xlsx', 'this upload was a table: ask for .csv or .xlsx')
    const events: string[] = []
    for await (const row of kept.rows) events.push(JSON.stringify(withReasons(row)))
    return file(`${events.join('\n')}\n`, 'application/x-ndjson; charset=utf-8', 'for_ever', fileName)
  }
  const header = kept.header ?? ['event']
  const lines: unknown[][] = [[...header, ...REASON_COLUMNS]]
  for await (const row of kept.rows) {
    const cells = kept.header ? (row.content as string[]) : [JSON.stringify(row.content)]
    lines.push([...cells, ...reasonCells(row)])
  }
  return file(csvTable(lines), 'text/csv; charset=utf-8', 'for_ever', fileName)
}

async function getTemplate(_house: AppContext, _request: HttpRequest, [, type, ending]: string[]): Promise<HttpResponse> {
  const template = ending === 'xlsx' ? await xlsxTemplate(type!) : csvTemplate(type!)
  if (!template)
    throw new HttpError(
      404,
      `没有事件类型 ${type}；可用 ${templateTypes.join('、')}`,
      `there is no event type ${type}; expected one of ${templateTypes.join(', ')}`,
    )
  return file(template, ending === 'xlsx' ? XLSX : 'text/csv; charset=utf-8', 'ask', `${type}.${ending}`)
}

/** The routes that take events in. They never touch a query engine. */
export const receiveRoutes: Route[] = [
  { method: 'GET', path: /^\/api\/v1\/([^/]+)\/templates\/([a-z.]+)\.(xlsx|csv)$/, answer: getTemplate },
  { method: 'POST', path: /^\/api\/v1\/([^/]+)\/events$/, answer: postEvents },
  { method: 'GET', path: /^\/api\/v1\/([^/]+)\/receipts$/, answer: getReceipts },
  { method: 'GET', path: /^\/api\/v1\/([^/]+)\/receipts\/([^/]+)\/rejected\.(csv|xlsx|ndjson)$/, answer: getRejected },
  { method: 'GET', path: /^\/api\/v1\/([^/]+)\/receipts\/([^/]+)$/, answer: getReceipt },
]
