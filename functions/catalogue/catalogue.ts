import codesJson from '../../queries/catalogue/codes.json' with { type: 'json' }
import eventTypesJson from '../../queries/catalogue/event-types.json' with { type: 'json' }
import patternsJson from '../../queries/catalogue/patterns.json' with { type: 'json' }
import metricsJson from '../../queries/catalogue/metrics.json' with { type: 'json' }
import type { Bilingual } from '../domain/language.ts'

/** How a field of an event is read. `code:LIST` is one code of a closed list, `codes:LIST` several. */
export type FieldKind =
  | 'worker'
  | 'region'
  | 'enterprise'
  | 'enterprises'
  | 'thing'
  | 'name'
  | 'text'
  | 'unit'
  | 'url'
  | 'day'
  | 'count'
  | 'headcount'
  | 'number'
  | 'money'
  | 'boolean'
  | 'metric'
  | 'sector_or_all'
  | 'event_type'
  | 'share'
  | `code:${string}`
  | `codes:${string}`

export interface Field {
  name: string
  kind: FieldKind
  isRequired: boolean
}

export interface EventType extends Bilingual {
  /** Document and article that ask for the event to be recorded. */
  article: string
  /** What it shares with others of its kind; absent for events that are counted each by rules of its own. */
  pattern?: string
  fields: Field[]
  fieldNames: ReadonlySet<string>
  /** The names of the fields by code point, in which order they make an event's content. */
  sortedNames: readonly string[]
  /** Exactly one of these fields must be there. */
  exactlyOneOf: string[]
  /** A day that may not lie before another: later field to earlier field. */
  notBefore: [later: string, earlier: string][]
}

export interface Code extends Bilingual {
  article: string
}

export interface CodeList {
  title: Bilingual
  codes: Record<string, Code>
}

export interface CountedMetric extends Bilingual {
  unit: string
  /** Whether the metric speaks of a window (all, year, month) rather than of a moment. */
  windowed: boolean
  definition: Bilingual
  article: string
  /** The parameter that splits the metric into several values. */
  by?: 'basis' | 'kind'
  /** Numerator and denominator, where the metric is a ratio of two others. */
  ratio?: [string, string]
  /** The metric whose rows tell that a region reported at all: without any, a zero is no count. */
  reported_by: string
  /** The whole of which this metric is a part. */
  part_of?: string
  /** Whether the documents ask for none of it: a work list to be emptied. */
  should_be_zero?: boolean
  /** The published metric that stands beside this one, never mixed into it. */
  published_beside?: string
  /** Whether it stands on the pages of measures only, not on those of regions and sectors. */
  is_detail?: boolean
}

interface Pattern extends Bilingual {
  fields: Record<string, string>
  not_before?: Record<string, string>
}

/** What kinds of events share: their fields, and that they are counted alike (queries/staging/stg_act_events.sql). */
export const patterns = patternsJson as Record<string, Pattern>

interface RawEventType extends Bilingual {
  article: string
  /** The pattern whose fields it has beside its own. */
  pattern?: string
  fields: Record<string, string>
  exactly_one_of?: string[]
  not_before?: Record<string, string>
}

function readEventType(raw: RawEventType): EventType {
  const shared = raw.pattern === undefined ? undefined : patterns[raw.pattern]!
  const own = new Set(Object.keys(raw.fields).map((name) => name.replace('?', '')))
  const inherited = Object.entries(shared?.fields ?? {}).filter(([name]) => !own.has(name.replace('?', '')))
  const fields = [...Object.entries(raw.fields), ...inherited].map(([name, kind]) => ({
    name: name.replace('?', ''),
    kind: kind as FieldKind,
    isRequired: !name.endsWith('?'),
  }))
  return {
    zh: raw.zh,
    en: raw.en,
    article: raw.article,
    ...(raw.pattern !== undefined && { pattern: raw.pattern }),
    fields,
    fieldNames: new Set(fields.map((field) => field.name)),
    sortedNames: fields.map((field) => field.name).sort(),
    exactlyOneOf: raw.exactly_one_of ?? [],
    notBefore: Object.entries({ ...shared?.not_before, ...raw.not_before }),
  }
}

/** Every event type that can be recorded, by its name. */
export const eventTypes: ReadonlyMap<string, EventType> = new Map(
  Object.entries(eventTypesJson as Record<string, RawEventType>).map(([name, raw]) => [name, readEventType(raw)]),
)

/** The Chinese and English name of an event type; the type itself where there is none. */
export function typeName(name: string): Bilingual {
  const { zh, en } = eventTypes.get(name) ?? { zh: name, en: name }
  return { zh, en }
}

/** The closed code lists, by name; their order is the order of display. */
export const codeLists = codesJson as Record<string, CodeList>

const ACT = {
  '': { zh: '', en: '', unit: '次', what: { zh: '期内所报的次数', en: 'Events told of in the window' } },
  '.people': { zh: '人数', en: ', people', unit: '人次', what: { zh: '期内所报人数之和（实名的每次计1）', en: 'People told of in the window, one for each that is named' } },
  '.amount': { zh: '金额', en: ', amount', unit: '元', what: { zh: '期内所报金额之和', en: 'Money told of in the window' } },
  '.days': { zh: '历时', en: ', days', unit: '天', what: { zh: '期内办结、答复所历天数之和', en: 'Days that passed until the answer or the end, added up' } },
} as const // prettier-ignore

/** Kinds of events that are counted by rules of their own, and whose details are counted as they are told. */
const TOLD_BESIDE = ['member.joined', 'member.transferred', 'service.delivered']

/** What is counted of an event type as it is told: its events, and where it tells of them people, money and days. */
function actMetrics(): Record<string, CountedMetric> {
  const metrics: Record<string, CountedMetric> = {}
  for (const [name, { zh, en, article, pattern, fieldNames }] of eventTypes) {
    if (pattern === undefined && !TOLD_BESIDE.includes(name)) continue
    const has = {
      '': true,
      // A join, a transfer or an update is of one person: its people are its events.
      '.people': (fieldNames.has('worker') || fieldNames.has('count')) && !name.startsWith('member.'),
      '.amount': fieldNames.has('amount_cny'),
      '.days': ['answered_on', 'applied_on', 'changed_on', 'opened_on'].some((field) => fieldNames.has(field)),
    }
    for (const [ending, { zh: more, en: moreEn, unit, what }] of Object.entries(ACT)) {
      if (!has[ending as keyof typeof has]) continue
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

/** The metrics this system counts from events: those of the contract by their rules, then every kind of act as it is told. */
export const countedMetrics: Readonly<Record<string, CountedMetric>> = {
  ...(metricsJson.counted as unknown as Record<string, CountedMetric>),
  ...actMetrics(),
}

/** Whether a part of a metric is one that the contract knows: pages of regions show these, those of measures all. */
export function isCore(metric: string, part: string): boolean {
  const { is_detail, by } = countedMetrics[metric] ?? {}
  if (is_detail) return false
  return part === '' || by === 'basis' || (by === 'kind' && Object.hasOwn(codeLists.site_kind!.codes, part))
}

/** The metrics that others publish (legend of queries/data/README.md). */
export const publishedMetrics = metricsJson.published as Record<string, Bilingual & { group: string }>

/** The five sectors in the order of the documents. */
export const sectors = Object.keys(codeLists.sector!.codes)

/** The Chinese and English name of a code of a list; the code itself where none is known. */
export function codeName(list: string, code: string): Bilingual {
  if (list === 'sector' && code === 'all') return { zh: '全部行业', en: 'all sectors' }
  const { zh, en } = codeLists[list]?.codes[code] ?? { zh: code, en: code }
  return { zh, en }
}
