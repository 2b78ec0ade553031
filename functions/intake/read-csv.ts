import { parse } from 'csv-parse/sync'
import { fromHeadEnterprise, fromPublishedFigure, isHeadEnterprises, isPublishedFigures } from './published-figures.ts'
import { type Row, type Rows, UnreadableBody } from './row.ts'

const ENVELOPE = new Set(['source', 'id', 'type', 'occurred_on', 'revision', 'void'])

function fromCells(header: readonly string[], cells: readonly string[]): Row {
  if (cells.slice(header.length).some((cell) => cell.trim() !== '')) {
    return {
      ok: false,
      reason: {
        zh: `这一行有 ${cells.length} 格，表头只有 ${header.length} 列`,
        en: `this line has ${cells.length} cells, the header ${header.length} columns`,
      },
    }
  }
  // Entries, not assignments: a column named __proto__ is an unknown field like any other.
  const event: [string, unknown][] = []
  const data: [string, unknown][] = []
  const worker: [string, unknown][] = []
  header.forEach((name, index) => {
    const value = cells[index] ?? ''
    if (value.trim() === '') return
    if (ENVELOPE.has(name)) event.push([name, value])
    else if (name.startsWith('worker.')) worker.push([name.slice('worker.'.length), value])
    else data.push([name, value])
  })
  if (worker.length > 0) data.push(['worker', Object.fromEntries(worker)])
  return { ok: true, raw: { ...Object.fromEntries(event), data: Object.fromEntries(data) } }
}

/** Tables of another shape that are known by their header. */
function readerFor(header: readonly string[]): ((cells: readonly string[]) => unknown) | undefined {
  if (isPublishedFigures(header)) return (cells) => fromPublishedFigure(header, cells)
  return isHeadEnterprises(header) ? fromHeadEnterprise : undefined
}

/** A table with one header line. Lines whose cells are all empty are no rows. */
export function readCsv(text: string): Rows {
  let lines: string[][]
  try {
    lines = parse(text, { relax_column_count: true, skip_empty_lines: true, relax_quotes: true }) as string[][]
  } catch (error) {
    throw new UnreadableBody(400, `CSV 无法读完：${(error as Error).message}`, `broken CSV: ${(error as Error).message}`)
  }
  const [first, ...rest] = lines
  const header = (first ?? []).map((name) => name.normalize('NFKC').trim())
  const cells = rest.filter((line) => line.some((cell) => cell.trim() !== ''))
  if (cells.length === 0) throw new UnreadableBody(400, '表头之下没有数据行', 'there is no row below the header')
  const twice = header.find((name, index) => name !== '' && header.indexOf(name) !== index)
  if (twice) throw new UnreadableBody(400, `表头中 ${twice} 出现了两次`, `the header names ${twice} twice`)
  const reader = readerFor(header)
  if (!reader && !header.some((name) => ENVELOPE.has(name))) {
    throw new UnreadableBody(
      400,
      '第一行不是表头：应含 source、id、type、occurred_on',
      'the first line is no header: expected source, id, type, occurred_on',
    )
  }
  return {
    format: 'csv',
    header,
    cells,
    rows: cells.map((line): Row => (reader ? { ok: true, raw: reader(line) } : fromCells(header, line))),
  }
}
