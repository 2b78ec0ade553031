import { isAsideColumn } from '../../catalogue/aside-columns.ts'
import { holdsPersonalNumber } from '../../domain/personal-numbers.ts'
import { plainCell } from '../../domain/written-cell.ts'
import { PERSONAL_NUMBER } from '../../events/problems.ts'
import { ENVELOPE, HEADER_LINES, envelopeHeadings, fieldOf, findHeader } from './header.ts'
import { type Line, isBlank } from './line.ts'
import { fromHeadEnterprise, fromPublishedFigure, isHeadEnterprises, isPublishedFigures } from './published-figures.ts'
import { REASON_COLUMNS } from './reason-columns.ts'
import { type Note, type Row, type Rows, UnreadableBody, requireRows } from './row.ts'
import { isTotals } from './totals-row.ts'

/** A wider table is refused. */
const MAX_COLUMNS = 200

type Fault = Omit<Extract<Row, { ok: false }>, 'cells'>

/** Whether a number was cut at the comma between its thousands, as 1,200 without quotation marks is, so that what follows is one cell further right. */
function hasCutNumber(cells: readonly string[]): boolean {
  return cells.some((cell, column) => /^\s*\d{1,3}$/.test(cell) && /^\d{3}(\.\d+)?\s*$/.test(cells[column + 1] ?? ''))
}

function totalsFault(): Fault {
  return {
    ok: false,
    code: 'totals_row',
    reason: { zh: '这是合计行，不是一条事件；不需要报送', en: 'this line sums up others and is no event; it need not be sent' },
  }
}

/** A row with formulas in columns that are read. */
function formulaFault(columns: readonly number[]): Fault {
  const named = columns.map((column) => column + 1)
  return {
    ok: false,
    code: 'formula',
    reason: {
      zh: `第 ${named.join('、')} 列是公式；公式不会被计算，请“复制—选择性粘贴—数值”后再报送`,
      en: `column ${named.join(', ')} is a formula, which is never computed: paste it as a value and send it again`,
    },
  }
}

/** A row with contents that nobody sees, since a merged cell covers them. */
function coveredFault(columns: readonly number[]): Fault {
  const named = columns.map((column) => column + 1)
  return {
    ok: false,
    reason: {
      zh: `第 ${named.join('、')} 列被合并单元格盖住，里面另有看不见的内容；请取消合并并核对`,
      en: `column ${named.join(', ')} is covered by a merged cell and holds something else, which nobody sees: unmerge it and check`,
    },
  }
}

/** The columns of a table: their fields, and which of them are left unread. */
interface Columns {
  names: readonly string[]
  aside: readonly boolean[]
}

/** The reason why a line of a table is not an event; undefined if it may be one. */
function faultOf(columns: Columns, { cells, formulas, covered }: Line): Fault | undefined {
  const { names, aside } = columns
  const isRead = (column: number) => (names[column] ?? '') !== '' && !aside[column]
  const computed = formulas?.filter(isRead) ?? []
  if (computed.length > 0) return formulaFault(computed)
  if (isTotals(cells, columns)) return totalsFault()
  const unseen = covered?.filter(isRead) ?? []
  if (unseen.length > 0) return coveredFault(unseen)
  if (envelopeHeadings(cells) >= 2) {
    return {
      ok: false,
      code: 'second_header',
      reason: { zh: '这是又一行表头，不是一条事件', en: 'this line is another header and no event' },
    }
  }
  if (cells.length > names.length && (!isBlank({ cells: cells.slice(names.length) }) || hasCutNumber(cells))) {
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

/** Converts lines of a table with these fields to raw events, or to the reasons why they are none. */
export function lineReader(names: readonly string[]): (line: Line) => Row {
  const columns: Columns = { names, aside: names.map(isAsideColumn) }
  return (line) => {
    const fault = faultOf(columns, line)
    if (fault) return { ...fault, cells: line.cells }
    // Entries, not assignments: a column named __proto__ is an unknown field like any other.
    const event: [string, unknown][] = []
    const data: [string, unknown][] = []
    const worker: [string, unknown][] = []
    names.forEach((name, index) => {
      const value = plainCell(line.cells[index] ?? '')
      if (columns.aside[index] || value.trim() === '') return
      if (ENVELOPE.has(name)) event.push([name, value])
      else if (name.startsWith('worker.')) worker.push([name.slice('worker.'.length), value])
      else data.push([name, value])
    })
    if (worker.length > 0) data.push(['worker', Object.fromEntries(worker)])
    return { ok: true, raw: { ...Object.fromEntries(event), data: Object.fromEntries(data) }, cells: line.cells }
  }
}

/** The reader for a table of another shape, recognised by its header. */
function readerFor(header: readonly string[]): ((cells: readonly string[]) => unknown) | undefined {
  if (isPublishedFigures(header)) return (cells) => fromPublishedFigure(header, cells)
  return isHeadEnterprises(header) ? fromHeadEnterprise : undefined
}

/** The first lines of a table that are not blank, as many as a header is searched in. */
export async function firstLines(lines: AsyncIterator<readonly Line[]>): Promise<Line[]> {
  const first: Line[] = []
  while (first.length < HEADER_LINES) {
    const next = await lines.next()
    if (next.done) break
    for (const line of next.value) if (!isBlank(line)) first.push(line)
  }
  return first
}

/** The header of a table, its fields, and the lines below it that were read while it was searched. */
interface Heading {
  header: string[]
  names: string[]
  rest: Line[]
  /** The reader of a table of another shape. */
  reader: ReturnType<typeof readerFor>
  hasReasons: boolean
}

/** Refuses a heading that holds the number of a person: headings are stored with the receipt. Throws UnreadableBody. */
function refusePersonalNumbers(header: readonly string[]): void {
  const column = header.findIndex(holdsPersonalNumber) + 1
  if (column > 0)
    throw new UnreadableBody(400, `第 ${column} 列的表头${PERSONAL_NUMBER.zh}`, `the heading of column ${column} ${PERSONAL_NUMBER.en}`)
}

/** Finds the header among the first lines: the first one with two headings of the envelope, else the first line. Throws UnreadableBody. */
function headingOf(first: readonly Line[]): Heading {
  const at = Math.max(findHeader(first), 0)
  const header = (first[at]?.cells ?? []).map((heading) => heading.trim())
  while (header.length > 0 && header.at(-1) === '') header.pop()
  if (header.length > MAX_COLUMNS)
    throw new UnreadableBody(413, `一个表最多 ${MAX_COLUMNS} 列`, `at most ${MAX_COLUMNS} columns in a table`)
  // Rejected rows may be sent again with the reason columns they were given back with.
  const hasReasons = header.slice(-REASON_COLUMNS.length).join() === REASON_COLUMNS.join()
  if (hasReasons) header.length -= REASON_COLUMNS.length
  refusePersonalNumbers(header)
  const reader = readerFor(header)
  const names = reader ? header : header.map(fieldOf)
  const duplicate = names.find((name, index) => name !== '' && !isAsideColumn(name) && names.indexOf(name) !== index)
  if (duplicate) throw new UnreadableBody(400, `表头中 ${duplicate} 出现了两次`, `the header names ${duplicate} twice`)
  return { header, names, rest: first.slice(at + 1), reader, hasReasons }
}

const NO_HEADER = () =>
  new UnreadableBody(
    400,
    `前 ${HEADER_LINES} 行里没有找到表头：应有一行含来源（source）、编号（id）、事件类型（type）、发生日期（occurred_on）`,
    `there is no header in the first ${HEADER_LINES} lines: expected one with source, id, type, occurred_on`,
  )

/** What was noticed in the lines of a table. */
function tableNotes(names: readonly string[], hiddenRows: number, hiddenColumns: readonly string[]): Note[] {
  const notes: Note[] = []
  const aside = names.filter(isAsideColumn)
  if (aside.length > 0) {
    const quoted = aside.map((name) => `“${name}”`)
    notes.push({
      code: 'columns_not_read',
      message: `${quoted.join('、')}列不属于事件，未读取`,
      message_en: `columns that are no part of an event were not read: ${quoted.join(', ')}`,
    })
  }
  if (hiddenRows > 0) {
    notes.push({
      code: 'hidden_rows',
      message: `有 ${hiddenRows} 行在表中被隐藏（如筛选），已照常读取；如不应报送，请删除后重报`,
      message_en: `${hiddenRows} rows are hidden in the sheet, by a filter perhaps, and were read all the same: delete them if they should not count`,
    })
  }
  if (hiddenColumns.length > 0) {
    const quoted = hiddenColumns.map((heading) => `“${heading}”`)
    notes.push({
      code: 'hidden_columns',
      message: `${quoted.join('、')}列在表中被隐藏，已照常读取，请核对`,
      message_en: `columns that are hidden in the sheet were read all the same, check them: ${quoted.join(', ')}`,
    })
  }
  return notes
}

/** Reads the rows of a table: its lines below the header that are not wholly empty. Throws UnreadableBody. */
export async function readTable(format: Rows['format'], source: AsyncIterable<readonly Line[]>): Promise<Rows> {
  const lines = source[Symbol.asyncIterator]()
  const { header, names, rest, reader, hasReasons } = headingOf(await firstLines(lines))
  const width = names.length
  const hasHeader = reader !== undefined || names.some((name) => ENVELOPE.has(name))
  const readLine = lineReader(names)
  let hiddenRows = 0
  const hiddenColumns = new Set<string>()
  const isRead = names.map((name) => name !== '' && !isAsideColumn(name))

  const asRow = (given: Line): Row => {
    if (given.isHidden) hiddenRows++
    for (const column of given.hiddenColumns ?? [])
      if (isRead[column] && (given.cells[column] ?? '') !== '') hiddenColumns.add(header[column]!)
    const line = hasReasons ? { ...given, cells: given.cells.slice(0, width) } : given
    return reader ? { ok: true, raw: reader(line.cells), cells: line.cells } : readLine(line)
  }
  const hasContent = (line: Line) => !isBlank(hasReasons ? { cells: line.cells.slice(0, width) } : line) || line.formulas !== undefined
  async function* batches(): AsyncGenerator<Row[]> {
    for (let batch: readonly Line[] | undefined = rest; batch;) {
      const rows = batch.filter(hasContent).map(asRow)
      if (rows.length > 0) {
        if (!hasHeader) throw NO_HEADER()
        yield rows
      }
      const next: IteratorResult<readonly Line[]> = await lines.next()
      batch = next.done ? undefined : next.value
    }
  }
  return requireRows(
    { format, header, names, batches: batches(), notes: () => tableNotes(names, hiddenRows, [...hiddenColumns]) },
    new UnreadableBody(400, '表头之下没有数据行', 'there is no row below the header'),
  )
}
