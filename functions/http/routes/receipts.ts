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
    errors_omitted: z.int().optional().meta({ description: 'errors beyond those listed; the file of rejected rows has them all' }),
    notes: z.array(z.object(message)).optional().meta({ description: 'about the upload as a whole' }),
  })
  .meta({ id: 'Receipt' })
export type Receipt = z.output<typeof Receipt>

/** A receipt in the list of the latest, without its errors. */
export const ReceiptCard = Receipt.omit({ errors: true }).extend({ receipt_id: z.string() }).meta({ id: 'ReceiptCard' })
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

function rejectedRows<const Format extends 'csv' | 'xlsx' | 'ndjson'>(format: Format, summary: string, mediaType: string) {
  return route({
    method: 'get',
    path: `/api/v1/{dataset}/receipts/{id}/rejected.${format}`,
    function: 'ingest-events',
    summary,
    request: { params: identifierParams },
    responses: { 200: file(format.toUpperCase(), mediaType), ...problems(404) },
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
  getRejectedCsv: rejectedRows('csv', '未收的行及原因', CSV),
  getRejectedXlsx: rejectedRows('xlsx', '未收的行（XLSX，错误的格子有底色和批注）', XLSX),
  getRejectedNdjson: rejectedRows('ndjson', '未收的事件（逐行 JSON，附原因）', NDJSON),
}
