import { Readable, pipeline } from 'node:stream'
import { parse } from 'csv-parse'
import { readTable } from './read-table.ts'
import { type Rows, UnreadableBody } from './row.ts'

/** A record of a table longer than this is no record: a quote was opened and never closed. */
const LONGEST_RECORD = 1024 * 1024

async function* recordsOf(texts: AsyncIterable<string>): AsyncGenerator<string[][]> {
  const parser = parse({ relax_column_count: true, skip_empty_lines: true, relax_quotes: true, max_record_size: LONGEST_RECORD })
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
