/* eslint-disable no-control-regex -- Formats are recognised by their bytes. */
import { UnreadableBody } from './row.ts'

/** A format that is not accepted: its first bytes, and what to do about it in both languages. */
interface Unsupported {
  /** The first bytes as Latin-1. */
  starts: RegExp
  zh: string
  en: string
}

const UNSUPPORTED: readonly Unsupported[] = [
  {
    starts: /^\xd0\xcf\x11\xe0/,
    zh: '这是旧版 .xls、WPS 的 .et，或加了密码的表格；请在 Excel 或 WPS 中去掉密码、另存为 .xlsx 再传',
    en: 'this is an old .xls, a WPS .et, or a sheet with a password: remove the password, save it as .xlsx and send it again',
  },
  { starts: /^%PDF/, zh: '这是 PDF；请上传 XLSX 或 CSV 表格', en: 'this is a PDF: send an XLSX or CSV table' },
  { starts: /^PAR1/, zh: '不接受 Parquet 文件；请上传 XLSX、CSV 或 JSON', en: 'Parquet is not taken: send XLSX, CSV or JSON' },
  { starts: /^\x1f\x8b/, zh: '不接受压缩包（gzip）；请解压后上传', en: 'gzip is not taken: unpack it and send what is in it' },
  { starts: /^Rar!\x1a\x07/, zh: '不接受 RAR 压缩包；请解压后上传', en: 'RAR is not taken: unpack it and send what is in it' },
  { starts: /^7z\xbc\xaf\x27\x1c/, zh: '不接受 7z 压缩包；请解压后上传', en: '7z is not taken: unpack it and send what is in it' },
  {
    starts: /^(BZh|\xfd7zXZ|\x28\xb5\x2f\xfd)/,
    zh: '不接受压缩包；请解压后上传',
    en: 'archives are not taken: unpack it and send what is in it',
  },
  {
    starts: /^(\x89PNG|\xff\xd8\xff|GIF8|BM[\s\S]{4}\0\0\0\0|II\*\0|MM\0\*|RIFF[\s\S]{4}WEBP)/,
    zh: '这是图片；请上传 XLSX 或 CSV 表格',
    en: 'this is a picture: send an XLSX or CSV table',
  },
  { starts: /^\{\\rtf/, zh: '这是 RTF 文档；请上传 XLSX 或 CSV 表格', en: 'this is an RTF document: send an XLSX or CSV table' },
  {
    starts: /^(\xef\xbb\xbf)?\s*(<!--[\s\S]*?-->\s*)?<(!doctype\s+html|html|head|body|table|meta|style|script|div)\b/i,
    zh: '这是另存为 .xls 的网页；请用 Excel 或 WPS 打开后另存为 .xlsx 再传',
    en: 'this is a web page saved as a table: open it in Excel or WPS, save it as .xlsx and send it again',
  },
  {
    starts: /^(\xef\xbb\xbf|\xff\xfe)?\s*<\0?\?\0?x\0?m\0?l/i,
    zh: '这是 XML 文件（如“XML 表格 2003”）；请用 Excel 或 WPS 另存为 .xlsx 再传',
    en: 'this is an XML file, an XML Spreadsheet 2003 perhaps: save it as .xlsx and send it again',
  },
  {
    starts: /^(\xff\xfe)?<\0h\0t\0m\0l/i,
    zh: '这是另存为 .xls 的网页；请另存为 .xlsx 再传',
    en: 'this is a web page saved as a table: save it as .xlsx',
  },
  { starts: /^SQLite format 3\0/, zh: '这是 SQLite 数据库；请导出为 CSV', en: 'this is an SQLite database: export it as CSV' },
  {
    starts: /^(ID;P|\x09\x00|\x09[\x02\x04\x08])/,
    zh: '这是旧版表格；请另存为 .xlsx 再传',
    en: 'this is an old workbook: save it as .xlsx and send it again',
  },
]

/** Media types of formats that nothing here reads. Any other type is judged by the bytes: machines send tables under many. */
const REFUSED_MEDIA =
  /^(image|audio|video|font|model)\/|^(application\/pdf|text\/html|application\/vnd\.apache\.parquet|application\/msword)$/

const START = 4096

/** Throws UnreadableBody for a format that is recognised and not accepted. Each message says what to do. */
export function refuseUnsupported(start: Uint8Array, media: string): void {
  const beginning = Buffer.from(start.subarray(0, START)).toString('latin1')
  const known = UNSUPPORTED.find(({ starts }) => starts.test(beginning))
  if (known) throw new UnreadableBody(415, known.zh, known.en)
  if (!REFUSED_MEDIA.test(media)) return
  throw new UnreadableBody(
    415,
    `不认识的格式 ${media}；请上传 XLSX、ODS、CSV、NDJSON 或 JSON`,
    `unknown format ${media}; expected XLSX, ODS, CSV, NDJSON or JSON`,
  )
}
