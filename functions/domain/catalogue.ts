import codesJson from '../../queries/catalogue/codes.json' with { type: 'json' }
import eventTypesJson from '../../queries/catalogue/event-types.json' with { type: 'json' }
import metricsJson from '../../queries/catalogue/metrics.json' with { type: 'json' }
import type { Bilingual } from './language.ts'

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
}

interface RawEventType extends Bilingual {
  article: string
  fields: Record<string, string>
  exactly_one_of?: string[]
  not_before?: Record<string, string>
}

function readEventType(raw: RawEventType): EventType {
  const fields = Object.entries(raw.fields).map(([name, kind]) => ({
    name: name.replace('?', ''),
    kind: kind as FieldKind,
    isRequired: !name.endsWith('?'),
  }))
  return {
    zh: raw.zh,
    en: raw.en,
    article: raw.article,
    fields,
    fieldNames: new Set(fields.map((field) => field.name)),
    sortedNames: fields.map((field) => field.name).sort(),
    exactlyOneOf: raw.exactly_one_of ?? [],
    notBefore: Object.entries(raw.not_before ?? {}),
  }
}

/** Every event type that can be recorded, by its name. */
export const eventTypes: ReadonlyMap<string, EventType> = new Map(
  Object.entries(eventTypesJson as Record<string, RawEventType>).map(([name, raw]) => [name, readEventType(raw)]),
)

/** The closed code lists, by name; their order is the order of display. */
export const codeLists = codesJson as Record<string, CodeList>

/** The metrics this system counts from events. */
export const countedMetrics = metricsJson.counted as unknown as Record<string, CountedMetric>

/** The metrics that others publish (legend of queries/data/README.md). */
export const publishedMetrics = metricsJson.published as Record<string, Bilingual & { group: string }>

/** Which counted and which published metric show the progress of a target's metric. */
export const targetEvidence = metricsJson.target_evidence as Record<string, { counted: string | null; published: string | null }>

/** The five sectors in the order of the documents. */
export const sectors = Object.keys(codeLists.sector!.codes)

/** The Chinese and English name of a code of a list; the code itself where none is known. */
export function codeName(list: string, code: string): Bilingual {
  if (list === 'sector' && code === 'all') return { zh: '全部行业', en: 'all sectors' }
  const { zh, en } = codeLists[list]?.codes[code] ?? { zh: code, en: code }
  return { zh, en }
}
