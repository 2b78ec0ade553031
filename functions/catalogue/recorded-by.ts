import partNamesJson from '../../queries/catalogue/part-names.json' with { type: 'json' }
import { codeLists, countedMetrics, eventTypes } from './catalogue.ts'
import { listOf } from './event-type.ts'
import { conditionOf } from './part-words.ts'
import { fieldOfPart } from './parts.ts'
import type { CountedMetric } from './act-metrics.ts'

/** Events that make a number count: of a type, and where it is so, only those that fill in a field, or fill it in with a value. */
export type Recording = CountedMetric['recorded_by'][number]

/** Whether events of a type can have a field. */
const has = (type: string, field: string) => eventTypes.get(type)?.fieldNames.has(field) ?? false

/** The condition of a part as the field of an event and its value, or as the event type that a mark names. */
function recordingOf(metric: string, text: string, types: readonly string[]): Partial<Recording> {
  const mark = partNamesJson[text]
  if (mark) return mark.recorded_by
  const { field, code } = conditionOf(metric, text)
  return { field: [fieldOfPart(field), field].find((one) => types.some((type) => has(type, one))) ?? field, value: code }
}

/** One part of a metric: the events that record the metric and meet every condition of the part. */
function recordingsOfPart(metric: string, part: string): Recording[] {
  const base = countedMetrics[metric]!.recorded_by
  const types = base.map(({ type }) => type)
  const [first, ...others] = part.split('&').map((text) => recordingOf(metric, text, types))
  if (first?.type) return [{ ...first, type: first.type }]
  const fitting = base.filter(({ type }) => first?.field && has(type, first.field))
  const also = others.flatMap(({ field, value }) => (field ? [{ field, ...(value && { value }) }] : []))
  return [...new Set(fitting.map(({ type }) => type))].map((type) => ({ type, ...first, ...(also.length > 0 && { also }) }))
}

/**
 * The events that make a number count: types, with the field and the value that decide. Source: functions/docs/contract.md, section 5
 * (`recorded_by`).
 */
export function recordedBy({ metric, parts }: { metric: string; parts?: readonly string[] }): Recording[] {
  return parts === undefined ? [...countedMetrics[metric]!.recorded_by] : parts.flatMap((part) => recordingsOfPart(metric, part))
}

/** The name of a value of a field, in words; undefined where the field has no list. */
export function valueName({ type, field, value }: { type: string; field: string; value: string }): { zh: string; en: string } | undefined {
  const kind = eventTypes.get(type)?.fields.find(({ name }) => name === field)?.kind
  return codeLists[(kind && listOf(kind)) ?? '']?.codes[value]
}
