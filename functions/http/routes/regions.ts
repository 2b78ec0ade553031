import { z } from 'zod'
import { json } from './responses.ts'
import { route } from './route.ts'

const Region = z
  .object({
    code: z.string(),
    name: z.object({ zh: z.string(), en: z.string() }),
    level: z.enum(['nation', 'province', 'prefecture', 'county']),
    parent: z.string().meta({ description: 'the code of the region above; empty for the nation' }),
    reports: z
      .boolean()
      .meta({ description: 'whether a union reports for it; a place that does not is in no count of units, target or rank' }),
    reports_since: z.string().optional().meta({ format: 'date' }),
  })
  .meta({ id: 'Region' })
export type Region = z.output<typeof Region>

export const regionRoutes = {
  getRegions: route({
    method: 'get',
    path: '/api/v1/regions',
    function: 'answer-requests',
    summary: '地区表：区县以上',
    request: {},
    responses: { 200: json('地区', z.object({ year: z.int(), source: z.string(), regions: z.array(Region) })) },
  }),
}
