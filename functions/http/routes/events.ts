import { z } from 'zod'
import { eventTypes } from '../../catalogue/catalogue.ts'
import { CSV, NDJSON, XLSX } from '../../domain/media-types.ts'
import { datasetParams } from './parameters.ts'
import { Receipt } from './receipts.ts'
import { json, problems } from './responses.ts'
import { route } from './route.ts'

/**
 * An event, for the OpenAPI document. A body of events is not validated as a whole: the checks of functions/ingest reject single rows, with
 * their reasons.
 */
const Event = z
  .object({
    source: z.string().max(100),
    id: z.string().max(128),
    type: z.enum([...eventTypes.keys()]).optional(),
    occurred_on: z.string().optional().meta({ format: 'date' }),
    revision: z.int().min(1).optional(),
    void: z.boolean().optional(),
    data: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({
    id: 'Event',
    'x-types': Object.fromEntries([...eventTypes].map(([name, { zh, article, fields }]) => [name, { title: zh, article, fields }])),
  })

export const idempotencyHeaders = z.object({ 'Idempotency-Key': z.string().optional() })

export const eventRoutes = {
  postEvents: route({
    method: 'post',
    path: '/api/v1/{dataset}/events',
    function: 'ingest-events',
    summary: '报送事件',
    request: {
      params: datasetParams,
      query: z.object({
        dry_run: z.string().optional().meta({ description: '1：只检查，不收' }),
        targets: z.literal('none').optional().meta({ description: 'none：由本次报送建立的数据集不套用文件所定目标' }),
      }),
      headers: idempotencyHeaders,
      body: {
        required: true,
        content: {
          [XLSX]: { schema: z.string().meta({ format: 'binary' }) },
          'application/json': { schema: z.union([Event, z.array(Event)]) },
          [NDJSON]: { schema: z.string() },
          'application/cloudevents+json': { schema: z.record(z.string(), z.unknown()) },
          'application/cloudevents-batch+json': { schema: z.array(z.unknown()) },
          [CSV]: { schema: z.string() },
        },
      },
    },
    responses: { 200: json('回执', Receipt), ...problems(400, 404, 413, 415, 422, 429) },
  }),
}
