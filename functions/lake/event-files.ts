import { parquetReadObjects } from 'hyparquet'
import { parquetWriteBuffer } from 'hyparquet-writer'
import type { SchemaElement } from 'hyparquet'
import { type Column, eventColumns } from '../domain/columns.ts'
import type { Event } from '../domain/event.ts'

/** An event with the fingerprint of its content. */
export interface FingerprintedEvent {
  event: Event
  fingerprint: string
}

const elementOf: Record<Column['type'], Omit<SchemaElement, 'name'>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT32' },
  double: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  day: { type: 'INT32', converted_type: 'DATE' },
}

const schema: SchemaElement[] = [
  { name: 'root', num_children: eventColumns.length },
  ...eventColumns.map((column): SchemaElement => ({ name: column.name, repetition_type: 'OPTIONAL', ...elementOf[column.type] })),
]

function cell({ event, fingerprint }: FingerprintedEvent, column: Column): unknown {
  switch (column.name) {
    case 'source':
    case 'id':
    case 'revision':
      return event[column.name]
    case 'is_void':
      return event.isVoid
    case 'fingerprint':
      return fingerprint
    case 'type':
      return event.type || undefined
    case 'occurred_on':
      return event.occurredOn ? new Date(event.occurredOn) : undefined
    default: {
      const value = event.data[column.name]
      if (Array.isArray(value)) return value.join(';')
      return column.type === 'day' && value !== undefined ? new Date(value as string) : value
    }
  }
}

/** Accepted events as a Parquet file; the same events in the same order give the same bytes. */
export function encodeEvents(events: readonly FingerprintedEvent[]): Uint8Array {
  const columnData = eventColumns.map((column) => ({ name: column.name, data: events.map((one) => cell(one, column)) }))
  return new Uint8Array(parquetWriteBuffer({ columnData, schema, rowGroupSize: 122_880 }))
}

/** Who is in an event file: identity, revision and fingerprint of every row. */
export async function decodeIdentities(body: Uint8Array): Promise<{ source: string; id: string; revision: number; fingerprint: string }[]> {
  const file = body.buffer.slice(body.byteOffset, body.byteOffset + body.byteLength) as ArrayBuffer
  return (await parquetReadObjects({ file, columns: ['source', 'id', 'revision', 'fingerprint'] })) as never
}
