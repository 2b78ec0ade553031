import { Readable, pipeline } from 'node:stream'
import { parse } from 'csv-parse'
import { readTable } from './table.ts'
import { type Rows, UnreadableBody } from './row.ts'

/** The longest record, in bytes. A longer one means that a quote was opened and never closed. */
const LONGEST_RECORD = 1024 * 1024

/** A comma, or a tab if the first line has tabs and no comma: that is how Excel saves “Unicode text”. */
function delimiterOf(start: string): string {
  const line = start
    .trimStart()
    .slice(0, 10_000)
    .split(/[\r\n]/)[0]!
  return line.includes('\t') && !line.includes(',') ? '\t' : ','
}

/** The same chunks of text, and the first of them to look at. */
async function peeked(texts: AsyncIterable<string>): Promise<{ first: string; all: AsyncIterable<string> }> {
  const iterator = texts[Symbol.asyncIterator]()
  const first = await iterator.next()
  async function* all(): AsyncGenerator<string> {
    for (let next = first; !next.done; next = await iterator.next()) yield next.value
  }
  return { first: first.done ? '' : first.value, all: all() }
}

async function* recordsOf(given: AsyncIterable<string>): AsyncGenerator<string[][]> {
  const { first, all: texts } = await peeked(given)
  const delimiter = delimiterOf(first)
  const parser = parse({ delimiter, relax_column_count: true, skip_empty_lines: true, relax_quotes: true, max_record_size: LONGEST_RECORD })
  // An error reaches the loop over the records below; the callback only keeps it from being thrown here too.
  pipeline(Readable.from(texts), parser, () => undefined)
  let records: string[][] = []
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      if (records.push(record) < 1000) continue
      yield records
      records = []
    }
  } catch (error) {
    if (error instanceof UnreadableBody) throw error
    throw new UnreadableBody(400, `CSV 无法读完：${(error as Error).message}`, `broken CSV: ${(error as Error).message}`)
  }
  if (records.length > 0) yield records
}

/** Reads a table of comma- or tab-separated text. Throws UnreadableBody. */
export function readCsv(texts: AsyncIterable<string>): Promise<Rows> {
  return readTable('csv', recordsOf(texts))
}
