import { z } from 'zod'
import { json } from './responses.ts'
import { route } from './route.ts'

/** What a dataset is, fixed when it is created. Stored as `datasets/NAME.json`. */
export const DatasetCard = z
  .object({
    name: z.string(),
    title: z.object({ zh: z.string(), en: z.string() }),
    is_simulated: z.boolean(),
    targets: z.literal('none').optional().meta({ description: 'the targets of the documents do not apply; absent: they do' }),
    scale: z
      .int()
      .min(1)
      .optional()
      .meta({ description: 'how many people one person of its events stands for; targets that count people are shown divided by it' }),
    engine: z
      .enum(['duckdb', 'athena', 'trino', 'auto'])
      .optional()
      .meta({ description: 'the engine that builds its releases, where that is not the one the setting ENGINE names' }),
  })
  .meta({ id: 'DatasetCard' })
export type DatasetCard = z.output<typeof DatasetCard>

export const datasetRoutes = {
  getOpenApi: route({
    method: 'get',
    path: '/api/v1/openapi.json',
    function: 'answer-requests',
    summary: '本接口的说明（OpenAPI）',
    request: {},
    responses: { 200: json('OpenAPI 3.1', z.looseObject({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) })) },
  }),
  getDatasets: route({
    method: 'get',
    path: '/api/v1/datasets',
    function: 'answer-requests',
    summary: '数据集',
    request: {},
    responses: { 200: json('数据集', z.object({ datasets: z.array(DatasetCard) })) },
  }),
}
