import { eventTypes, type FieldKind } from '../catalogue/catalogue.ts'

/** The type of a column in files and SQL. Lists are text joined by `;`. */
export type ColumnType = 'text' | 'integer' | 'double' | 'boolean' | 'day'

export interface Column {
  name: string
  type: ColumnType
}

const typeOfKind: Partial<Record<FieldKind, ColumnType>> = {
  count: 'integer',
  headcount: 'integer',
  number: 'double',
  share: 'double',
  money: 'double',
  boolean: 'boolean',
  day: 'day',
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
      const column = typeOfKind[field.kind] ?? 'text'
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
