import { z } from 'zod'
import { idempotencyHeaders } from './events.ts'
import { messages } from './messages.ts'
import { datasetParams, identifierParams } from './parameters.ts'
import { Receipt } from './receipts.ts'
import { json, problems } from './responses.ts'
import { route } from './route.ts'

const says = (zh: string, en: string) => ({ describe: () => ({ zh, en }) })

/** The message about a body that is no JSON object. */
export const jsonObjectMessage = says('应为一个 JSON 对象', 'expected a JSON object')

const announcement = z
  .object({
    // Any whole number: one that is too large is refused with 413.
    bytes: z
      .number()
      .min(1)
      .refine(Number.isInteger)
      .meta({ type: 'integer' })
      .register(messages, says('bytes 应为文件的字节数', 'bytes: expected the number of bytes of the file')),
    content_type: z.string().optional().register(messages, says('content_type 应为文本', 'content_type: expected text')),
    // Anything but `true` is false: it was accepted so from the first version on.
    dry_run: z
      .unknown()
      .optional()
      .transform((value) => value === true)
      .meta({ type: 'boolean' }),
  })
  .register(messages, jsonObjectMessage)

/** Where to put a file, and how. */
const UploadAddress = z.object({
  upload_id: z.string(),
  method: z.literal('PUT'),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  expires_at: z.string(),
})

/** The state of an announced upload. */
export const UploadState = z
  .discriminatedUnion('status', [
    z.object({ status: z.literal('waiting') }),
    z.object({ status: z.literal('landed') }),
    z.object({ status: z.literal('committed'), receipt: Receipt }),
    z.object({ status: z.literal('dry_run'), receipt: Receipt }),
    z.object({
      status: z.literal('refused'),
      problem: z.object({ status: z.int(), detail: z.string(), detail_en: z.string() }),
    }),
  ])
  .meta({ id: 'UploadState' })
export type UploadState = z.output<typeof UploadState>

export const uploadRoutes = {
  postUpload: route({
    method: 'post',
    path: '/api/v1/{dataset}/uploads',
    function: 'ingest-events',
    summary: '申报大文件，取得上传地址（15 分钟内有效，用 PUT 上传）',
    request: {
      params: datasetParams,
      headers: idempotencyHeaders,
      body: { required: true, content: { 'application/json': { schema: announcement } } },
    },
    responses: { 201: json('上传编号、地址、须带的请求头、到期时间', UploadAddress), ...problems(400, 404, 413, 429) },
  }),
  getUpload: route({
    method: 'get',
    path: '/api/v1/{dataset}/uploads/{id}',
    function: 'ingest-events',
    summary: '上传的进展：waiting、landed（202），committed、dry_run、refused（200）',
    request: { params: identifierParams },
    responses: { 200: json('进展，收下后附回执', UploadState), 202: json('尚未收下', UploadState), ...problems(400, 404) },
  }),
}
