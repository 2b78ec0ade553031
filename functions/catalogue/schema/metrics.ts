import { z } from 'zod'
import { bilingual, codeName, text } from './language.ts'

/** A number of the cube: a metric by itself, or the sum of some of its parts, of one sector or all. */
export const indicator = z.strictObject({
  metric: text,
  parts: z.array(text).min(1, { error: 'one part or more' }).exactOptional(),
  sector: text.exactOptional(),
})

/**
 * How a target is judged where its document gives no number of its own:
 * `existence` at least one; `none_left` zero; `whole` all of a whole; `spread` at least one of its own in every region of a level;
 * `trend` more than in the twelve months before; `ledger` by the entries of the ledger of targets.
 */
export const targetRule = z.enum(['existence', 'none_left', 'whole', 'spread', 'trend', 'ledger'])

/** What shows the progress of a target for a metric. */
export const targetEvidence = z.strictObject({
  counted: indicator.nullable().describe('The counted number that shows the progress; null where this system does not count it.'),
  of: indicator.exactOptional().describe('The whole that the counted number is a part of.'),
  rule: targetRule.exactOptional(),
  level: z
    .enum(['every', 'province', 'prefecture', 'county'])
    .exactOptional()
    .describe('The level whose regions a `spread` goes over; `every` for the region itself and all levels down to the county.'),
  survey: codeName.exactOptional().describe('The kind of survey whose rate is the value.'),
  published: codeName.nullable().describe('The published metric that is listed beside the counted number, never mixed into it.'),
})

/** The position of a metric in a list; lower numbers come first. Steps of ten leave room between two. */
const order = z.int({ error: 'a whole number' })

/** How a counted metric is offered for comparing regions on the map. */
export const onMap = z.strictObject({
  order,
  window: z.enum(['year', 'month']).exactOptional().describe('The window that is compared; without it the value for all time, or of now.'),
  part: codeName.exactOptional().describe('The part that is compared, for a metric with `by`.'),
  label: bilingual.exactOptional().describe('What the selector says, where it is not the name of the metric.'),
})

/** How a counted metric is listed in the bulletin. */
export const inBulletin = z.strictObject({
  order,
  sentence: text
    .exactOptional()
    .describe(
      'A clause of the opening paragraph. {metric}, {metric.year} and {metric.month} are values, {month} is the number of the month.',
    ),
})

/** What a metric counts. */
export const counts = z.enum(['people', 'person_times', 'things', 'acts', 'money', 'days', 'share'])

/** Whether more of a metric is better, less of it, or neither. */
export const polarity = z.enum(['more', 'less', 'neutral'])

/** A field of an event that must be filled in, with the value where one value alone counts. */
const condition = z.strictObject({ field: codeName, value: text.exactOptional() })

/** Events that make a number count: of a type, and where it is so, only those that fill in a field. */
const recording = condition.partial().extend({
  type: text.describe('The event type.'),
  also: z.array(condition).exactOptional().describe('Further fields that the same event must fill in.'),
})

/** A metric that this system counts from events. */
export const countedMetric = z.strictObject({
  zh: text,
  en: text,
  unit: text.describe('Its unit in Chinese; units.json has the English word.'),
  counts,
  polarity,
  windowed: z.boolean().describe('True for a metric of a window (all, year, month); false for one of a moment.'),
  definition: bilingual,
  article: text.describe('Document and article that ask for the metric.'),
  by: z.enum(['basis', 'kind']).exactOptional().describe('The parameter that splits the metric into several values.'),
  ratio: z
    .tuple([codeName, codeName], { error: 'a list of two metrics' })
    .exactOptional()
    .describe('Numerator and denominator, for a metric that is a ratio of two others.'),
  reported_by: z
    .array(text)
    .min(1, { error: 'one metric or event type, or more' })
    .describe(
      'The metrics or event types of which each must have rows for a zero to be a zero; without, it is "not reported". A part of a register, or an absence, needs the register and the unions.',
    ),
  absence_of: codeName
    .exactOptional()
    .describe(
      'What must be missing somewhere for the metric to count there. It has values in the provinces that sent any of it; elsewhere nobody knows.',
    ),
  recorded_by: z
    .array(recording)
    .min(1, { error: 'one event type or more' })
    .describe('The events that make it count. Of a part of a register also those of the register.'),
  parts: z
    .array(text)
    .min(1, { error: 'one part or more' })
    .exactOptional()
    .describe('Parts that its SQL knows and that are no code of a field, such as "with_hours". Codes of fields need not be listed.'),
  part_of: codeName.exactOptional().describe('The whole of which this metric is a part.'),
  should_be_zero: z.boolean().exactOptional().describe('True for a work list that the documents want empty.'),
  published_beside: codeName.exactOptional().describe('The published metric that is shown beside this one, never mixed into it.'),
  is_detail: z.boolean().exactOptional().describe('True for a metric that only the pages of measures show.'),
  shown: z
    .strictObject({ map: onMap.nullable(), bulletin: inBulletin.nullable() })
    .exactOptional()
    .describe('Where the metric is listed; null for a list that leaves it out. Required unless is_detail.'),
  target: targetEvidence
    .extend({ counted: indicator.nullable().exactOptional().describe('Without it the metric itself.') })
    .nullable()
    .exactOptional()
    .describe('How a target for this metric is judged; null where this system does not judge one. Required unless is_detail.'),
})

/** A metric that others publish. */
export const publishedMetric = z.strictObject({
  zh: text,
  en: text,
  unit: text.describe('The plain unit of its figures (unit_base of queries/data/published-figures.csv).'),
  counts,
  kind: z.enum(['stock', 'flow', 'share']),
  polarity,
  definition: bilingual,
  group: codeName,
  shown: z.strictObject({ map: onMap.pick({ order: true }) }).exactOptional(),
  target: targetEvidence.exactOptional(),
})

/** A metric that only targets name. */
export const targetMetric = z.strictObject({ zh: text, en: text, target: targetEvidence.exactOptional() })

/** `metrics.json`: counted metrics, published metrics, and those that only targets name. */
export const metricsFile = z.strictObject({
  counted: z.record(z.string().regex(/^[a-z_.]+$/, { error: 'a name of a-z, _ and .' }), countedMetric),
  published: z.record(z.string().regex(/^[a-z0-9_]+$/, { error: 'a name of a-z, 0-9 and _' }), publishedMetric),
  target_only: z.record(codeName, targetMetric),
})
