import { XLSX } from '../../domain/media-types.ts'
import { type Body, LARGEST_BODY, readStart, readWhole, refuseLarge } from './body.ts'
import { readCsv } from './csv.ts'
import { readJson, readNdjson } from './json.ts'
import { readXlsx } from './xlsx.ts'
import { type Rows, UnreadableBody } from './row.ts'
import { type Encoding, encodingOf, textOf } from './encoding.ts'

type Reader = (texts: AsyncIterable<string>, body: Body) => Promise<Rows>

async function readDocument(texts: AsyncIterable<string>, body: Body): Promise<Rows> {
  refuseLarge(body)
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

/** Throws UnreadableBody for formats that are recognised by their first bytes and not accepted. Each message says what to do. */
function refuseUnsupported(body: Uint8Array): void {
  if (startsWith(body, 0xd0, 0xcf, 0x11, 0xe0)) {
    throw new UnreadableBody(
      415,
      '这是旧版 .xls、WPS 的 .et，或加了密码的表格；请在 Excel 或 WPS 中去掉密码、另存为 .xlsx 再传',
      'this is an old .xls, a WPS .et, or a sheet with a password: remove the password, save it as .xlsx and send it again',
    )
  }
  if (startsWith(body, 0x25, 0x50, 0x44, 0x46))
    throw new UnreadableBody(415, '这是 PDF；请上传 XLSX 或 CSV 表格', 'this is a PDF: send an XLSX or CSV table')
  if (startsWith(body, 0x50, 0x41, 0x52, 0x31))
    throw new UnreadableBody(415, '不接受 Parquet 文件；请上传 XLSX、CSV 或 JSON', 'Parquet is not taken: send XLSX, CSV or JSON')
  if (startsWith(body, 0x1f, 0x8b))
    throw new UnreadableBody(415, '不接受压缩包（gzip）；请解压后上传', 'gzip is not taken: unpack it and send what is in it')
}

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

const NAMES: Record<Encoding, string> = { 'utf-8': 'UTF-8', 'utf-16le': 'UTF-16', 'utf-16be': 'UTF-16', gb18030: 'GB18030' }

/** Reads an upload by its Content-Type; without one (or with octet-stream) by its content. Throws UnreadableBody. */
export async function readBody(body: Body, contentType: string | undefined): Promise<Rows> {
  if (body.size > LARGEST_BODY) throw tooLarge(body.size)
  if (body.size === 0) throw EMPTY()
  const media = (contentType ?? '').split(';')[0]!.trim().toLowerCase()
  const isOpen = media === '' || media === 'application/octet-stream'
  const start = await readStart(body, START)
  // Before the media type is checked: an old workbook under its right type must get the message that says what to do.
  refuseUnsupported(start)
  if (!isOpen && media !== XLSX && !Object.hasOwn(READERS, media)) {
    throw new UnreadableBody(
      415,
      `不认识的格式 ${media}；可用 ${[...Object.keys(READERS), XLSX].join('、')}`,
      `unknown format ${media}; expected one of ${[...Object.keys(READERS), XLSX].join(', ')}`,
    )
  }
  if (isZip(start)) return readXlsx(await readWhole(body))
  if (media === XLSX) throw new UnreadableBody(400, '文件不是 XLSX 表格', 'expected an XLSX workbook, got something else')
  const encoding = await encodingOf(body, start)
  if (await isBlank(textOf(body, encoding))) throw EMPTY()
  const reader = isOpen ? recognise(new TextDecoder(encoding).decode(start), body.size <= START) : READERS[media]!
  const rows = await reader(textOf(body, encoding), body)
  if (encoding === 'utf-8') return { ...rows, isDivisible: rows.format === 'ndjson' }
  const note = { code: 'encoding' as const, message: `按 ${NAMES[encoding]} 编码读取`, message_en: `read as ${NAMES[encoding]}` }
  return { ...rows, notes: [...(rows.notes ?? []), note] }
}
