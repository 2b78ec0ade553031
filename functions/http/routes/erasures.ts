import { z } from 'zod'
import { messages } from './messages.ts'
import { datasetParams } from './parameters.ts'
import { json, problems } from './responses.ts'
import { route } from './route.ts'
import { jsonObjectMessage } from './uploads.ts'

/** Text of 1 to 500 characters; white space around it is removed. */
export function requiredText(name: string, zh: string) {
  return z
    .string()
    .max(500)
    .refine((text) => text.trim() !== '')
    .transform((text) => text.trim())
    .register(messages, { describe: () => ({ zh: `${name} 必填：${zh}`, en: `${name}: expected text of 1 to 500 characters` }) })
}

const erasureRequest = z
  .object({
    ground: requiredText('ground', '依据（如《个人信息保护法》第四十七条）'),
    ticket: requiredText('ticket', '申请单号'),
    // Checked by the rules for workers in events (functions/events/event.ts), which also give the message.
    worker: z.unknown().optional().meta({ type: 'object' }),
  })
  .meta({ required: ['worker', 'ground', 'ticket'] })
  .register(messages, jsonObjectMessage)

/** The certificate of an erasure. It contains no personal data, and is the same whether or not the person was known. */
const ErasureCertificate = z
  .object({
    erasure_id: z.string(),
    commit: z.int(),
    erased_at: z.string(),
    ground: z.string(),
    ticket: z.string(),
    searched: z
      .object({
        event_files: z.array(z.string()),
        rejected_rows: z.array(z.string()),
        receipts: z.array(z.string()),
        releases: z.array(z.string()),
        release_files: z.array(z.string()),
        bulletins: z.array(z.string()),
        uploads: z.array(z.string()),
      })
      .meta({ description: 'everything that was searched: files of the log by SHA-256, releases with their files, bulletins, uploads' }),
    hits_after: z.int(),
    files_gone_after: z.string(),
  })
  .meta({ id: 'ErasureCertificate' })

export const erasureRoutes = {
  getErasures: route({
    method: 'get',
    path: '/api/v1/{dataset}/erasures',
    function: 'ingest-events',
    summary: '个人信息删除证明',
    request: { params: datasetParams },
    responses: { 200: json('证明', z.object({ erasures: z.array(ErasureCertificate) })), ...problems(400, 404) },
  }),
  postErasure: route({
    method: 'post',
    path: '/api/v1/{dataset}/erasures',
    function: 'ingest-events',
    summary: '删除一个人的信息（《个人信息保护法》第四十七条）',
    request: { params: datasetParams, body: { required: true, content: { 'application/json': { schema: erasureRequest } } } },
    responses: { 200: json('证明', ErasureCertificate), ...problems(400, 404, 429) },
  }),
}
