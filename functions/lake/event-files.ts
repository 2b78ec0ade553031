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

const ENVELOPE = ['source', 'id', 'revision', 'is_void', 'fingerprint', 'type', 'occurred_on']

const elementOf: Record<Column['type'], Omit<SchemaElement, 'name'>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT32' },
  double: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  day: { type: 'INT32', converted_type: 'DATE' },
}

function schemaOf(columns: readonly Column[]): SchemaElement[] {
  return [
    { name: 'root', num_children: columns.length },
    ...columns.map((column): SchemaElement => ({ name: column.name, repetition_type: 'OPTIONAL', ...elementOf[column.type] })),
  ]
}

/** The columns that some event has a value in; the others are left out, and read as empty. */
function columnsIn(events: readonly FingerprintedEvent[]): Column[] {
  const present = new Set(ENVELOPE)
  for (const { event } of events) for (const name in event.data) present.add(name)
  return eventColumns.filter((column) => present.has(column.name))
}

/** How a column's value is taken from an event; chosen once a column, not once a cell. */
function readerOf(column: Column): (one: FingerprintedEvent) => unknown {
  switch (column.name) {
    case 'source':
      return ({ event }) => event.source
    case 'id':
      return ({ event }) => event.id
    case 'revision':
      return ({ event }) => event.revision
    case 'is_void':
      return ({ event }) => event.isVoid
    case 'fingerprint':
      return ({ fingerprint }) => fingerprint
    case 'type':
      return ({ event }) => event.type || undefined
    case 'occurred_on':
      return ({ event }) => (event.occurredOn ? new Date(event.occurredOn) : undefined)
    default:
      return dataReaderOf(column)
  }
}

function dataReaderOf({ name, type }: Column): (one: FingerprintedEvent) => unknown {
  if (type === 'day') return ({ event }) => (event.data[name] === undefined ? undefined : new Date(event.data[name] as string))
  if (type !== 'text') return ({ event }) => event.data[name]
  return ({ event }) => {
    const value = event.data[name]
    return Array.isArray(value) ? value.join(';') : value
  }
}

/** Accepted events as a Parquet file; the same events in the same order give the same bytes. */
export function encodeEvents(events: readonly FingerprintedEvent[]): Uint8Array {
  const columns = columnsIn(events)
  const columnData = columns.map((column) => ({ name: column.name, data: events.map(readerOf(column)) }))
  return new Uint8Array(parquetWriteBuffer({ columnData, schema: schemaOf(columns), rowGroupSize: 122_880 }))
}

/** Who is in an event file: identity, revision and fingerprint of every row. */
export async function decodeIdentities(body: Uint8Array): Promise<{ source: string; id: string; revision: number; fingerprint: string }[]> {
  const file = body.buffer.slice(body.byteOffset, body.byteOffset + body.byteLength) as ArrayBuffer
  return (await parquetReadObjects({ file, columns: ['source', 'id', 'revision', 'fingerprint'] })) as never
}
