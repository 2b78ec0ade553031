import type { ReadContext } from '../context.ts'
import { listDatasets } from '../datasets.ts'
import type { Operations } from '../dispatcher.ts'
import { json } from '../message.ts'

export const datasetOperations: Operations<'getOpenApi' | 'getDatasets', ReadContext> = {
  // The generator of the document is loaded when it is first requested: every other request starts without it.
  async getOpenApi() {
    const { openApiDocument } = await import('../openapi.ts')
    return json(200, openApiDocument())
  },
  getDatasets: async (context) => json(200, { datasets: await listDatasets(context.store) }),
}
