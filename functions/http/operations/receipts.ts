import { csvTable } from '../../domain/csv-table.ts'
import { CSV, NDJSON, XLSX, inUtf8 } from '../../domain/media-types.ts'
import { isRecord } from '../../events/absent.ts'
import type { RejectedRow } from '../../ingest/check/rejected-row.ts'
import { REASON_COLUMNS } from '../../ingest/parsers/reason-columns.ts'
import { type RejectedRows, reasonCells } from '../../ingest/rejected-rows.ts'
import { rejectedXlsx } from '../../ingest/rejected-xlsx.ts'
import type { IngestContext } from '../context.ts'
import { requireDataset } from '../datasets.ts'
import type { OperationRequest, Operations } from '../dispatcher.ts'
import { HttpError, file, json } from '../message.ts'
import { writerOf } from '../writers.ts'

/** How many receipts are listed, and how many are searched for those with conflicts or rejected rows. */
const MAX_LISTED = 100
const MAX_SEARCHED = 2000

const noReceipt = (id: string) => new HttpError(404, `没有回执 ${id}`, `there is no receipt ${id}`)

type RejectedOperation = 'getRejectedCsv' | 'getRejectedXlsx' | 'getRejectedNdjson'

async function rejectedRowsOf(
  context: IngestContext,
  { params: { dataset, id } }: OperationRequest<RejectedOperation>,
): Promise<RejectedRows> {
  await requireDataset(context, dataset)
  const rejected = await (await writerOf(context, dataset)).rejectedRows(id)
  if (!rejected) throw noReceipt(id)
  return rejected
}

/** An event as it was sent, with its reasons in a field `rejected`, which is ignored when the event is sent again. */
function withReasons({ row, problems, content }: RejectedRow): unknown {
  const rejected = { row, problems }
  return isRecord(content) ? { ...content, rejected } : { event: content, rejected }
}

/** Rejected rows as CSV in the shape they were sent in: a table with its own header, or each event as JSON in one cell. */
async function rejectedCsv({ header, rows }: RejectedRows): Promise<string> {
  const lines: unknown[][] = [[...(header ?? ['event']), ...REASON_COLUMNS]]
  for await (const row of rows) {
    const cells = header ? (row.content as string[]) : [JSON.stringify(row.content)]
    lines.push([...cells, ...reasonCells(row)])
  }
  return csvTable(lines)
}

async function rejectedNdjson({ rows }: RejectedRows): Promise<string> {
  const events: string[] = []
  for await (const row of rows) events.push(JSON.stringify(withReasons(row)))
  return `${events.join('\n')}\n`
}

export const receiptOperations: Operations<'getReceipts' | 'getReceipt' | RejectedOperation, IngestContext> = {
  /** The latest receipts without their errors; with `with`, those that have conflicts or rejected rows. */
  async getReceipts(context, { params: { dataset }, query }) {
    await requireDataset(context, dataset)
    const having = query().with
    const receipts = await (await writerOf(context, dataset)).receipts(having ? MAX_SEARCHED : MAX_LISTED)
    const listed = receipts.filter((receipt) => having === undefined || receipt[having] > 0).slice(0, MAX_LISTED)
    return json(200, { receipts: listed.map(({ errors: _errors, ...card }) => card) })
  },

  async getReceipt(context, { params: { dataset, id } }) {
    await requireDataset(context, dataset)
    const receipt = await (await writerOf(context, dataset)).receipt(id)
    if (!receipt) throw noReceipt(id)
    return json(200, receipt, 'immutable')
  },

  async getRejectedCsv(context, request) {
    const body = await rejectedCsv(await rejectedRowsOf(context, request))
    return file(body, inUtf8(CSV), 'immutable', `rejected-${request.params.id}.csv`)
  },

  async getRejectedXlsx(context, request) {
    const body = await rejectedXlsx(await rejectedRowsOf(context, request))
    return file(body, XLSX, 'immutable', `rejected-${request.params.id}.xlsx`)
  },

  async getRejectedNdjson(context, request) {
    const rejected = await rejectedRowsOf(context, request)
    if (rejected.header) throw new HttpError(404, '这份上传是表格；请取 .csv 或 .xlsx', 'this upload was a table: ask for .csv or .xlsx')
    return file(await rejectedNdjson(rejected), inUtf8(NDJSON), 'immutable', `rejected-${request.params.id}.ndjson`)
  },
}
