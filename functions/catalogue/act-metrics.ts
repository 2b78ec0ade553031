import type { EventType } from './event-type.ts'
import type { ContentOf } from './schema/files.ts'

/** A metric that this system counts from events. */
export type CountedMetric = ContentOf<'metrics.json'>['counted'][string]

const COUNTS = {
  '': { zh: '', en: '', unit: '次', what: { zh: '期内所报的次数', en: 'Events told of in the window' } },
  '.people': { zh: '人数', en: ', people', unit: '人次', what: { zh: '期内所报人数之和（实名的每次计1）', en: 'People told of in the window, one for each that is named' } },
  '.amount': { zh: '金额', en: ', amount', unit: '元', what: { zh: '期内所报金额之和', en: 'Money told of in the window' } },
  '.days': { zh: '历时', en: ', days', unit: '天', what: { zh: '期内办结、答复所历天数之和', en: 'Days that passed until the answer or the end, added up' } },
} as const // prettier-ignore

/** Event types without a pattern whose details are counted as reported, besides the metrics that have rules of their own. */
const ALSO_COUNTED = ['member.joined', 'member.transferred', 'service.delivered']

/** Fields of which one makes the days until the answer or the end known. */
const DAY_FIELDS = ['answered_on', 'applied_on', 'changed_on', 'opened_on']

function isCounted(ending: keyof typeof COUNTS, name: string, { fieldNames }: EventType): boolean {
  if (ending === '.amount') return fieldNames.has('amount_cny')
  if (ending === '.days') return DAY_FIELDS.some((field) => fieldNames.has(field))
  // A join, a transfer or an update is about one person: its people are its events.
  if (ending === '.people') return (fieldNames.has('worker') || fieldNames.has('count')) && !name.startsWith('member.')
  return true
}

/** The metrics that count an event type as reported: its events and, where it carries them, people, money and days. */
export function actMetrics(eventTypes: ReadonlyMap<string, EventType>): Record<string, CountedMetric> {
  const metrics: Record<string, CountedMetric> = {}
  for (const [name, type] of eventTypes) {
    if (type.pattern === undefined && !ALSO_COUNTED.includes(name)) continue
    const { zh, en, article } = type
    for (const ending of ['', '.people', '.amount', '.days'] as const) {
      if (!isCounted(ending, name, type)) continue
      const { zh: more, en: moreEn, unit, what } = COUNTS[ending]
      metrics[name + ending] = {
        zh: zh + more,
        en: en + moreEn,
        unit,
        windowed: true,
        definition: { zh: `${what.zh}（${zh}）。`, en: `${what.en} (${en}).` },
        article,
        reported_by: name,
        is_detail: true,
      }
    }
  }
  return metrics
}
