import { type CellValue, streamXlsxRows } from 'hucre/xlsx'
import { readTable } from './read-table.ts'
import { type Rows, UnreadableBody } from './row.ts'
import { checkWorkbook } from './xlsx-limits.ts'

const MOST_ROWS = 300_000
const MOST_COLUMNS = 200

/**
 * A cell as text. A day is that day, whatever its format; a whole number keeps its digits up to 15 and is shown with an exponent
 * beyond, where a spreadsheet has lost the rest.
 */
function cellText(value: CellValue): string {
  if (value === null) return ''
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  if (typeof value === 'number')
    return Number.isInteger(value) && Math.abs(value) >= 1e15 ? value.toExponential().toUpperCase() : String(value)
  return String(value)
}

/** The first visible sheet of a workbook from Excel or WPS. Formulas are never run. */
export async function readXlsx(body: Uint8Array): Promise<Rows> {
  await checkWorkbook(body)
  const lines: string[][] = []
  try {
    let firstVisible: number | undefined
    const sheets = (info: { hidden?: boolean; veryHidden?: boolean }, index: number) => {
      if (info.hidden || info.veryHidden) return false
      firstVisible ??= index
      return index === firstVisible
    }
    for await (const { values } of streamXlsxRows(body, { sheets, readStyles: true })) {
      if (lines.length >= MOST_ROWS)
        throw new UnreadableBody(413, `一个表最多 ${MOST_ROWS} 行，请分开上传`, `at most ${MOST_ROWS} rows in a sheet`)
      if (values.length > MOST_COLUMNS)
        throw new UnreadableBody(413, `一行最多 ${MOST_COLUMNS} 列`, `at most ${MOST_COLUMNS} columns in a row`)
      lines.push(values.map(cellText))
    }
  } catch (error) {
    if (error instanceof UnreadableBody) throw error
    // Whatever the reader stumbles over is the workbook's fault: it opens nothing but these bytes.
    throw new UnreadableBody(400, `XLSX 无法读完：${(error as Error).message}`, `broken XLSX: ${(error as Error).message}`)
  }
  return readTable('xlsx', lines)
}
