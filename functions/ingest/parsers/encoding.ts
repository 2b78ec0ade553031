import { isAscii, isUtf8 } from 'node:buffer'
import type { Body } from './body.ts'
import { type Evidence, isChineseUtf8, noEvidence, weigh } from './encoding-evidence.ts'
import { type Note, UnreadableBody } from './row.ts'

/** The encoding of a text. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'

/** An encoding, and how sure it is. */
export interface FoundEncoding {
  encoding: Encoding
  /** Lines whose bytes speak for another encoding than the one that was taken. */
  otherLines: number
  /** Lines whose bytes would be text in another encoding too. */
  uncertainLines: number
  /** Whether more than half of its Chinese characters are rare ones, as where the bytes are those of Big5. */
  isRare?: boolean
}

/** The bytes of a body in chunks that end with an ASCII byte, so that no character of UTF-8 is cut in two. */
async function* uncutChunks(body: Body): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array = new Uint8Array()
  for await (const chunk of body.chunks()) {
    let end = chunk.length
    while (end > 0 && chunk[end - 1]! >= 0x80) end--
    if (end === 0) rest = Buffer.concat([rest, chunk])
    else {
      yield rest.length === 0 ? chunk.subarray(0, end) : Buffer.concat([rest, chunk.subarray(0, end)])
      rest = chunk.subarray(end)
    }
  }
  if (rest.length > 0) yield rest
}

/** What the lines of a body say about its encoding. A line that two chunks share is weighed in parts. */
async function evidenceOf(body: Body): Promise<Evidence> {
  const evidence = noEvidence()
  for await (const bytes of uncutChunks(body)) {
    // Plain ASCII says nothing, and most of most files is that.
    if (isAscii(bytes)) continue
    for (let from = 0; from < bytes.length;) {
      const found = bytes.indexOf(0x0a, from)
      const end = found < 0 ? bytes.length : found
      weigh(bytes.subarray(from, end), evidence)
      from = end + 1
    }
  }
  return evidence
}

/** UTF-16 without a byte order mark: every other byte of the beginning is zero, as in text that is mostly ASCII. */
function unmarkedUtf16(start: Uint8Array): Encoding | undefined {
  const some = start.subarray(0, 200)
  if (some.length < 4) return undefined
  const zeros = (parity: number) => some.filter((byte, at) => at % 2 === parity && byte === 0).length / (some.length / 2)
  if (zeros(1) > 0.7 && zeros(0) < 0.1) return 'utf-16le'
  return zeros(0) > 0.7 && zeros(1) < 0.1 ? 'utf-16be' : undefined
}

/** The encoding that the first bytes of a body tell: by a byte order mark, or by the zeros of UTF-16. Undefined where they tell none. */
export function encodingOfStart(start: Uint8Array): Encoding | undefined {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le'
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be'
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return 'utf-8'
  return unmarkedUtf16(start)
}

/** An encoding that is known without looking at the lines. */
export const certain = (encoding: Encoding): FoundEncoding => ({ encoding, otherLines: 0, uncertainLines: 0 })

/**
 * The encoding for which more lines of a body speak: UTF-8, or GB18030, in which Excel and WPS save a table in a Chinese locale (row C01 of
 * test/MATRIX.md). Reads the whole body.
 */
export async function encodingOfLines(body: Body): Promise<FoundEncoding> {
  const { utf8, gb18030, likelyUtf8, likelyGb18030, either, common, rare } = await evidenceOf(body)
  if (utf8 + gb18030 > 0) {
    return gb18030 > utf8
      ? { encoding: 'gb18030', otherLines: utf8, uncertainLines: 0, isRare: rare > common }
      : { encoding: 'utf-8', otherLines: gb18030, uncertainLines: either }
  }
  if (likelyGb18030 > likelyUtf8) return { encoding: 'gb18030', otherLines: likelyUtf8, uncertainLines: likelyGb18030 }
  return { encoding: 'utf-8', otherLines: likelyGb18030 - either, uncertainLines: either }
}

const NAMES: Record<Encoding, string> = { 'utf-8': 'UTF-8', 'utf-16le': 'UTF-16', 'utf-16be': 'UTF-16', gb18030: 'GB18030' }

/** The note of a receipt on the encoding that was taken; none for plain UTF-8. */
export function encodingNotes({ encoding, otherLines, uncertainLines, isRare }: FoundEncoding): Note[] {
  if (encoding === 'utf-8' && otherLines === 0 && uncertainLines === 0) return []
  const name = NAMES[encoding]
  const other = encoding === 'utf-8' ? 'GB18030' : 'UTF-8'
  let [message, english] = [`按 ${name} 编码读取`, `read as ${name}`]
  if (otherLines > 0) {
    message += `；有 ${otherLines} 行像是 ${other}，读不出的行未接收`
    english += `; ${otherLines} lines look like ${other}, and those that cannot be read were not taken`
  }
  if (uncertainLines > 0) {
    message += `；有 ${uncertainLines} 行的字节也可按 ${other} 解读，请核对文字`
    english += `; the bytes of ${uncertainLines} lines are text in ${other} too, so check the words`
  }
  if (isRare) {
    message += '；其中多为生僻字，可能是别的编码（如 Big5），请核对文字'
    english += '; most of its characters are rare ones, as where the encoding is another (Big5, perhaps): check the words'
  }
  return [{ code: 'encoding', message, message_en: english }]
}

/** The longest line, in bytes, that is looked at as a whole. */
const LONGEST_LOOKED_AT = 1024 * 1024

/** The bytes of a body of GB18030 in which lines of UTF-8 stand: their characters are made unreadable, since they would be read as others. */
async function* withoutUtf8Lines(body: Body): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array = new Uint8Array()
  const lines = (bytes: Uint8Array) => {
    const copy = Uint8Array.from(bytes)
    for (let from = 0; from < copy.length;) {
      const found = copy.indexOf(0x0a, from)
      const end = found < 0 ? copy.length : found
      const line = copy.subarray(from, end)
      // 0xFF begins no character of GB18030.
      if (isChineseUtf8(line)) line.forEach((byte, at) => byte >= 0x80 && (line[at] = 0xff))
      from = end + 1
    }
    return copy
  }
  for await (const chunk of body.chunks()) {
    const end = chunk.lastIndexOf(0x0a) + 1
    const isWhole = end > 0 || rest.length > LONGEST_LOOKED_AT
    if (isWhole) yield lines(Buffer.concat([rest, chunk.subarray(0, end)]))
    rest = isWhole ? chunk.subarray(end) : Buffer.concat([rest, chunk])
  }
  yield lines(rest)
}

/**
 * The text of a body in chunks, without its byte order mark. Invalid bytes become U+FFFD, which no field accepts, so that only their rows are
 * rejected.
 */
export async function* textOf(
  body: Body,
  { encoding, otherLines }: Pick<FoundEncoding, 'encoding' | 'otherLines'>,
): AsyncGenerator<string> {
  if (encoding === 'utf-8') {
    let isFirst = true
    for await (const bytes of uncutChunks(body)) {
      const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
      yield isFirst ? text.replace(/^\uFEFF/, '') : text
      isFirst = false
    }
    return
  }
  const decoder = new TextDecoder(encoding)
  const chunks = encoding === 'gb18030' && otherLines > 0 ? withoutUtf8Lines(body) : body.chunks()
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}

/** Throws UnreadableBody, which names the line, unless a body is UTF-8: JSON has no other encoding (RFC 8259, 8.1). */
export async function requireUtf8(body: Body): Promise<void> {
  let line = 1
  for await (const bytes of uncutChunks(body)) {
    const isGood = isUtf8(bytes)
    for (let from = 0; from < bytes.length;) {
      const found = bytes.indexOf(0x0a, from)
      const end = found < 0 ? bytes.length : found
      if (!isGood && !isUtf8(bytes.subarray(from, end))) {
        throw new UnreadableBody(400, `JSON 应为 UTF-8 编码，第 ${line} 行不是`, `JSON is UTF-8, and line ${line} is not`)
      }
      if (found >= 0) line++
      from = end + 1
    }
  }
}

/** The longest line, in characters. Without a limit, a file without line ends would be held in memory as one line. */
export const LONGEST_LINE = 16 * 1024 * 1024

/** The lines of a text that comes in chunks, many at a time, without their line ends. Throws UnreadableBody for a line that is too long. */
export async function* linesOf(texts: AsyncIterable<string>): AsyncGenerator<string[]> {
  let rest = ''
  for await (const text of texts) {
    const all = rest + text
    const lines = all.includes('\r') ? all.split(/\r\n|\n|\r(?!$)/) : all.split('\n')
    rest = lines.pop()!
    if (rest.length > LONGEST_LINE)
      throw new UnreadableBody(400, '有一行超过 16 MiB，不是逐行的事件', 'a line is over 16 MiB: expected one event per line')
    if (lines.length > 0) yield lines
  }
  if (rest !== '') yield [rest.replace(/\r$/, '')]
}
