import { Readable, pipeline } from 'node:stream'
import { parse } from 'csv-parse'
import { readTable } from './table.ts'
import { type Rows, UnreadableBody } from './row.ts'

/** A record of a table longer than this is no record: a quote was opened and never closed. */
const LONGEST_RECORD = 1024 * 1024

/** Commas, or tabs where the first line has them and no comma: so Excel saves “Unicode text”. */
function delimiterOf(start: string): string {
  const line = start
    .trimStart()
    .slice(0, 10_000)
    .split(/[\r\n]/)[0]!
  return line.includes('\t') && !line.includes(',') ? '\t' : ','
}

/** The same pieces, and the first of them to look at. */
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
  // Whatever ends it early reaches the reader of the records below.
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

/** A table as comma-separated text. */
export function readCsv(texts: AsyncIterable<string>): Promise<Rows> {
  return readTable('csv', recordsOf(texts))
}
