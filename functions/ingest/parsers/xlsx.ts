import { type CellValue, streamXlsxRows } from 'hucre/xlsx'
import { TEMPLATE_SHEETS } from './template-sheets.ts'
import { type Line, readTable } from './table.ts'
import { type Note, type Rows, UnreadableBody } from './row.ts'
import { type Workbook, checkWorkbook } from './xlsx-guard.ts'

const MAX_ROWS = 300_000
const MAX_COLUMNS = 200
const BATCH = 1000

/**
 * A cell as text. A day becomes YYYY-MM-DD, whatever its format. A whole number of up to 15 digits keeps them; a longer one is written
 * with an exponent, since a spreadsheet has lost its last digits.
 */
function cellText(value: CellValue): string {
  if (value === null) return ''
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  if (typeof value === 'number')
    return Number.isInteger(value) && Math.abs(value) >= 1e15 ? value.toExponential().toUpperCase() : String(value)
  return String(value)
}

/** A row with a formula. Its cached result is not used: no person typed it, and a file may hold any result. */
function formulaLine(cells: string[], columns: readonly number[]): Line {
  const named = columns.map((column) => column + 1)
  return {
    cells: cells.map((cell, column) => (columns.includes(column) ? '' : cell)),
    fault: {
      ok: false,
      code: 'formula',
      reason: {
        zh: `第 ${named.join('、')} 列是公式；公式不会被计算，请“复制—选择性粘贴—数值”后再报送`,
        en: `column ${named.join(', ')} is a formula, which is never computed: paste it as a value and send it again`,
      },
    },
  }
}

async function* linesOf(body: Uint8Array, workbook: Workbook): AsyncGenerator<Line[]> {
  let lines: Line[] = []
  let count = 0
  try {
    for await (const { index, values } of streamXlsxRows(body, { sheet: workbook.sheet, readStyles: true })) {
      if (++count > MAX_ROWS) throw new UnreadableBody(413, `一个表最多 ${MAX_ROWS} 行，请分开上传`, `at most ${MAX_ROWS} rows in a sheet`)
      if (values.length > MAX_COLUMNS)
        throw new UnreadableBody(413, `一行最多 ${MAX_COLUMNS} 列`, `at most ${MAX_COLUMNS} columns in a row`)
      const cells = values.map(cellText)
      const formulas = workbook.formulas.get(index)
      if (lines.push(formulas ? formulaLine(cells, formulas) : cells) < BATCH) continue
      yield lines
      lines = []
    }
  } catch (error) {
    if (error instanceof UnreadableBody) throw error
    // Any other error of the reader is caused by the workbook: it reads nothing but these bytes.
    throw new UnreadableBody(400, `XLSX 无法读完：${(error as Error).message}`, `broken XLSX: ${(error as Error).message}`)
  }
  if (lines.length > 0) yield lines
}

function notesOf({ others }: Workbook): Note[] {
  const unread = others.filter((name) => !(TEMPLATE_SHEETS as readonly string[]).includes(name))
  if (unread.length === 0) return []
  const names = unread.map((name) => `“${name}”`)
  return [
    {
      code: 'other_sheets',
      message: `只读取第一个可见的工作表，未读取：${names.join('、')}`,
      message_en: `only the first visible sheet is read; left aside: ${names.join(', ')}`,
    },
  ]
}

/** Reads the first visible sheet of a workbook from Excel or WPS. Formulas are never evaluated. Throws UnreadableBody. */
export async function readXlsx(body: Uint8Array): Promise<Rows> {
  const workbook = await checkWorkbook(body)
  return { ...(await readTable('xlsx', linesOf(body, workbook))), notes: notesOf(workbook) }
}
