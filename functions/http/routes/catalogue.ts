import { z } from 'zod'
import { counts, polarity } from '../../catalogue/schema/metrics.ts'
import { bilingual } from '../../catalogue/schema/language.ts'
import { json, problems } from './responses.ts'
import { route } from './route.ts'

const NumberRef = z.object({
  code: z.string(),
  parts: z.array(z.string()).readonly().optional(),
  sector: z.string().optional(),
})

const Condition = z.object({ field: z.string(), value: z.string().optional() })
const Recording = Condition.partial().extend({ type: z.string(), also: z.array(Condition).optional() })

/** The definition of one number, see functions/catalogue/registry.ts. */
export const MetricDefinition = z
  .object({
    code: z.string(),
    group: z.enum(['core', 'acts', 'measures', 'published', 'targets']),
    name: bilingual,
    definition: bilingual,
    unit: bilingual,
    counts,
    kind: z.enum(['stock', 'flow', 'share']),
    polarity,
    numerator: NumberRef.optional(),
    denominator: NumberRef.optional(),
    population: bilingual.optional(),
    articles: z.array(z.string()).readonly(),
    targetable: z.boolean(),
    recorded_by: z
      .array(Recording)
      .readonly()
      .meta({ description: 'the events that make it count, with the field and the value that decide' }),
    synonyms: z.array(z.string()).readonly().meta({ description: 'other names under which a target may name it' }),
    words: bilingual.optional().meta({ description: 'the words of the documents, where the number is called otherwise' }),
    same_as: z.string().optional().meta({ description: 'the first measure that shows the same number' }),
  })
  .meta({ id: 'MetricDefinition' })
export type MetricDefinition = z.output<typeof MetricDefinition>

export const catalogueRoutes = {
  getCatalogue: route({
    method: 'get',
    path: '/api/v1/catalogue',
    function: 'answer-requests',
    summary: '指标的定义',
    request: { query: z.strictObject({ code: z.string().optional().meta({ description: '只要这个代码的' }) }) },
    responses: { 200: json('指标的定义', z.object({ metrics: z.array(MetricDefinition) })), ...problems(400) },
  }),
}
