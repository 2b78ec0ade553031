import { type EventType, listOf } from './event-type.ts'
import type { ContentOf } from './schema/files.ts'

type CodeLists = ContentOf<'codes.json'>

/** Names of parts that differ from the name of the field that holds the codes. */
const FIELD_OF: Record<string, string> = { right: 'rights', topic: 'topics', size: 'enterprise_size' }

/** The field whose codes a condition names: `topics` for `topic=rest`. */
export const fieldOfPart = (name: string): string => FIELD_OF[name] ?? name

/** Parts that name what an event has, rather than a code of one of its fields. */
const MARKS = ['answered', 'campaign', 'complete', 'helped', 'introduced', 'timed', 'host=enterprise', 'host=station', 'host=union']

function isCondition(type: EventType, condition: string, lists: CodeLists): boolean {
  if (MARKS.includes(condition)) return true
  const [name, code] = condition.split('=')
  if (name === undefined || code === undefined) return false
  return type.fields.some(({ name: field, kind }) => {
    const list = field === name || field === FIELD_OF[name] ? listOf(kind) : undefined
    return list !== undefined && Object.hasOwn(lists[list]?.codes ?? {}, code)
  })
}

/** Whether a part is one that events of a type can have: conditions joined by `&`, such as `kind=publicity&channel=online`. */
export function isPartOfType(type: EventType, part: string, lists: CodeLists): boolean {
  return part.split('&').every((condition) => isCondition(type, condition, lists))
}

/** The event type that a metric of acts counts: `fund.spent` for `fund.spent.amount`. */
export function typeOfMetric(metric: string): string {
  return metric.replace(/\.(people|amount|days)$/, '')
}
