import { eventTypes } from '../catalogue/catalogue.ts'
import { type ColumnType, columnTypeOf } from '../catalogue/event-type.ts'

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

/** The columns of the table of events: the envelope, then every field of the catalogue. */
export const eventColumns: readonly Column[] = [...ENVELOPE, ...dataColumns()]
