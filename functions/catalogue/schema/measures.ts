import { z } from 'zod'
import { indicator } from './metrics.ts'
import { bilingual, text } from './language.ts'

/** The topics that measures are shown under. */
export const measureTopic = z.enum(['enterprises', 'members', 'sites', 'services', 'rights', 'all'])

/** One of the measures, mechanisms, services, sites, forms and duties that the five documents name. */
export const measure = z.strictObject({
  zh: text,
  en: text,
  called: bilingual
    .exactOptional()
    .describe('What its number is called, where that is not what the words ask for: a count of a fault is named as the fault.'),
  definition: bilingual
    .exactOptional()
    .describe('What its number counts, where the definition of the metric and the names of the parts do not say enough.'),
  tier: z
    .int()
    .min(1, { error: '1, 2 or 3' })
    .max(3, { error: '1, 2 or 3' })
    .describe('1: feeds the named targets; 2: a countable act; 3: a mechanism, plan or post that exists or does not.'),
  articles: z.array(text).min(1, { error: 'one article or more' }).describe('Documents and articles that ask for it.'),
  aspect: z
    .int()
    .min(1, { error: '1 to 7, or null' })
    .max(7, { error: '1 to 7, or null' })
    .nullable()
    .describe('Which of the seven aspects (七个方面) of the rights Opinions it serves; null for money, leadership and assessment.'),
  page: measureTopic.describe('The topic that it is shown under.'),
  indicator: indicator.describe('The number that shows it. The documents define none of them: it is a count of what was reported.'),
  of: indicator.exactOptional().describe('The whole that it is a part of.'),
  days: z.boolean().exactOptional().describe('True where the events say how many days passed until the answer or the end.'),
  moves: z.number().describe('By how much the example moves the indicator.'),
  example: z
    .array(z.strictObject({ type: text, data: z.record(text, z.unknown()) }))
    .min(1, { error: 'one event or more' })
    .describe('Events, in order, of which the last moves the indicator. {id}, {region} and {street} are filled in.'),
})

/** `measures.json`: the measures by id, M001 to M276. */
export const measuresFile = z.record(z.string().regex(/^M\d{3}$/, { error: 'an id such as M001' }), measure)
