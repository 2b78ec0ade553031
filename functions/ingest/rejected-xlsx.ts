import { type Cell, type CellStyle, writeXlsx } from 'hucre/xlsx'
import type { RejectedRows } from './dataset.ts'
import { REASONS, reasonsOf } from './rejected-rows.ts'

const WRONG: CellStyle = { numFmt: '@', fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FDE8E4' } } }
const HEADING: CellStyle = { numFmt: '@', font: { bold: true } }

/** Where a field of a problem stands among the columns of a table. */
function columnOf(names: readonly string[], field: string): number {
  const name = field.replace(/^data\./, '')
  const at = names.indexOf(name)
  // A problem of the person as a whole stands at the first column of the person.
  return at >= 0 || name !== 'worker' ? at : names.findIndex((one) => one.startsWith('worker.'))
}

/** The rejected rows as a workbook: the columns as they came, the cells that are wrong coloured and commented, the reasons at the end. */
export async function rejectedXlsx(kept: RejectedRows): Promise<Uint8Array> {
  const header = kept.header ?? ['event']
  const names = kept.names ?? []
  const rows: string[][] = [[...header, ...REASONS]]
  const cells = new Map<string, Partial<Cell>>()
  rows[0]!.forEach((_, column) => cells.set(`0,${column}`, { style: HEADING }))
  for await (const row of kept.rows) {
    const at = rows.length
    rows.push([...(kept.header ? (row.content as string[]) : [JSON.stringify(row.content)]), ...reasonsOf(row)])
    for (const { field, message } of row.problems) {
      const column = columnOf(names, field)
      if (column < 0) continue
      const before = cells.get(`${at},${column}`)?.comment?.text
      cells.set(`${at},${column}`, { style: WRONG, comment: { text: before ? `${before}；${message}` : message } })
    }
  }
  const columns = rows[0]!.map((_, column) => ({ width: column === header.length + REASONS.length - 1 ? 60 : 20, numFmt: '@' }))
  return writeXlsx({ sheets: [{ name: '未接收', rows, cells, columns, freezePane: { rows: 1 } }] })
}
