import { isRecord } from '../../events/absent.ts'
import { shown } from '../../events/problems.ts'
import { isDay, shanghaiDay } from '../../domain/calendar.ts'
import { type Row, type Rows, UnreadableBody, requireRows } from './row.ts'
import { linesOf } from './encoding.ts'
import { mayRepeatNames, repeatedNames } from './json-names.ts'

const UNREADABLE_LINE = { zh: '这一行不是 JSON', en: 'this line is not JSON' }

/** The longest line, in characters, that is read as an event. */
const LONGEST_LINE = 1024 * 1024

const BATCH = 2000

/** Attributes of CloudEvents 1.0 that are not part of the event, and are ignored. */
const IGNORED = new Set(['specversion', 'time', 'subject', 'datacontenttype', 'dataschema', 'traceparent', 'tracestate'])

/** A day, with a time of day and its offset from UTC where it has them (RFC 3339). */
const TIME = /^(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/i

/** The Shanghai day of a time; one without an offset from UTC is taken for a time in Shanghai, wherever this runs. */
function dayOfTime(time: string): string | undefined {
  const [, day, offset] = TIME.exec(time) ?? []
  // Parsers of dates make an earlier or later day of 30 February.
  if (day === undefined || !isDay(day)) return undefined
  const moment = offset === undefined ? Number.NaN : Date.parse(time)
  return Number.isNaN(moment) ? (offset === undefined ? day : undefined) : shanghaiDay(new Date(moment))
}

/** Extensions of CloudEvents, whose names have no underscore. Only a simulated dataset takes the day of arrival from its events. */
const EXTENSIONS: Readonly<Record<string, string>> = { occurredon: 'occurred_on', receivedon: 'received_on' }

/**
 * The event in a CloudEvents envelope, with the extensions `occurredon`, `receivedon`, `revision` and `void`. Without `occurredon`, the event's day is
 * the Shanghai day of `time`.
 */
export function fromCloudEvent(envelope: Record<string, unknown>): Record<string, unknown> {
  const attributes = Object.entries(envelope).filter(([key]) => !IGNORED.has(key))
  const event = Object.fromEntries(attributes.map(([key, value]) => [EXTENSIONS[key] ?? key, value]))
  if (event.occurred_on === undefined && typeof envelope.time === 'string') event.occurred_on = dayOfTime(envelope.time)
  return event
}

/** Removes the reasons from a rejected event that was given back with them and is sent again. */
function withoutReasons(value: unknown): unknown {
  if (!isRecord(value) || !Object.hasOwn(value, 'rejected') || !isRecord(value.rejected) || !Array.isArray(value.rejected.problems))
    return value
  const { rejected: _rejected, ...event } = value
  return event
}

function asRow(given: unknown): Row {
  const value = withoutReasons(given)
  return { ok: true, raw: isRecord(value) && Object.hasOwn(value, 'specversion') ? fromCloudEvent(value) : value }
}

/** A row that gives a name twice: nobody knows which value is meant. */
function repeatedName(name: string): Row {
  return {
    ok: false,
    reason: { zh: `名称 ${shown(name)} 出现了两次`, en: `the name ${shown(name)} is given twice` },
  }
}

async function* inBatches(items: readonly unknown[], repeated: ReadonlyMap<number, string>): AsyncGenerator<Row[]> {
  for (let at = 0; at < items.length; at += BATCH) {
    yield items.slice(at, at + BATCH).map((item, index) => {
      const name = repeated.get(at + index)
      return name === undefined ? asRow(item) : repeatedName(name)
    })
  }
}

/**
 * A JSON document. What other languages write for "no number" (NaN, Infinity) is no JSON; it becomes a list with that word, which no field
 * accepts, so that it costs its row only. Throws UnreadableBody.
 */
function parsed(text: string): { body: unknown; text: string } {
  try {
    return { body: JSON.parse(text), text }
  } catch (error) {
    const mended = text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (token) => (token.startsWith('"') ? token : `["${token}"]`))
    if (mended !== text) {
      try {
        return { body: JSON.parse(mended), text: mended }
      } catch {
        // The first error says where the text breaks off.
      }
    }
    throw new UnreadableBody(400, `不是完整的 JSON：${(error as Error).message}`, `broken JSON: ${(error as Error).message}`)
  }
}

/** Reads one event, an array of events, or CloudEvents (structured, batch). Throws UnreadableBody. */
export function readJson(given: string): Rows {
  const { body, text } = parsed(given)
  const items = Array.isArray(body) ? (body as unknown[]) : [body]
  if (!Array.isArray(body) && !isRecord(body))
    throw new UnreadableBody(400, '应为一个事件对象或事件数组', 'expected an event object or an array of events')
  if (items.length === 0) throw new UnreadableBody(400, '数组里没有事件', 'the array holds no event')
  const isCloud = items.some((item) => isRecord(item) && Object.hasOwn(item, 'specversion'))
  const repeated = mayRepeatNames(text, body) ? repeatedNames(text) : new Map<number, string>()
  return { format: isCloud ? 'cloudevents' : 'json', batches: inBatches(items, repeated) }
}

function readLine(line: string): Row {
  if (line.length > LONGEST_LINE)
    return { ok: false, reason: { zh: '这一行超过 1 MiB，不是一条事件', en: 'this line is over 1 MiB and no event' } }
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return { ok: false, reason: UNREADABLE_LINE }
  }
  const name = mayRepeatNames(line, value) ? repeatedNames(line).get(0) : undefined
  return name === undefined ? asRow(value) : repeatedName(name)
}

/** Bytes that are decoded at a time: few enough that most such texts are plain ASCII, which takes half the time from there on. */
const TEXT_BYTES = 16 * 1024

/** The rows of NDJSON in memory, in UTF-8. */
export function* rowsOfBytes(bytes: Buffer): Generator<Row> {
  let at = 0
  while (at < bytes.length) {
    let end = bytes.lastIndexOf(0x0a, at + TEXT_BYTES) + 1
    if (end <= at) end = bytes.indexOf(0x0a, at) + 1 || bytes.length
    const text = bytes.toString('utf8', at, end)
    for (const line of text.includes('\r') ? text.split(/\r\n|\n|\r/) : text.split('\n')) if (line.trim() !== '') yield readLine(line)
    at = end
  }
}

async function* rowsOf(texts: AsyncIterable<string>): AsyncGenerator<Row[]> {
  for await (const lines of linesOf(texts)) {
    const rows: Row[] = []
    for (const line of lines) if (line.trim() !== '') rows.push(readLine(line))
    if (rows.length > 0) yield rows
  }
}

/** Reads one event per line; blank lines are not rows. Throws UnreadableBody. */
export function readNdjson(texts: AsyncIterable<string>): Promise<Rows> {
  return requireRows({ format: 'ndjson', batches: rowsOf(texts) }, new UnreadableBody(400, '文件里没有一行内容', 'the body holds no line'))
}
