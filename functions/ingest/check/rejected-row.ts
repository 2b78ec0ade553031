import { eventTypes } from '../../catalogue/catalogue.ts'
import { isRecord } from '../../events/absent.ts'
import { HIDDEN, type Problem, hidePersonalNumbers } from '../../events/problems.ts'
import type { Row } from '../parsers/row.ts'

/** A rejected row or a conflict, as it is stored: with its reasons, and without any personal data. */
export interface RejectedRow {
  row: number
  problems: Problem[]
  /** The cells of a table's row, or the event as JSON. */
  content: string[] | unknown
  /** Both fingerprints of a conflict: the accepted one, and the one that arrived later. */
  fingerprints?: [accepted: string, arrived: string]
}

const knownColumns = new Set([
  'source',
  'id',
  'type',
  'occurred_on',
  'revision',
  'void',
  'received_on',
  ...[...eventTypes.values()].flatMap((type) => type.fields.map((field) => field.name)),
])

function redactValue(value: unknown): unknown {
  if (typeof value === 'string') return hidePersonalNumbers(value.slice(0, 2000))
  if (typeof value === 'number') return Math.abs(value) >= 1e10 ? HIDDEN : value
  if (typeof value === 'boolean' || value === null) return value
  return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value.map((one) => redactValue(one)) : HIDDEN
}

/** An event without anything that may be about a person: identifiers, unknown fields, nested values. */
function redactEvent(raw: unknown): unknown {
  if (!isRecord(raw)) return HIDDEN
  const redacted: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(raw)) {
    if (key === 'worker' || !knownColumns.has(key))
      redacted[hidePersonalNumbers(key)] = key === 'data' && isRecord(value) ? redactEvent(value) : HIDDEN
    else redacted[key] = redactValue(value)
  }
  return redacted
}

/** What is stored of a rejected row: its content in the shape in which it came, with all personal data hidden. */
export function redactRow(names: readonly string[] | undefined, row: Row): RejectedRow['content'] {
  if (names && row.cells) {
    return names.map((name, column) => {
      const cell = row.cells?.[column] ?? ''
      if (cell === '') return ''
      return knownColumns.has(name) ? redactValue(cell) : HIDDEN
    })
  }
  return row.ok ? redactEvent(row.raw) : HIDDEN
}
