import { parse } from 'csv-parse/sync'
import { readTable } from './read-table.ts'
import { type Rows, UnreadableBody } from './row.ts'

/** A table as comma-separated text. */
export function readCsv(text: string): Rows {
  let lines: string[][]
  try {
    lines = parse(text, { relax_column_count: true, skip_empty_lines: true, relax_quotes: true }) as string[][]
  } catch (error) {
    throw new UnreadableBody(400, `CSV 无法读完：${(error as Error).message}`, `broken CSV: ${(error as Error).message}`)
  }
  return readTable('csv', lines)
}
