import { KeyReused } from '../intake/dataset.ts'
import { type KeptRow, REASONS } from '../intake/kept-aside.ts'
import { XLSX } from '../intake/read-body.ts'
import { UnreadableBody } from '../intake/row.ts'
import { csvTemplate, templateTypes, xlsxTemplate } from '../intake/template.ts'
import { Fault, type HttpAnswer, type HttpRequest, file, json } from './http.ts'
import { type House, intakeOf, makeDataset, needDataset, readCard } from './house.ts'
import { csvCell } from '../intake/csv.ts'
import type { Route } from './route.ts'

async function postEvents(house: House, request: HttpRequest, [name]: string[]): Promise<HttpAnswer> {
  const unreadable = (error: unknown): never => {
    if (error instanceof UnreadableBody) throw new Fault(error.status, error.zh, error.message)
    if (error instanceof KeyReused) throw new Fault(422, '这个 Idempotency-Key 已用于另一份内容', error.message, 'Idempotency-Key')
    throw error
  }
  const isDryRun = ['1', 'true'].includes(request.query.get('dry_run') ?? '')
  if (!(await readCard(house.store, name!))) {
    if (!house.makesDatasets || isDryRun) await needDataset(house, name!)
    await makeDataset(house.store, { name: name!, title: { zh: name!, en: name! }, is_simulated: false })
  }
  const dataset = await intakeOf(house, name!)
  if (isDryRun)
    return json(200, await dataset.rehearse({ body: request.body, contentType: request.headers['content-type'] }).catch(unreadable))
  const receipt = await dataset
    .receive({ body: request.body, contentType: request.headers['content-type'], idempotencyKey: request.headers['idempotency-key'] })
    .catch(unreadable)
  return json(200, receipt)
}

async function getReceipt(house: House, _request: HttpRequest, [name, id]: string[]): Promise<HttpAnswer> {
  await needDataset(house, name!)
  const receipt = await (await intakeOf(house, name!)).receipt(id!)
  if (!receipt) throw new Fault(404, `没有回执 ${id}`, `there is no receipt ${id}`)
  return json(200, receipt, 'for_ever')
}

function reasons(row: KeptRow): string[] {
  return [
    String(row.row),
    row.problems.map((one) => one.field).join('; '),
    row.problems.map((one) => one.code).join('; '),
    row.problems.map((one) => `${one.field}：${one.message}`).join('；'),
  ]
}

/** The rejected rows in the shape they came in: a table with its own header, or the event as JSON in one cell. */
async function getRejected(house: House, _request: HttpRequest, [name, id]: string[]): Promise<HttpAnswer> {
  await needDataset(house, name!)
  const kept = await (await intakeOf(house, name!)).keptAside(id!)
  if (!kept) throw new Fault(404, `没有回执 ${id}`, `there is no receipt ${id}`)
  const header = kept.header ?? ['event']
  const lines: string[] = []
  for await (const row of kept.rows) {
    const cells = kept.header ? (row.content as string[]) : [JSON.stringify(row.content)]
    lines.push([...cells, ...reasons(row)].map(csvCell).join(','))
  }
  const text = `\uFEFF${[[...header, ...REASONS].map(csvCell).join(','), ...lines].join('\r\n')}\r\n`
  return file(text, 'text/csv; charset=utf-8', 'for_ever', `rejected-${id}.csv`)
}

async function getTemplate(_house: House, _request: HttpRequest, [, type, ending]: string[]): Promise<HttpAnswer> {
  const template = ending === 'xlsx' ? await xlsxTemplate(type!) : csvTemplate(type!)
  if (!template)
    throw new Fault(
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
  { method: 'GET', path: /^\/api\/v1\/([^/]+)\/receipts\/([^/]+)\/rejected\.csv$/, answer: getRejected },
  { method: 'GET', path: /^\/api\/v1\/([^/]+)\/receipts\/([^/]+)$/, answer: getReceipt },
]
