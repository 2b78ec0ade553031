import { csvTable } from '../../domain/csv-table.ts'
import { CSV, NDJSON, XLSX, inUtf8 } from '../../domain/media-types.ts'
import { isRecord } from '../../events/absent.ts'
import type { ReceiptError } from '../../ingest/check/classify-rows.ts'
import type { RejectedRow } from '../../ingest/check/rejected-row.ts'
import { REASON_COLUMNS } from '../../ingest/parsers/reason-columns.ts'
import { RowsExpired } from '../../ingest/dataset.ts'
import { type RejectedRows, reasonCells } from '../../ingest/rejected-rows.ts'
import { rejectedXlsx } from '../../ingest/rejected-xlsx.ts'
import { readSetting } from '../../settings/read-setting.ts'
import { boundAnswer, takesGzip } from '../answer-size.ts'
import type { IngestContext } from '../context.ts'
import { requireDataset } from '../datasets.ts'
import type { OperationRequest, Operations } from '../dispatcher.ts'
import { HttpError, type HttpResponse, file, json } from '../message.ts'
import { writerOf } from '../writers.ts'

/** How many receipts are listed, and how many are searched for those with conflicts or rejected rows. */
const MAX_LISTED = 100
const MAX_SEARCHED = 2000

const noReceipt = (id: string) => new HttpError(404, `没有回执 ${id}`, `there is no receipt ${id}`)

type RejectedOperation = 'getRejectedCsv' | 'getRejectedXlsx' | 'getRejectedNdjson'

type PagedOperation = RejectedOperation | 'getReceiptErrors' | 'getReceiptDuplicates'

/** Entries of a page of errors or of duplicate rows. */
const PAGE_ENTRIES = 1000
const PAGE_NUMBERS = 100_000

/** A part of rejected rows, and the row after which the next part begins. */
interface Part extends Omit<RejectedRows, 'rows'> {
  rows: RejectedRow[]
  next?: number
}

const gone = ({ day }: RowsExpired) =>
  new HttpError(410, `未收的行及原因保留到 ${day}，现已删除`, `rows that were not taken, and the reasons, were kept until ${day}`)

function orGone(error: unknown): never {
  throw error instanceof RowsExpired ? gone(error) : error
}

async function rejectedRowsOf(
  context: IngestContext,
  { params: { dataset, id } }: OperationRequest<PagedOperation>,
  after: number,
): Promise<RejectedRows> {
  await requireDataset(context, dataset)
  const rejected = await (await writerOf(context, dataset)).rejectedRows(id, after).catch(orGone)
  if (!rejected) throw noReceipt(id)
  return rejected
}

/** As many rejected rows after row `after` as have `bytes` bytes when they are given back; one at least. */
async function partOf({ rows, ...shape }: RejectedRows, bytes: number): Promise<Part> {
  const part: RejectedRow[] = []
  let size = 0
  for await (const row of rows) {
    size += Buffer.byteLength(JSON.stringify([row.content, ...reasonCells(row)]))
    if (size > bytes && part.length > 0) return { ...shape, rows: part, next: part.at(-1)!.row }
    part.push(row)
  }
  return { ...shape, rows: part }
}

/**
 * Rejected rows as a file: all of them where they fit into one answer, compressed for whoever reads that, else a part. The header `Link` names the
 * address of the next part.
 */
async function rejectedFile(
  context: IngestContext,
  request: OperationRequest<RejectedOperation>,
  ending: 'csv' | 'xlsx' | 'ndjson',
  write: (part: Part) => Promise<string | Uint8Array> | string,
  mediaType: string,
): Promise<HttpResponse> {
  const { after } = request.query()
  const limit = readSetting('ANSWER_BYTES')
  const isSmall = ending === 'xlsx' || takesGzip(request.http)
  // A workbook, or text with reasons for whoever reads gzip, shrinks to less than a tenth; where it does not, the parts are smaller.
  for (let bytes = isSmall ? 8 * limit : limit / 2; ; bytes /= 2) {
    const part = await partOf(await rejectedRowsOf(context, request, after), bytes)
    const { params, http } = request
    const { next } = part
    // A part says in its name which rows it has, for whoever looks at no header.
    const isPart = after > 0 || next !== undefined
    const span = isPart ? `-rows-${part.rows[0]?.row ?? after}-to-${part.rows.at(-1)?.row ?? after}` : ''
    const name = `rejected-${params.id}${span}.${ending}`
    const link = next === undefined ? {} : { link: `<${http.path}?after=${next}>; rel="next"` }
    const answer = file(await write(part), mediaType, 'revalidate', name)
    const bounded = boundAnswer(http, { ...answer, headers: { ...answer.headers, ...link } })
    if (bounded.status === 200 || part.rows.length <= 1) return bounded
  }
}

/** An event as it was sent, with its reasons in a field `rejected`, which is ignored when the event is sent again. */
function withReasons({ row, problems, content }: RejectedRow): unknown {
  const rejected = { row, problems }
  return isRecord(content) ? { ...content, rejected } : { event: content, rejected }
}

/** Rejected rows as CSV in the shape they were sent in: a table with its own header, or each event as JSON in one cell. */
function rejectedCsv({ header, rows }: Part): string {
  const lines: unknown[][] = [[...(header ?? ['event']), ...REASON_COLUMNS]]
  for (const row of rows) {
    const cells = header ? (row.content as string[]) : [JSON.stringify(row.content)]
    lines.push([...cells, ...reasonCells(row)])
  }
  return csvTable(lines)
}

function rejectedNdjson({ header, rows }: Part): string {
  if (header) throw new HttpError(404, '这份上传是表格；请取 .csv 或 .xlsx', 'this upload was a table: ask for .csv or .xlsx')
  return `${rows.map((row) => JSON.stringify(withReasons(row))).join('\n')}\n`
}

export const receiptOperations: Operations<'getReceipts' | 'getReceipt' | PagedOperation, IngestContext> = {
  /** The latest receipts without their errors; with `with`, those that have conflicts or rejected rows. */
  async getReceipts(context, { params: { dataset }, query }) {
    await requireDataset(context, dataset)
    const having = query().with
    const receipts = await (await writerOf(context, dataset)).receipts(having ? MAX_SEARCHED : MAX_LISTED)
    const listed = receipts.filter((receipt) => having === undefined || receipt[having] > 0).slice(0, MAX_LISTED)
    return json(200, { receipts: listed.map(({ errors: _errors, duplicate_rows: _rows, ...card }) => card) })
  },

  async getReceipt(context, { params: { dataset, id } }) {
    await requireDataset(context, dataset)
    const receipt = await (await writerOf(context, dataset)).receipt(id)
    if (!receipt) throw noReceipt(id)
    // An erasure may write a receipt anew.
    return json(200, receipt, 'revalidate')
  },

  /** A page of the errors of a receipt, with whole rows. */
  async getReceiptErrors(context, request) {
    const { after } = request.query()
    const errors: ReceiptError[] = []
    let next: number | undefined
    for await (const { row, problems } of (await rejectedRowsOf(context, request, after)).rows) {
      if (errors.length > 0 && errors.length + problems.length > PAGE_ENTRIES) {
        next = errors.at(-1)!.row
        break
      }
      for (const problem of problems) errors.push({ row, ...problem })
    }
    return json(200, { receipt_id: request.params.id, errors, ...nextPage(request, next) })
  },

  async getReceiptDuplicates(context, request) {
    const { params, query } = request
    await requireDataset(context, params.dataset)
    const writer = await writerOf(context, params.dataset)
    const rows = await writer.duplicateRows(params.id, query().after).catch(orGone)
    if (!rows) throw noReceipt(params.id)
    const listed: number[] = []
    for (const row of rows) {
      if (listed.length === PAGE_NUMBERS) return json(200, { receipt_id: params.id, rows: listed, ...nextPage(request, listed.at(-1)) })
      listed.push(row)
    }
    return json(200, { receipt_id: params.id, rows: listed })
  },

  getRejectedCsv: (context, request) => rejectedFile(context, request, 'csv', rejectedCsv, inUtf8(CSV)),

  getRejectedXlsx: (context, request) => rejectedFile(context, request, 'xlsx', rejectedXlsx, XLSX),

  getRejectedNdjson: (context, request) => rejectedFile(context, request, 'ndjson', rejectedNdjson, inUtf8(NDJSON)),
}

function nextPage({ http }: OperationRequest<PagedOperation>, next: number | undefined): { next?: string } {
  return next === undefined ? {} : { next: `${http.path}?after=${next}` }
}
