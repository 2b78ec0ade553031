import { columnFor } from '../../catalogue/synonyms.ts'
import { REASON_COLUMNS } from './reason-columns.ts'
import { fromHeadEnterprise, fromPublishedFigure, isHeadEnterprises, isPublishedFigures } from './published-figures.ts'
import { type Row, type Rows, UnreadableBody, requireRows } from './row.ts'

const ENVELOPE = new Set(['source', 'id', 'type', 'occurred_on', 'revision', 'void', 'received_on'])

/** The header is searched in this many lines: a sheet may have a title and a date above it. */
const HEADER_LINES = 10

/** A wider table is refused. */
const MAX_COLUMNS = 200

const isEmpty = (line: readonly string[]) => line.every((cell) => cell.trim() === '')

/** Whether a line is a totals row, as people put it below a table. */
function isTotals(cells: readonly string[]): boolean {
  return /^(合计|总计|小计|共计|total)[:：]?$/i.test((cells.find((cell) => cell.trim() !== '') ?? '').replace(/\s/g, ''))
}

/** How many cells of a line are headings of envelope columns. */
const namedColumns = (line: readonly string[]) => line.filter((cell) => ENVELOPE.has(columnFor(cell))).length

/** The reason why a line of a table is not an event; undefined if it may be one. */
function faultOf(names: readonly string[], cells: readonly string[]): Omit<Extract<Row, { ok: false }>, 'cells'> | undefined {
  if (isTotals(cells)) {
    return {
      ok: false,
      code: 'totals_row',
      reason: { zh: '这是合计行，不是一条事件；不需要报送', en: 'this line sums up others and is no event; it need not be sent' },
    }
  }
  if (namedColumns(cells) >= 2) {
    return {
      ok: false,
      code: 'second_header',
      reason: { zh: '这是又一行表头，不是一条事件', en: 'this line is another header and no event' },
    }
  }
  if (!isEmpty(cells.slice(names.length))) {
    return {
      ok: false,
      reason: {
        zh: `这一行有 ${cells.length} 格，表头只有 ${names.length} 列`,
        en: `this line has ${cells.length} cells, the header ${names.length} columns`,
      },
    }
  }
  const unnamed = names.findIndex((name, index) => name === '' && (cells[index] ?? '').trim() !== '')
  if (unnamed < 0) return undefined
  return {
    ok: false,
    code: 'merged_header',
    reason: {
      zh: `第 ${unnamed + 1} 列没有自己的表头（表头可能是合并单元格）；请取消合并，每列写一个表头`,
      en: `column ${unnamed + 1} has no heading of its own (a merged cell, perhaps): unmerge it and give every column a heading`,
    },
  }
}

/** Converts a line of a table to a raw event, or to the reason why it is not one. */
export function fromCells(names: readonly string[], cells: readonly string[]): Row {
  const fault = faultOf(names, cells)
  if (fault) return { ...fault, cells }
  // Entries, not assignments: a column named __proto__ is an unknown field like any other.
  const event: [string, unknown][] = []
  const data: [string, unknown][] = []
  const worker: [string, unknown][] = []
  names.forEach((name, index) => {
    const value = cells[index] ?? ''
    if (value.trim() === '') return
    if (ENVELOPE.has(name)) event.push([name, value])
    else if (name.startsWith('worker.')) worker.push([name.slice('worker.'.length), value])
    else data.push([name, value])
  })
  if (worker.length > 0) data.push(['worker', Object.fromEntries(worker)])
  return { ok: true, raw: { ...Object.fromEntries(event), data: Object.fromEntries(data) }, cells }
}

/** The reader for a table of another shape, recognised by its header. */
function readerFor(header: readonly string[]): ((cells: readonly string[]) => unknown) | undefined {
  if (isPublishedFigures(header)) return (cells) => fromPublishedFigure(header, cells)
  return isHeadEnterprises(header) ? fromHeadEnterprise : undefined
}

/** A line of a table, or a line with the reason why its reader rejects it. */
export type Line = readonly string[] | { cells: readonly string[]; fault: Omit<Extract<Row, { ok: false }>, 'cells'> }

const cellsOf = (line: Line) => ('cells' in line ? line.cells : line)

/** The header, and the lines after it that were read while it was searched. */
async function splitHeader(lines: AsyncIterator<Line[]>): Promise<{ header: string[]; rest: Line[] }> {
  const first: Line[] = []
  for (;;) {
    const next = first.length < HEADER_LINES ? await lines.next() : { done: true as const }
    if (!next.done) first.push(...(next.value as Line[]))
    if (next.done || first.length >= HEADER_LINES) break
  }
  // The first line with at least two envelope headings; else the first line.
  const at = Math.max(
    first.slice(0, HEADER_LINES).findIndex((line) => namedColumns(cellsOf(line)) >= 2),
    0,
  )
  const header = (first[at] ? [...cellsOf(first[at])] : []).map((heading) => heading.trim())
  while (header.length > 0 && header.at(-1) === '') header.pop()
  return { header, rest: first.slice(at + 1) }
}

/** Reads the rows of a table: its lines below the header that are not wholly empty. Throws UnreadableBody. */
export async function readTable(format: 'csv' | 'xlsx', source: AsyncIterable<Line[]>): Promise<Rows> {
  const lines = source[Symbol.asyncIterator]()
  const { header, rest } = await splitHeader(lines)
  if (header.length > MAX_COLUMNS)
    throw new UnreadableBody(413, `一个表最多 ${MAX_COLUMNS} 列`, `at most ${MAX_COLUMNS} columns in a table`)
  // Rejected rows may be sent again with the reason columns they were given back with.
  const reasons = header.slice(-REASON_COLUMNS.length).join() === REASON_COLUMNS.join() ? REASON_COLUMNS.length : 0
  header.length -= reasons
  const width = header.length
  const withoutReasons = (line: Line): Line => {
    if (reasons === 0) return line
    return 'cells' in line ? { ...line, cells: line.cells.slice(0, width) } : line.slice(0, width)
  }
  const reader = readerFor(header)
  const names = reader ? header : header.map(columnFor)
  const duplicate = names.find((name, index) => name !== '' && names.indexOf(name) !== index)
  if (duplicate) throw new UnreadableBody(400, `表头中 ${duplicate} 出现了两次`, `the header names ${duplicate} twice`)
  const hasHeader = reader !== undefined || names.some((name) => ENVELOPE.has(name))

  const asRow = (line: Line): Row => {
    if ('cells' in line) return { ...line.fault, cells: line.cells }
    return reader ? { ok: true, raw: reader(line), cells: line } : fromCells(names, line)
  }
  async function* batches(): AsyncGenerator<Row[]> {
    for (let batch: Line[] | undefined = rest; batch;) {
      const rows = batch
        .map(withoutReasons)
        .filter((line) => !isEmpty(cellsOf(line)))
        .map(asRow)
      if (rows.length > 0) {
        if (!hasHeader) {
          throw new UnreadableBody(
            400,
            '没有找到表头：应有一行含来源（source）、编号（id）、事件类型（type）、发生日期（occurred_on）',
            'there is no header: expected a line with source, id, type, occurred_on',
          )
        }
        yield rows
      }
      const next: IteratorResult<Line[]> = await lines.next()
      batch = next.done ? undefined : next.value
    }
  }
  return requireRows(
    { format, header, names, batches: batches() },
    new UnreadableBody(400, '表头之下没有数据行', 'there is no row below the header'),
  )
}
