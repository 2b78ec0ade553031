import type { ReadContext } from '../context.ts'
import { listDatasets } from '../datasets.ts'
import type { Operations } from '../dispatcher.ts'
import { json } from '../message.ts'
import { openApiDocument } from '../openapi.ts'

export const datasetOperations: Operations<'getOpenApi' | 'getDatasets', ReadContext> = {
  getOpenApi: async () => json(200, openApiDocument()),
  getDatasets: async (context) => json(200, { datasets: await listDatasets(context.store) }),
}
