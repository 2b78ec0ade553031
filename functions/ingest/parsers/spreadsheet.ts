import { withoutPersonalNumbers } from '../../events/problems.ts'
import { findHeader } from './header.ts'
import type { Line } from './line.ts'
import { firstLines, readTable } from './table.ts'
import { type Note, type Rows, UnreadableBody } from './row.ts'
import { TEMPLATE_SHEETS } from './template-sheets.ts'
import type { Sheet } from './workbook/sheet.ts'
import { openWorkbook } from './workbook/workbook.ts'

const MAX_ROWS = 300_000
const MAX_COLUMNS = 200
const BATCH = 1000

/** The lines of a sheet, within the limits of a table. Throws UnreadableBody. */
async function* linesOf(sheet: Sheet, onMerged?: (cells: number) => void): AsyncGenerator<Line[]> {
  let lines: Line[] = []
  let count = 0
  for await (const rows of sheet.rows(onMerged)) {
    for (const row of rows) {
      if (++count > MAX_ROWS) throw new UnreadableBody(413, `一个表最多 ${MAX_ROWS} 行，请分开上传`, `at most ${MAX_ROWS} rows in a sheet`)
      if (row.cells.length > MAX_COLUMNS)
        throw new UnreadableBody(413, `一行最多 ${MAX_COLUMNS} 列`, `at most ${MAX_COLUMNS} columns in a row`)
      lines.push(row)
    }
    if (lines.length < BATCH) continue
    yield lines
    lines = []
  }
  if (lines.length > 0) yield lines
}

/** Whether a sheet has a header among its first lines. */
async function hasHeader(sheet: Sheet): Promise<boolean> {
  const lines = linesOf(sheet)
  const first = await firstLines(lines)
  await lines.return(undefined)
  return findHeader(first) >= 0
}

const quoted = (names: readonly string[]) => names.map((name) => `“${withoutPersonalNumbers(name)}”`)

/** The sheet to read: the first visible one with a header. Where none has one, the only visible sheet, which may be a table of another shape. */
async function chosenSheet(visible: readonly Sheet[]): Promise<Sheet> {
  const filled = visible.filter(({ name }) => !(TEMPLATE_SHEETS as readonly string[]).includes(name))
  if (filled.length === 1) return filled[0]!
  for (const sheet of filled) if (await hasHeader(sheet)) return sheet
  if (filled.length === 0) throw new UnreadableBody(400, '工作簿里没有可见的工作表', 'the workbook has no visible sheet')
  const names = quoted(filled.map(({ name }) => name))
  throw new UnreadableBody(
    400,
    `工作表 ${names.join('、')} 里都没有找到表头：应有一行含来源（source）、编号（id）、事件类型（type）、发生日期（occurred_on）`,
    `none of the sheets ${names.join(', ')} has a header: expected a line with source, id, type, occurred_on`,
  )
}

function sheetNotes(chosen: Sheet, sheets: readonly Sheet[], mergedCells: number): Note[] {
  const notes: Note[] = []
  const unread = sheets.filter((sheet) => sheet !== chosen && !(TEMPLATE_SHEETS as readonly string[]).includes(sheet.name))
  if (unread.length > 0) {
    const names = quoted(unread.map(({ name }) => name))
    const [read] = quoted([chosen.name])
    notes.push({
      code: 'other_sheets',
      message: `只读取第一个有表头的可见工作表${read}，未读取：${names.join('、')}`,
      message_en: `only the first visible sheet with a header, ${read}, is read; left aside: ${names.join(', ')}`,
    })
  }
  if (mergedCells > 0) {
    notes.push({
      code: 'merged_cells',
      message: `向下合并的单元格按其内容填入 ${mergedCells} 格，请核对`,
      message_en: `cells that were merged downwards gave their content to ${mergedCells} cells below: check them`,
    })
  }
  return notes
}

/** Reads a workbook: its first visible sheet with a header. Formulas are never evaluated. Throws UnreadableBody. */
export async function readSpreadsheet(body: Uint8Array): Promise<Rows> {
  const { format, sheets } = await openWorkbook(body)
  const sheet = await chosenSheet(sheets.filter(({ isHidden }) => !isHidden))
  let mergedCells = 0
  const rows = await readTable(
    format,
    linesOf(sheet, (cells) => (mergedCells += cells)),
  )
  return { ...rows, notes: () => [...sheetNotes(sheet, sheets, mergedCells), ...rows.notes!()] }
}
