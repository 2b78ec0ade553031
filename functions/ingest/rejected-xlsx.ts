import { type Cell, type CellStyle, writeXlsx } from 'hucre/xlsx'
import { REASON_COLUMNS } from './parsers/reason-columns.ts'
import type { RejectedRow } from './check/rejected-row.ts'
import type { UploadShape } from './receipts.ts'
import { reasonCells } from './rejected-rows.ts'

const WRONG: CellStyle = { numFmt: '@', fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FDE8E4' } } }
const HEADING: CellStyle = { numFmt: '@', font: { bold: true } }

/** The index of the column that a problem's field belongs to; -1 if there is none. */
function columnOf(names: readonly string[], field: string): number {
  const name = field.replace(/^data\./, '')
  const at = names.indexOf(name)
  // A problem of the person as a whole is shown in the first column of the person.
  return at >= 0 || name !== 'worker' ? at : names.findIndex((one) => one.startsWith('worker.'))
}

/** The rejected rows as a workbook: the columns as they came, wrong cells coloured and commented, and the reasons at the end. */
export async function rejectedXlsx(rejected: UploadShape & { rows: readonly RejectedRow[] }): Promise<Uint8Array> {
  const header = rejected.header ?? ['event']
  const names = rejected.names ?? []
  const rows: string[][] = [[...header, ...REASON_COLUMNS]]
  const cells = new Map<string, Partial<Cell>>()
  rows[0]!.forEach((_, column) => cells.set(`0,${column}`, { style: HEADING }))
  for (const row of rejected.rows) {
    const at = rows.length
    rows.push([...(rejected.header ? (row.content as string[]) : [JSON.stringify(row.content)]), ...reasonCells(row)])
    for (const { field, message } of row.problems) {
      const column = columnOf(names, field)
      if (column < 0) continue
      const before = cells.get(`${at},${column}`)?.comment?.text
      cells.set(`${at},${column}`, { style: WRONG, comment: { text: before ? `${before}；${message}` : message } })
    }
  }
  const columns = rows[0]!.map((_, column) => ({ width: column === header.length + REASON_COLUMNS.length - 1 ? 60 : 20, numFmt: '@' }))
  return writeXlsx({ sheets: [{ name: '未接收', rows, cells, columns, freezePane: { rows: 1 } }] })
}
