import { eventTypes } from '../catalogue/catalogue.ts'
import { BESIDE_CONTENT, type ColumnType, IDENTIFIER_COLUMNS, columnTypeOf } from '../catalogue/event-type.ts'

export interface Column {
  name: string
  type: ColumnType
}

const ENVELOPE: Column[] = [
  { name: 'source', type: 'text' },
  { name: 'id', type: 'text' },
  { name: 'revision', type: 'integer' },
  { name: 'is_void', type: 'boolean' },
  { name: 'fingerprint', type: 'text' },
  { name: 'type', type: 'text' },
  { name: 'occurred_on', type: 'day' },
  { name: 'received_on', type: 'day' },
]

function dataColumns(): Column[] {
  const columns = new Map<string, ColumnType>()
  for (const [typeName, type] of eventTypes) {
    for (const field of type.fields) {
      const column = columnTypeOf(field.kind)
      const other = columns.get(field.name)
      if (other && other !== column)
        throw new Error(`event type ${typeName}, field ${field.name}: a ${column} here and a ${other} in another type`)
      columns.set(field.name, column)
    }
  }
  return [...columns].map(([name, type]) => ({ name, type }))
}

/** What is stored of a person beside the field `worker`. */
const OF_PERSONS: readonly Column[] = [...IDENTIFIER_COLUMNS, ...BESIDE_CONTENT].map((name) => ({ name, type: 'text' }))

/** The columns of the table of events: the envelope, every field of the catalogue, and what is stored of persons beside them. */
export const eventColumns: readonly Column[] = [...ENVELOPE, ...dataColumns(), ...OF_PERSONS]
