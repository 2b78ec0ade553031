import { z } from 'zod'
import { json } from './responses.ts'
import { route } from './route.ts'

const Region = z
  .object({
    code: z.string(),
    name: z.object({ zh: z.string(), en: z.string() }),
    level: z.enum(['nation', 'province', 'prefecture', 'county']),
    parent: z.string().meta({ description: 'the code of the region above; empty for the nation' }),
    zone: z.literal(true).optional().meta({ description: 'a functional zone between the counties, which is in no count of counties' }),
    reports: z
      .boolean()
      .meta({ description: 'whether a union reports for it; a place that does not is in no count of units, target or rank' }),
    reports_since: z.string().optional().meta({ format: 'date' }),
  })
  .meta({ id: 'Region' })
export type Region = z.output<typeof Region>

const FormerRegion = z
  .object({
    code: z.string(),
    name: z.string(),
    valid_from: z.string().meta({ format: 'date' }),
    valid_to: z.string().meta({ format: 'date' }),
    successors: z.array(z.string()).meta({ description: 'regions of the table; events count in the first' }),
  })
  .meta({ id: 'FormerRegion' })

export const regionRoutes = {
  getRegions: route({
    method: 'get',
    path: '/api/v1/regions',
    function: 'answer-requests',
    summary: '地区表：区县以上；并列 2010 年以来停用的代码',
    request: {},
    responses: {
      200: json('地区', z.object({ year: z.int(), source: z.string(), regions: z.array(Region), former: z.array(FormerRegion) })),
    },
  }),
}
