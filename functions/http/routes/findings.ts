import { z } from 'zod'
import { requiredText } from './erasures.ts'
import { datasetParams } from './parameters.ts'
import { json, problems } from './responses.ts'
import { route } from './route.ts'
import { messages } from './messages.ts'
import { jsonObjectMessage } from './uploads.ts'

/** A text of a stored event that reads as the number of a person. It does not show the number. */
const Finding = z
  .object({
    finding: z.string(),
    file: z.string(),
    source: z.string(),
    id: z.string(),
    revision: z.int(),
    field: z.string(),
    kind: z.enum(['id_number', 'phone']),
  })
  .meta({ id: 'Finding' })

const harmless = z
  .object({
    finding: requiredText('finding', '发现编号'),
    reason: requiredText('reason', '为何不是任何人的号码'),
  })
  .register(messages, jsonObjectMessage)

export const findingRoutes = {
  getFindings: route({
    method: 'get',
    path: '/api/v1/{dataset}/findings',
    function: 'ingest-events',
    summary: '已收事件的文字中读作个人号码之处；在处理之前不能发布',
    request: { params: datasetParams },
    responses: { 200: json('各处', z.object({ findings: z.array(Finding) })), ...problems(400, 404) },
  }),
  postFinding: route({
    method: 'post',
    path: '/api/v1/{dataset}/findings',
    function: 'ingest-events',
    summary: '把一处记为无害，附理由（记入日志）',
    request: { params: datasetParams, body: { required: true, content: { 'application/json': { schema: harmless } } } },
    responses: { 200: json('已记入', z.object({ finding: z.string(), commit: z.int() })), ...problems(400, 404) },
  }),
}
