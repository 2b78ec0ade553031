import { columnFor } from '../domain/synonyms.ts'
import { fromHeadEnterprise, fromPublishedFigure, isHeadEnterprises, isPublishedFigures } from './published-figures.ts'
import { type Row, type Rows, UnreadableBody } from './row.ts'

const ENVELOPE = new Set(['source', 'id', 'type', 'occurred_on', 'revision', 'void'])

/** Among how many first lines the header is looked for: above it a sheet may have a title and a date. */
const HEADER_WITHIN = 10

const isEmpty = (line: readonly string[]) => line.every((cell) => cell.trim() === '')

/** A line that sums up others, as people put below a table. */
function isTotals(cells: readonly string[]): boolean {
  return /^(合计|总计|小计|共计|total)[:：]?$/i.test((cells.find((cell) => cell.trim() !== '') ?? '').replace(/\s/g, ''))
}

function fromCells(header: readonly string[], cells: readonly string[]): Row {
  if (isTotals(cells)) {
    return {
      ok: false,
      code: 'totals_row',
      reason: { zh: '这是合计行，不是一条事件；不需要报送', en: 'this line sums up others and is no event; it need not be sent' },
    }
  }
  if (!isEmpty(cells.slice(header.length))) {
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

/** Where the header stands: the first line that names at least two columns of the envelope; else the first line. */
function headerAt(lines: readonly string[][]): number {
  const found = lines.slice(0, HEADER_WITHIN).findIndex((line) => line.filter((cell) => ENVELOPE.has(columnFor(cell))).length >= 2)
  return Math.max(found, 0)
}

/** The rows of a table: its lines below the header that are not wholly empty. */
export function readTable(format: 'csv' | 'xlsx', lines: readonly string[][]): Rows {
  const at = headerAt(lines)
  const header = (lines[at] ?? []).map((heading) => heading.normalize('NFKC').trim())
  while (header.length > 0 && header.at(-1) === '') header.pop()
  const cells = lines.slice(at + 1).filter((line) => !isEmpty(line))
  if (cells.length === 0) throw new UnreadableBody(400, '表头之下没有数据行', 'there is no row below the header')
  const reader = readerFor(header)
  const names = reader ? header : header.map(columnFor)
  const twice = names.find((name, index) => name !== '' && names.indexOf(name) !== index)
  if (twice) throw new UnreadableBody(400, `表头中 ${twice} 出现了两次`, `the header names ${twice} twice`)
  if (!reader && !names.some((name) => ENVELOPE.has(name))) {
    throw new UnreadableBody(
      400,
      '没有找到表头：应有一行含来源（source）、编号（id）、事件类型（type）、发生日期（occurred_on）',
      'there is no header: expected a line with source, id, type, occurred_on',
    )
  }
  return {
    format,
    header,
    names,
    cells,
    count: cells.length,
    row: (index) => (reader ? { ok: true, raw: reader(cells[index]!) } : fromCells(names, cells[index]!)),
  }
}
