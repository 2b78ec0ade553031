import { XLSX } from '../../domain/media-types.ts'
import { type Body, LARGEST_BODY, readStart, readWhole, refuseLarge } from './body.ts'
import { readCsv } from './csv.ts'
import { readJson, readNdjson } from './json.ts'
import { readSpreadsheet } from './spreadsheet.ts'
import { type Rows, UnreadableBody } from './row.ts'
import { certain, encodingNotes, encodingOfLines, encodingOfStart, requireUtf8, textOf } from './encoding.ts'
import { refuseUnsupported } from './unsupported.ts'

type Reader = (texts: AsyncIterable<string>, body: Body) => Promise<Rows>

async function readDocument(texts: AsyncIterable<string>, body: Body): Promise<Rows> {
  refuseLarge(body)
  await requireUtf8(body)
  let text = ''
  for await (const chunk of texts) text += chunk
  return readJson(text)
}

const READERS: Record<string, Reader> = {
  'application/json': readDocument,
  'application/cloudevents+json': readDocument,
  'application/cloudevents-batch+json': readDocument,
  'application/x-ndjson': readNdjson,
  'application/ndjson': readNdjson,
  'application/jsonl': readNdjson,
  'text/csv': readCsv,
}

function startsWith(body: Uint8Array, ...bytes: number[]): boolean {
  return bytes.every((byte, index) => body[index] === byte)
}

const isZip = (body: Uint8Array) => startsWith(body, 0x50, 0x4b, 3, 4)

/** Chooses the reader by the beginning of a text. `isAll` says that the beginning is the whole text. */
function recognise(start: string, isAll: boolean): Reader {
  const text = start.trimStart()
  if (text.startsWith('[')) return readDocument
  if (!text.startsWith('{')) return readCsv
  const firstLine = text.slice(0, text.search(/[\r\n]|$/))
  try {
    JSON.parse(firstLine)
    return isAll && text.trimEnd() === firstLine.trimEnd() ? readDocument : readNdjson
  } catch {
    return readDocument
  }
}

const EMPTY = () => new UnreadableBody(400, '上传内容是空的', 'the body is empty')

/** How many bytes of the beginning decide the format of a body. */
const START = 1024 * 1024

async function isBlank(texts: AsyncIterable<string>): Promise<boolean> {
  for await (const text of texts) if (text.trim() !== '') return false
  return true
}

function tooLarge(size: number): UnreadableBody {
  const most = `${LARGEST_BODY / 1024 ** 3} GiB`
  const got = `${(size / 1024 ** 3).toFixed(2)} GiB`
  return new UnreadableBody(413, `一次最多 ${most}，收到 ${got}；请分批上传`, `at most ${most} at a time, got ${got}`)
}

/** Reads an upload by its Content-Type where that names a reader, and by its content otherwise: the bytes say what they are. Throws UnreadableBody. */
export async function readBody(body: Body, contentType: string | undefined): Promise<Rows> {
  if (body.size > LARGEST_BODY) throw tooLarge(body.size)
  if (body.size === 0) throw EMPTY()
  const media = (contentType ?? '').split(';')[0]!.trim().toLowerCase()
  const start = await readStart(body, START)
  refuseUnsupported(start, media)
  if (isZip(start)) return readSpreadsheet(await readWhole(body))
  if (media === XLSX) throw new UnreadableBody(400, '文件不是 XLSX 表格', 'expected an XLSX workbook, got something else')
  const told = encodingOfStart(start)
  const named = Object.hasOwn(READERS, media) ? READERS[media]! : undefined
  const reader = named ?? recognise(new TextDecoder(told ?? 'utf-8').decode(start), body.size <= START)
  // JSON is UTF-8 whatever its bytes look like, so only the lines of a table are weighed.
  const found = told === undefined && reader === readCsv ? await encodingOfLines(body) : certain(told ?? 'utf-8')
  if (await isBlank(textOf(body, found))) throw EMPTY()
  // A JSON line that is not UTF-8 costs a row.
  if (reader === readNdjson) return { ...(await reader(textOf(body, certain('utf-8')), body)), isDivisible: true }
  const rows = await reader(textOf(body, found), body)
  return { ...rows, notes: () => [...(rows.notes?.() ?? []), ...(reader === readCsv ? encodingNotes(found) : [])] }
}
