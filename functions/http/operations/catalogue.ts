import { registry } from '../../catalogue/registry.ts'
import type { ReadContext } from '../context.ts'
import type { Operations } from '../dispatcher.ts'
import { HttpError, json } from '../message.ts'

export const catalogueOperations: Operations<'getCatalogue', ReadContext> = {
  async getCatalogue(_context, request) {
    const { code } = request.query()
    if (code === undefined) return json(200, { metrics: [...registry.values()] })
    const metric = registry.get(code)
    if (!metric) throw new HttpError(400, `参数 code：没有指标 ${code}`, `parameter code: there is no metric ${code}`, 'code')
    return json(200, { metrics: [metric] })
  },
}
