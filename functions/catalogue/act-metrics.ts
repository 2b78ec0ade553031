import type { Bilingual } from '../domain/language.ts'
import type { EventType } from './event-type.ts'
import type { ContentOf } from './schema/files.ts'

/** A metric that this system counts from events. */
export type CountedMetric = ContentOf<'metrics.json'>['counted'][string]

/** What is counted of an event type: its events, people, money, or the days until the answer or the end. */
type Ending = '' | '.people' | '.amount' | '.days'

/** Name, unit and definition of one of these metrics. */
type Described = Pick<CountedMetric, 'unit' | 'counts'> & { more: Bilingual; definition: Bilingual }

function describe(ending: Ending, { zh, en, unit, counts, namesPeopleOnce }: EventType): Described {
  if (ending === '.people' && namesPeopleOnce) {
    return {
      more: { zh: '人数', en: ', people' },
      unit: '人',
      counts: 'people',
      definition: {
        zh: `期内报送的“${zh}”人数之和；离任的没有报送，不减。`,
        en: `People of the events “${en}” reported in the window, added up. Those who leave are not reported and not taken off.`,
      },
    }
  }
  if (ending === '.people') {
    return {
      more: { zh: '人数', en: ', people' },
      unit: '人次',
      counts: 'person_times',
      definition: {
        zh: `期内报送的“${zh}”所涉人数之和：实名的每次计一，只报人数的计其人数。`,
        en: `People of the events “${en}” reported in the window: one for each that is named, else the number given.`,
      },
    }
  }
  if (ending === '.amount') {
    return {
      more: { zh: '金额', en: ', amount' },
      unit: '元',
      counts: 'money',
      definition: { zh: `期内报送的“${zh}”金额之和。`, en: `Money of the events “${en}” reported in the window, added up.` },
    }
  }
  if (ending === '.days') {
    return {
      more: { zh: '历时', en: ', days' },
      unit: '天',
      counts: 'days',
      definition: {
        zh: `期内报送的“${zh}”到办结或答复所历天数之和。`,
        en: `Days until the answer or the end of the events “${en}” reported in the window, added up.`,
      },
    }
  }
  return {
    more: { zh: '', en: '' },
    unit,
    counts,
    definition: { zh: `期内报送的“${zh}”，每${unit}计一。`, en: `Events “${en}” reported in the window, each counted once.` },
  }
}

/** Event types without a pattern whose details are counted as reported, besides the metrics that have rules of their own. */
const ALSO_COUNTED = ['member.joined', 'member.transferred', 'service.delivered']

/** What is counted of a type of which only some events are: those that fill in an optional field (queries/staging/stg_worker_acts.sql). */
const ONLY_DETAILED: Readonly<Record<string, Bilingual>> = {
  'member.joined': {
    zh: '填写了细目（接收工会、申请日期、介绍或协助单位、集中行动之一）的入会',
    en: 'joins with a detail (receiving union, day of application, who introduced or helped, campaign)',
  },
  'service.delivered': { zh: '注明了渠道的服务', en: 'services with a channel' },
}

/** Of these types only events that fill in one of the fields are counted as acts (queries/staging/stg_worker_acts.sql). */
const DETAIL_FIELDS: Readonly<Record<string, readonly string[]>> = {
  'member.joined': ['received_by', 'introduced_by', 'helped_by', 'campaign', 'applied_on'],
  'service.delivered': ['channel'],
}

/** The metric that counts all events of these types, also those that fill in none of the fields. */
const ALL_OF: Readonly<Record<string, string>> = { 'member.joined': 'members_joined', 'service.delivered': 'service_persontimes' }

/** Of a metric that counts only events that fill in a field: which these are, in words, and the metric of all of them; undefined for others. */
export function detailsOnly(metric: string): { words: Bilingual; all: string } | undefined {
  const words = ONLY_DETAILED[metric]
  return words && { words, all: ALL_OF[metric]! }
}

/** Fields of which one must be filled in for the people, the money, or the days until the answer or the end of an event to be known. */
const FIELDS_OF: Readonly<Record<Exclude<Ending, ''>, readonly string[]>> = {
  '.people': ['worker', 'count'],
  '.amount': ['amount_cny'],
  '.days': ['answered_on', 'applied_on', 'changed_on', 'opened_on'],
}

/** The events that make one of these metrics count; none where no event can. */
function recordingsOf(ending: Ending, type: string, { fieldNames }: EventType): CountedMetric['recorded_by'] {
  const fields = ending === '' ? DETAIL_FIELDS[type] : FIELDS_OF[ending]
  if (fields === undefined) return [{ type }]
  // A join, a transfer or an update is about one person: its people are its events.
  if (ending === '.people' && type.startsWith('member.')) return []
  return fields.filter((field) => fieldNames.has(field)).map((field) => ({ type, field }))
}

/** The metrics that count an event type as reported: its events and, where it carries them, people, money and days. */
export function actMetrics(eventTypes: ReadonlyMap<string, EventType>): Record<string, CountedMetric> {
  const metrics: Record<string, CountedMetric> = {}
  for (const [name, type] of eventTypes) {
    if (type.pattern === undefined && !ALSO_COUNTED.includes(name)) continue
    const counted = { ...type, ...ONLY_DETAILED[name] }
    const { zh, en, article, polarity } = counted
    for (const ending of ['', '.people', '.amount', '.days'] as const) {
      const recordings = recordingsOf(ending, name, type)
      if (recordings.length === 0) continue
      const { more, ...described } = describe(ending, counted)
      metrics[name + ending] = {
        zh: zh + more.zh,
        en: en + more.en,
        ...described,
        polarity: ending === '.days' ? 'less' : polarity,
        windowed: true,
        article,
        reported_by: [name],
        recorded_by: recordings,
        is_detail: true,
      }
    }
  }
  return metrics
}
