import { readCsv } from './read-csv.ts'
import { readJson, readNdjson } from './read-json.ts'
import { readXlsx } from './read-xlsx.ts'
import { type Rows, UnreadableBody } from './row.ts'

/** The largest body taken in one request, in bytes. */
export const LARGEST_BODY = 32 * 1024 * 1024

const READERS: Record<string, (text: string) => Rows> = {
  'application/json': readJson,
  'application/cloudevents+json': readJson,
  'application/cloudevents-batch+json': readJson,
  'application/x-ndjson': readNdjson,
  'application/ndjson': readNdjson,
  'application/jsonl': readNdjson,
  'text/csv': readCsv,
}

/** UTF-8, else GB18030 (a table saved by Excel or WPS in a Chinese locale), else UTF-16 where its mark says so. */
function decodeText(body: Uint8Array): string {
  if (body[0] === 0xff && body[1] === 0xfe) return new TextDecoder('utf-16le').decode(body)
  if (body[0] === 0xfe && body[1] === 0xff) return new TextDecoder('utf-16be').decode(body)
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(body)
    } catch {
      continue
    }
  }
  throw new UnreadableBody(400, '文字编码既不是 UTF-8 也不是 GB18030', 'the text is neither UTF-8 nor GB18030')
}

function startsWith(body: Uint8Array, ...bytes: number[]): boolean {
  return bytes.every((byte, index) => body[index] === byte)
}

/** The media type of XLSX. */
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const isZip = (body: Uint8Array) => startsWith(body, 0x50, 0x4b, 3, 4)

/** Formats that are known by their first bytes and not taken, each in a sentence that says what to do. */
function refuseOthers(body: Uint8Array): void {
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
}

function recognise(text: string): (text: string) => Rows {
  const start = text.trimStart()
  if (start.startsWith('[')) return readJson
  if (!start.startsWith('{')) return readCsv
  const firstLine = start.slice(0, start.search(/[\r\n]|$/))
  try {
    JSON.parse(firstLine)
    return start.trimEnd() === firstLine.trimEnd() ? readJson : readNdjson
  } catch {
    return readJson
  }
}

/** Reads an upload by its Content-Type; without one (or octet-stream) by its content. Throws UnreadableBody. */
export async function readBody(body: Uint8Array, contentType: string | undefined): Promise<Rows> {
  if (body.length > LARGEST_BODY) {
    throw new UnreadableBody(
      413,
      `一次最多 32 MiB，收到 ${(body.length / 1048576).toFixed(1)} MiB；请分批上传`,
      `at most 32 MiB at a time, got ${(body.length / 1048576).toFixed(1)} MiB`,
    )
  }
  if (body.length === 0) throw new UnreadableBody(400, '上传内容是空的', 'the body is empty')
  const media = (contentType ?? '').split(';')[0]!.trim().toLowerCase()
  const isOpen = media === '' || media === 'application/octet-stream'
  if (!isOpen && media !== XLSX && !Object.hasOwn(READERS, media)) {
    throw new UnreadableBody(
      415,
      `不认识的格式 ${media}；可用 ${[...Object.keys(READERS), XLSX].join('、')}`,
      `unknown format ${media}; expected one of ${[...Object.keys(READERS), XLSX].join(', ')}`,
    )
  }
  refuseOthers(body)
  if (isZip(body)) return readXlsx(body)
  if (media === XLSX) throw new UnreadableBody(400, '文件不是 XLSX 表格', 'the body is no XLSX workbook')
  const text = decodeText(body).replace(/^\uFEFF/, '')
  if (text.trim() === '') throw new UnreadableBody(400, '上传内容是空的', 'the body is empty')
  return (isOpen ? recognise(text) : READERS[media]!)(text)
}
