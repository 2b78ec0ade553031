import { isUtf8 } from 'node:buffer'
import type { Body } from './body.ts'
import { UnreadableBody } from './row.ts'

/** The encoding of a text. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'

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

/** Whether more of the lines that are not plain ASCII are valid UTF-8 than not. */
async function isMostlyUtf8(body: Body): Promise<boolean> {
  let good = 0
  let bad = 0
  for await (const bytes of uncutChunks(body)) {
    for (let from = 0; from < bytes.length;) {
      const found = bytes.indexOf(0x0a, from)
      const end = found < 0 ? bytes.length : found
      const line = bytes.subarray(from, end)
      if (!isUtf8(line)) bad++
      else if (line.some((byte) => byte >= 0x80)) good++
      from = end + 1
    }
  }
  return good > bad
}

/**
 * The encoding of a body's text: the one that its byte order mark names; UTF-8 if all of it, or most of its lines, are valid UTF-8; else
 * GB18030, in which Excel and WPS save a table in a Chinese locale (row C01 of test/MATRIX.md).
 */
export async function encodingOf(body: Body, start: Uint8Array): Promise<Encoding> {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le'
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be'
  for await (const bytes of uncutChunks(body)) if (!isUtf8(bytes)) return (await isMostlyUtf8(body)) ? 'utf-8' : 'gb18030'
  return 'utf-8'
}

const NEITHER = ['文字编码既不是 UTF-8 也不是 GB18030', 'the text is neither UTF-8 nor GB18030'] as const

/**
 * The text of a body in chunks, without its byte order mark. Invalid bytes of UTF-8 or UTF-16 become U+FFFD, which no field accepts, so
 * that only their rows are rejected. Throws UnreadableBody at invalid GB18030.
 */
export async function* textOf(body: Body, encoding: Encoding): AsyncGenerator<string> {
  if (encoding === 'utf-8') {
    let isFirst = true
    for await (const bytes of uncutChunks(body)) {
      const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
      yield isFirst ? text.replace(/^\uFEFF/, '') : text
      isFirst = false
    }
    return
  }
  const decoder = new TextDecoder(encoding, { fatal: encoding === 'gb18030' })
  let at = 0
  try {
    for await (const chunk of body.chunks()) {
      yield decoder.decode(chunk, { stream: true })
      at += chunk.length
    }
    yield decoder.decode()
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new UnreadableBody(400, `${NEITHER[0]}（第 ${at} 字节之后）`, `${NEITHER[1]} (after byte ${at})`)
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
