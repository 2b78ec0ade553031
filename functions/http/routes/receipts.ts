import { z } from 'zod'
import { CSV, NDJSON, XLSX } from '../../domain/media-types.ts'
import { messages } from './messages.ts'
import { datasetParams, identifierParams } from './parameters.ts'
import { file, json, problems } from './responses.ts'
import { route } from './route.ts'

const counts = { rows: z.int(), accepted: z.int(), duplicates: z.int(), conflicts: z.int(), rejected: z.int() }

const message = { code: z.string(), message: z.string(), message_en: z.string() }

/** What happened to the rows of an upload. A dry run has neither identifier nor commit. */
export const Receipt = z
  .object({
    receipt_id: z.string().optional(),
    status: z.enum(['committed', 'landed', 'dry_run']),
    dataset: z.string(),
    received_at: z.string(),
    commit: z.int().optional(),
    ...counts,
    errors: z.array(z.object({ row: z.int(), field: z.string(), ...message })),
    errors_omitted: z.int().optional().meta({ description: 'errors beyond those listed; all of them are at …/receipts/{id}/errors' }),
    duplicate_rows: z.array(z.int()).optional().meta({ description: 'the rows that were duplicates' }),
    duplicate_rows_omitted: z
      .int()
      .optional()
      .meta({ description: 'duplicate rows beyond those listed; all of them are at …/receipts/{id}/duplicates' }),
    first: z.string().optional().meta({ description: 'the first receipt of the same bytes, some of whose refused rows were taken now' }),
    notes: z.array(z.object(message)).optional().meta({ description: 'about the upload as a whole' }),
  })
  .meta({ id: 'Receipt' })
export type Receipt = z.output<typeof Receipt>

/** A receipt in the list of the latest, without its errors. */
export const ReceiptCard = Receipt.omit({ errors: true, duplicate_rows: true })
  .extend({ receipt_id: z.string() })
  .meta({ id: 'ReceiptCard' })
export type ReceiptCard = z.output<typeof ReceiptCard>

const withProblems = z
  .enum(['conflicts', 'rejected'])
  .optional()
  .meta({ description: '只列有冲突或有退回的' })
  .register(messages, {
    describe: (value) => ({
      zh: `with 应为 conflicts 或 rejected，收到 ${String(value)}`,
      en: `with: expected conflicts or rejected, got ${String(value)}`,
    }),
  })

/** A page begins after a row of the upload. The address of the next page is in the answer, or in its header `Link`. */
const pageQuery = z.strictObject({
  after: z.coerce
    .number()
    .int()
    .min(0)
    .max(Number.MAX_SAFE_INTEGER)
    .default(0)
    .meta({ description: '从上传的这一行之后开始；下一页的地址在 next 或 Link 里' })
    .register(messages, {
      describe: (value) => ({
        zh: `after 应为行号，收到 ${String(value)}`,
        en: `after: expected the number of a row, got ${String(value)}`,
      }),
    }),
})

const page = { receipt_id: z.string(), next: z.string().optional().meta({ description: 'the address of the next page' }) }

function rejectedRows<const Format extends 'csv' | 'xlsx' | 'ndjson'>(format: Format, summary: string, mediaType: string) {
  return route({
    method: 'get',
    path: `/api/v1/{dataset}/receipts/{id}/rejected.${format}`,
    function: 'ingest-events',
    summary,
    request: { params: identifierParams, query: pageQuery },
    responses: { 200: file(format.toUpperCase(), mediaType), ...problems(400, 404, 410) },
  })
}

export const receiptRoutes = {
  getReceipts: route({
    method: 'get',
    path: '/api/v1/{dataset}/receipts',
    function: 'ingest-events',
    summary: '最近的回执',
    request: { params: datasetParams, query: z.strictObject({ with: withProblems }) },
    responses: { 200: json('回执', z.object({ receipts: z.array(ReceiptCard) })), ...problems(400, 404) },
  }),
  getReceipt: route({
    method: 'get',
    path: '/api/v1/{dataset}/receipts/{id}',
    function: 'ingest-events',
    summary: '回执',
    request: { params: identifierParams },
    responses: { 200: json('回执', Receipt), ...problems(400, 404) },
  }),
  getReceiptErrors: route({
    method: 'get',
    path: '/api/v1/{dataset}/receipts/{id}/errors',
    function: 'ingest-events',
    summary: '回执的全部问题，分页',
    request: { params: identifierParams, query: pageQuery },
    responses: { 200: json('问题', z.object({ ...page, errors: Receipt.shape.errors })), ...problems(400, 404, 410) },
  }),
  getReceiptDuplicates: route({
    method: 'get',
    path: '/api/v1/{dataset}/receipts/{id}/duplicates',
    function: 'ingest-events',
    summary: '回执的全部重复行，分页',
    request: { params: identifierParams, query: pageQuery },
    responses: { 200: json('重复行的行号', z.object({ ...page, rows: z.array(z.int()) })), ...problems(400, 404, 410) },
  }),
  getRejectedCsv: rejectedRows('csv', '未收的行及原因', CSV),
  getRejectedXlsx: rejectedRows('xlsx', '未收的行（XLSX，错误的格子有底色和批注）', XLSX),
  getRejectedNdjson: rejectedRows('ndjson', '未收的事件（逐行 JSON，附原因）', NDJSON),
}
