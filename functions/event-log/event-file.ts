import { constants, zstdCompressSync } from 'node:zlib'
import { parquetWriteBuffer } from 'hyparquet-writer'
import type { SchemaElement } from 'hyparquet'
import { eventTypes } from '../catalogue/catalogue.ts'
import { type Column, eventColumns } from '../events/columns.ts'
import { type Day, daysBetween } from '../domain/calendar.ts'
import type { Event } from '../events/event.ts'
import type { Value } from '../events/fields.ts'
import type { FingerprintedEvent } from './fingerprint.ts'
import { readRows } from '../storage/parquet.ts'

const LEVEL_1 = { [constants.ZSTD_c_compressionLevel]: 1 }

/** Columns that every event has a value in; a void has neither type nor day. */
const ALWAYS = new Set(['source', 'id', 'revision', 'is_void', 'fingerprint'])

const ENVELOPE = ['source', 'id', 'revision', 'is_void', 'fingerprint', 'type', 'occurred_on', 'received_on']

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
    ...columns.map((column): SchemaElement => ({
      name: column.name,
      repetition_type: ALWAYS.has(column.name) ? 'REQUIRED' : 'OPTIONAL',
      ...elementOf[column.type],
    })),
  ]
}

/** The columns that some event has a value in; the others are left out, and read as empty. */
function columnsIn(events: readonly FingerprintedEvent[]): Column[] {
  const present = new Set(ENVELOPE)
  for (const { event } of events) for (const name in event.data) present.add(name)
  return eventColumns.filter((column) => present.has(column.name))
}

const dayNumbers = new Map<Day, number>()

/** Days since 1970, as a file holds a day. There are few days, and many events on each. */
function dayNumber(day: Day): number {
  let number = dayNumbers.get(day)
  if (number === undefined) dayNumbers.set(day, (number = daysBetween('1970-01-01', day)))
  return number
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
      return ({ event }) => (event.occurredOn ? dayNumber(event.occurredOn) : undefined)
    case 'received_on':
      return ({ receivedOn }) => (receivedOn ? dayNumber(receivedOn) : undefined)
    default:
      return dataReaderOf(column)
  }
}

function dataReaderOf({ name, type }: Column): (one: FingerprintedEvent) => unknown {
  if (type === 'day') return ({ event }) => (event.data[name] === undefined ? undefined : dayNumber(event.data[name] as string))
  if (type !== 'text') return ({ event }) => event.data[name]
  return ({ event }) => {
    const value = event.data[name]
    return Array.isArray(value) ? value.join(';') : value
  }
}

/** Columns that hardly ever repeat: a dictionary of them would be work for nothing. */
const UNIQUE = new Set(['id', 'fingerprint', 'worker'])
/** Columns whose bounds let an engine pass a file by. */
const BOUNDED = new Set(['occurred_on', 'region'])

/** Text as the bytes that it is written in: pooled buffers cost a third of what the writer's own encoding does. */
function bytesOf(values: unknown[]): unknown[] {
  return values.map((value) => (typeof value === 'string' ? Buffer.from(value) : value))
}

/** Accepted events as a Parquet file; the same events in the same order give the same bytes. */
export function encodeEvents(events: readonly FingerprintedEvent[]): Uint8Array {
  const columns = columnsIn(events)
  const columnData = columns.map((column) => ({
    name: column.name,
    data: UNIQUE.has(column.name) ? bytesOf(events.map(readerOf(column))) : events.map(readerOf(column)),
    statistics: BOUNDED.has(column.name),
    ...(UNIQUE.has(column.name) && { encoding: 'PLAIN' as const }),
  }))
  return new Uint8Array(
    parquetWriteBuffer({
      columnData,
      schema: schemaOf(columns),
      rowGroupSize: 122_880,
      codec: 'ZSTD',
      compressors: { ZSTD: (input) => zstdCompressSync(input, { params: LEVEL_1 }) },
    }),
  )
}

/** Who is in an event file: identity, revision and fingerprint of every row. */
export async function decodeIdentities(body: Uint8Array): Promise<{ source: string; id: string; revision: number; fingerprint: string }[]> {
  return (await readRows(body, ['source', 'id', 'revision', 'fingerprint'])) as never
}

const listFields = new Map(
  [...eventTypes].map(([name, { fields }]) => [
    name,
    new Set(fields.filter(({ kind }) => /^(codes:|enterprises$)/.test(kind)).map((field) => field.name)),
  ]),
)

/** The events of an event file, as they were when it was written. */
export async function decodeEvents(body: Uint8Array): Promise<FingerprintedEvent[]> {
  return (await readRows(body)).map(fromRow)
}

const dayOf = (value: unknown) => (value instanceof Date ? value.toISOString().slice(0, 10) : '')

function fromRow(row: Record<string, unknown>): FingerprintedEvent {
  const { source, id, revision, is_void, fingerprint, type, occurred_on, received_on, ...rest } = row
  const data: Record<string, Value> = {}
  const lists = listFields.get(type as string)
  for (const [name, value] of Object.entries(rest)) {
    if (value === undefined || value === null) continue
    if (value instanceof Date) data[name] = dayOf(value)
    else data[name] = lists?.has(name) ? (value as string).split(';') : (value as Value)
  }
  const event: Event = {
    source: source as string,
    id: id as string,
    revision: revision as number,
    isVoid: is_void as boolean,
    type: (type as string | null | undefined) ?? '',
    occurredOn: dayOf(occurred_on),
    data,
  }
  const receivedOn = dayOf(received_on)
  return { event, fingerprint: fingerprint as string, ...(receivedOn && { receivedOn }) }
}
