import { Readable, pipeline } from 'node:stream'
import { parse } from 'csv-parse'
import { envelopeHeadings, HEADER_LINES } from './header.ts'
import type { Line } from './line.ts'
import { readTable } from './table.ts'
import { type Rows, UnreadableBody } from './row.ts'

/** The longest record, in bytes. A longer one means that a quote was opened and never closed. */
const LONGEST_RECORD = 1024 * 1024

/** What may stand between cells. A tab is how Excel saves “Unicode text”, a semicolon how it saves CSV where a comma is the decimal point. */
const DELIMITERS = [',', '\t', ';', '|', '，', '；']

/** A first line that tells Excel the delimiter. */
const DIRECTIVE = /^\s*sep=(.)\s*?(\r\n|\n|\r)/i

/** The delimiter with which one of the first lines is a header; a comma where none is. */
function delimiterOf(start: string): string {
  const lines = start.split(/\r\n|\n|\r/).slice(0, HEADER_LINES)
  const headings = (delimiter: string, line: string) =>
    envelopeHeadings(line.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')))
  for (const line of lines) {
    const found = DELIMITERS.find((delimiter) => line.includes(delimiter) && headings(delimiter, line) >= 2)
    if (found) return found
  }
  // No envelope: a table of another shape, or one that will be refused.
  const first = lines.find((line) => line.trim() !== '') ?? ''
  return first.includes('\t') && !first.includes(',') ? '\t' : ','
}

/** The same chunks of text, and the first of them to look at. */
async function peeked(texts: AsyncIterable<string>): Promise<{ first: string; all: AsyncIterable<string> }> {
  const iterator = texts[Symbol.asyncIterator]()
  const first = await iterator.next()
  const directive = DIRECTIVE.exec(first.done ? '' : first.value)?.[0] ?? ''
  async function* all(): AsyncGenerator<string> {
    if (!first.done) yield first.value.slice(directive.length)
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
  }
  return { first: first.done ? '' : first.value.slice(directive.length), all: all() }
}

/** The same text with one kind of line end, since files that were put together from several have several. */
async function* withLineFeeds(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let isAfterReturn = false
  for await (const text of texts) {
    const rest = isAfterReturn && text.startsWith('\n') ? text.slice(1) : text
    isAfterReturn = text.endsWith('\r')
    yield rest.includes('\r') ? rest.replace(/\r\n?/g, '\n') : rest
  }
}

async function* linesOf(given: AsyncIterable<string>): AsyncGenerator<Line[]> {
  const { first, all: texts } = await peeked(given)
  const parser = parse({
    delimiter: delimiterOf(first),
    record_delimiter: '\n',
    relax_column_count: true,
    skip_empty_lines: true,
    relax_quotes: true,
    max_record_size: LONGEST_RECORD,
  })
  // An error reaches the loop over the records below; the callback only keeps it from being thrown here too.
  pipeline(Readable.from(withLineFeeds(texts)), parser, () => undefined)
  let lines: Line[] = []
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      if (lines.push({ cells }) < 1000) continue
      yield lines
      lines = []
    }
  } catch (error) {
    if (error instanceof UnreadableBody) throw error
    throw new UnreadableBody(400, `CSV 无法读完：${(error as Error).message}`, `broken CSV: ${(error as Error).message}`)
  }
  if (lines.length > 0) yield lines
}

/** Reads a table of text with separated cells. Throws UnreadableBody. */
export function readCsv(texts: AsyncIterable<string>): Promise<Rows> {
  return readTable('csv', linesOf(texts))
}
