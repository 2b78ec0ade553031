import { isRecord } from '../domain/event.ts'
import { shanghaiDay } from '../domain/calendar.ts'
import { type Row, type Rows, UnreadableBody } from './row.ts'

const UNREADABLE_LINE = { zh: '这一行不是 JSON', en: 'this line is not JSON' }

/** Attributes of CloudEvents 1.0 that say nothing about the event itself, and are left aside. */
const ASIDE = new Set(['specversion', 'time', 'subject', 'datacontenttype', 'dataschema', 'traceparent', 'tracestate'])

/** An event from a CloudEvents envelope: extensions `occurredon`, `revision`, `void`; without the first, the Shanghai day of `time`. */
export function fromCloudEvent(envelope: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(envelope).filter(([key]) => !ASIDE.has(key))
  const event = Object.fromEntries(kept.map(([key, value]) => [key === 'occurredon' ? 'occurred_on' : key, value]))
  if (event.occurred_on === undefined && typeof envelope.time === 'string' && !Number.isNaN(Date.parse(envelope.time))) {
    event.occurred_on = shanghaiDay(new Date(envelope.time))
  }
  return event
}

function asRow(value: unknown): Row {
  return { ok: true, raw: isRecord(value) && Object.hasOwn(value, 'specversion') ? fromCloudEvent(value) : value }
}

/** One event, an array of events, or CloudEvents (structured, batch). */
export function readJson(text: string): Rows {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch (error) {
    throw new UnreadableBody(400, `不是完整的 JSON：${(error as Error).message}`, `broken JSON: ${(error as Error).message}`)
  }
  const items = Array.isArray(body) ? (body as unknown[]) : [body]
  if (!Array.isArray(body) && !isRecord(body))
    throw new UnreadableBody(400, '应为一个事件对象或事件数组', 'expected an event object or an array of events')
  if (items.length === 0) throw new UnreadableBody(400, '数组里没有事件', 'the array holds no event')
  const isCloud = items.some((item) => isRecord(item) && Object.hasOwn(item, 'specversion'))
  return { format: isCloud ? 'cloudevents' : 'json', count: items.length, row: (index) => asRow(items[index]) }
}

function readLine(line: string): Row {
  try {
    return asRow(JSON.parse(line))
  } catch {
    return { ok: false, reason: UNREADABLE_LINE }
  }
}

/** One event a line; blank lines are no rows. */
export function readNdjson(text: string): Rows {
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '')
  if (lines.length === 0) throw new UnreadableBody(400, '文件里没有一行内容', 'the body holds no line')
  return { format: 'ndjson', count: lines.length, row: (index) => readLine(lines[index]!) }
}
