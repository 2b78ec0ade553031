import codesJson from '../../queries/catalogue/codes.json' with { type: 'json' }
import eventTypesJson from '../../queries/catalogue/event-types.json' with { type: 'json' }
import metricsJson from '../../queries/catalogue/metrics.json' with { type: 'json' }
import patterns from '../../queries/catalogue/patterns.json' with { type: 'json' }
import { type CountedMetric, actMetrics } from './act-metrics.ts'
import { type EventType, resolveEventType } from './event-type.ts'
import type { Bilingual } from '../domain/language.ts'
import type { ContentOf } from './schema/files.ts'

/*
 * The pages import this file too. Therefore it does not validate: every program imports `check-at-start.ts` first, which stops it where
 * a file of the catalogue does not fit its schema.
 */

export type { CountedMetric } from './act-metrics.ts'
export type { EventType, Field, FieldKind } from './event-type.ts'

/** Every event type that can be recorded, by its name. */
export const eventTypes: ReadonlyMap<string, EventType> = new Map(
  Object.entries(eventTypesJson).map(([name, raw]) => [name, resolveEventType(raw, patterns)]),
)

/** The Chinese and English name of an event type; the type itself where it is unknown. */
export function typeName(name: string): Bilingual {
  const { zh, en } = eventTypes.get(name) ?? { zh: name, en: name }
  return { zh, en }
}

/** The closed code lists, by name; their order is the order of display. */
export const codeLists: ContentOf<'codes.json'> = codesJson

/** The metrics that this system counts from events: those of the contract by their rules, then every kind of act as reported. */
export const countedMetrics: Readonly<Record<string, CountedMetric>> = { ...metricsJson.counted, ...actMetrics(eventTypes) }

/** Whether a part of a metric is one that the contract knows: pages of regions show these, those of measures all. */
export function isCore(metric: string, part: string): boolean {
  const { is_detail, by } = countedMetrics[metric] ?? {}
  if (is_detail) return false
  return part === '' || by === 'basis' || (by === 'kind' && Object.hasOwn(codeLists.site_kind!.codes, part))
}

/** The metrics that others publish (legend of queries/data/README.md). */
export const publishedMetrics: ContentOf<'metrics.json'>['published'] = metricsJson.published

/** The five sectors in the order of the documents. */
export const sectors = Object.keys(codeLists.sector!.codes)

/** The Chinese and English name of a code of a list; the code itself where it is unknown. */
export function codeName(list: string, code: string): Bilingual {
  if (list === 'sector' && code === 'all') return { zh: '全部行业', en: 'all sectors' }
  const { zh, en } = codeLists[list]?.codes[code] ?? { zh: code, en: code }
  return { zh, en }
}
