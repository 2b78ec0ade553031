import { constants, zstdCompressSync } from 'node:zlib'
import { parquetWriteBuffer } from 'hyparquet-writer'
import type { SchemaElement } from 'hyparquet'
import { eventTypes } from '../catalogue/catalogue.ts'
import { type ColumnType, PSEUDONYM_COLUMNS } from '../catalogue/event-type.ts'
import { type Column, eventColumns } from '../events/columns.ts'
import { type Day, daysBetween } from '../domain/calendar.ts'
import type { Event } from '../events/event.ts'
import type { Value } from '../events/text-field.ts'
import type { FingerprintedEvent } from './fingerprint.ts'
import { readRows } from '../storage/parquet.ts'

const LEVEL_1 = { [constants.ZSTD_c_compressionLevel]: 1 }

/** Columns in which every event has a value. (A void has neither type nor day.) */
const REQUIRED = new Set(['source', 'id', 'revision', 'is_void', 'fingerprint'])

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
      repetition_type: REQUIRED.has(column.name) ? 'REQUIRED' : 'OPTIONAL',
      ...elementOf[column.type],
    })),
  ]
}

/** The columns in which at least one event has a value. The others are not written, and are read as empty. */
function columnsIn(events: readonly FingerprintedEvent[]): Column[] {
  const present = new Set(Object.keys(ofEnvelope))
  for (const { event } of events) for (const name in event.data) present.add(name)
  return eventColumns.filter((column) => present.has(column.name))
}

const dayNumbers = new Map<Day, number>()

/** Days since 1970, as a file stores a day. Cached: there are few days, and many events on each. */
function dayNumber(day: Day): number {
  let number = dayNumbers.get(day)
  if (number === undefined) dayNumbers.set(day, (number = daysBetween('1970-01-01', day)))
  return number
}

/** How a column of the envelope gets its value from an event. */
const ofEnvelope: Readonly<Record<string, (one: FingerprintedEvent) => unknown>> = {
  source: ({ event }) => event.source,
  id: ({ event }) => event.id,
  revision: ({ event }) => event.revision,
  is_void: ({ event }) => event.isVoid,
  fingerprint: ({ fingerprint }) => fingerprint,
  type: ({ event }) => event.type || undefined,
  occurred_on: ({ event }) => (event.occurredOn ? dayNumber(event.occurredOn) : undefined),
  received_on: ({ receivedOn }) => (receivedOn ? dayNumber(receivedOn) : undefined),
}

/** A value of an event's data as its column stores it. */
function stored(value: Value, type: ColumnType): unknown {
  if (type === 'day') return dayNumber(value as Day)
  return Array.isArray(value) ? value.join(';') : value
}

/** The values of each column, by its name. An event has a few of the many columns, so each event's fields are put into theirs. */
function valuesOf(events: readonly FingerprintedEvent[], columns: readonly Column[]): Map<string, unknown[]> {
  const values = new Map<string, unknown[]>()
  const ofData = new Map<string, { type: ColumnType; cells: unknown[] }>()
  for (const { name, type } of columns) {
    const read = ofEnvelope[name]
    const cells = read ? events.map(read) : new Array<unknown>(events.length).fill(undefined)
    values.set(name, cells)
    if (!read) ofData.set(name, { type, cells })
  }
  events.forEach(({ event: { data } }, row) => {
    for (const name in data) {
      const column = ofData.get(name)
      const value = data[name]
      if (column && value !== undefined) column.cells[row] = stored(value, column.type)
    }
  })
  return values
}

/** Columns whose values hardly ever repeat: a dictionary would only take time. */
const UNIQUE = new Set<string>(['id', 'fingerprint', ...PSEUDONYM_COLUMNS])
/** Columns whose minimum and maximum let an engine skip a file. */
const WITH_STATISTICS = new Set(['occurred_on', 'region'])

/** Text as UTF-8 bytes: pooled buffers take a third of the time of the writer's own encoding. */
function bytesOf(values: unknown[]): unknown[] {
  return values.map((value) => (typeof value === 'string' ? Buffer.from(value) : value))
}

/** Encodes accepted events as a Parquet file. The same events in the same order give the same bytes. */
export function encodeEvents(events: readonly FingerprintedEvent[]): Uint8Array {
  const columns = columnsIn(events)
  const values = valuesOf(events, columns)
  const columnData = columns.map(({ name }) => ({
    name,
    data: UNIQUE.has(name) ? bytesOf(values.get(name)!) : values.get(name)!,
    statistics: WITH_STATISTICS.has(name),
    ...(UNIQUE.has(name) && { encoding: 'PLAIN' as const }),
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

/** The identity, revision and fingerprint of every row of an event file. */
export async function decodeIdentities(body: Uint8Array): Promise<{ source: string; id: string; revision: number; fingerprint: string }[]> {
  return (await readRows(body, ['source', 'id', 'revision', 'fingerprint'])) as never
}

const listFields = new Map(
  [...eventTypes].map(([name, { fields }]) => [
    name,
    new Set(fields.filter(({ kind }) => /^(codes:|enterprises$)/.test(kind)).map((field) => field.name)),
  ]),
)

/** Decodes an event file to the events that were encoded in it. */
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
