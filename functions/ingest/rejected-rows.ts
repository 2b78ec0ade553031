import { eventTypes } from '../catalogue/catalogue.ts'
import { isRecord } from '../events/event.ts'
import { HIDDEN, type Problem, hidePersonalNumbers } from '../events/problems.ts'
import type { Row } from './parsers/row.ts'

/** A row that was not taken in, as it is kept: without anything of a person, with its reasons. */
export interface RejectedRow {
  row: number
  problems: Problem[]
  /** The cells of a table's row, or the event as JSON. */
  content: string[] | unknown
  /** Both fingerprints of a conflict: the accepted one and the one that came later. */
  fingerprints?: [accepted: string, arrived: string]
}

const knownColumns = new Set([
  'source',
  'id',
  'type',
  'occurred_on',
  'revision',
  'void',
  ...[...eventTypes.values()].flatMap((type) => type.fields.map((field) => field.name)),
])

function clean(value: unknown): unknown {
  if (typeof value === 'string') return hidePersonalNumbers(value.slice(0, 2000))
  if (typeof value === 'number') return Math.abs(value) >= 1e10 ? HIDDEN : value
  if (typeof value === 'boolean' || value === null) return value
  return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value.map((one) => clean(one)) : HIDDEN
}

/** An event without what may speak of a person: identifiers, unknown fields, nested values. */
function withoutPersons(raw: unknown): unknown {
  if (!isRecord(raw)) return HIDDEN
  const kept: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(raw)) {
    if (key === 'worker' || !knownColumns.has(key))
      kept[hidePersonalNumbers(key)] = key === 'data' && isRecord(value) ? withoutPersons(value) : HIDDEN
    else kept[key] = clean(value)
  }
  return kept
}

/** What is kept of a row: in the shape it came in, with everything of a person hidden. */
export function storedContent(names: readonly string[] | undefined, row: Row): RejectedRow['content'] {
  if (names && row.cells) {
    return names.map((name, column) => {
      const cell = row.cells![column] ?? ''
      if (cell === '') return ''
      return knownColumns.has(name) ? (clean(cell) as string) : HIDDEN
    })
  }
  return row.ok ? withoutPersons(row.raw) : HIDDEN
}

/** The columns that tell, beside a rejected row, why it was rejected. Sent again, they say nothing. */
export const REASONS = ['row', 'error_field', 'error_code', 'error_message'] as const

/** What those columns say of a row. */
export function reasonsOf({ row, problems }: RejectedRow): string[] {
  return [
    String(row),
    problems.map((one) => one.field).join('; '),
    problems.map((one) => one.code).join('; '),
    problems.map((one) => `${one.field}：${one.message}`).join('；'),
  ]
}
