import type { Block, BulletinTable } from './model.ts'

/** A number of an edition that reads otherwise in a later one. */
export interface ChangedNumber {
  /** The caption of the table, without its number. */
  table: string
  row: string
  column: string
  before: string
  after: string
}

const nameOf = ({ caption }: BulletinTable) => caption.replace(/^表\d+ /, '')

/** The cells of the tables of an edition, by table, row and column. */
function cellsOf(blocks: readonly Block[]): Map<string, ChangedNumber> {
  const cells = new Map<string, ChangedNumber>()
  for (const block of blocks) {
    if (block.kind !== 'table') continue
    const { header, rows } = block.table
    for (const [row = '', ...values] of rows)
      values.forEach((value, index) => {
        const cell = { table: nameOf(block.table), row, column: header[index + 1] ?? '', before: value, after: value }
        cells.set(JSON.stringify([cell.table, row, cell.column]), cell)
      })
  }
  return cells
}

/** Whether a cell reads as it did, but for a unit that editions of before December 2026 did not print behind a number. */
const isSame = (before: string, after: string) =>
  before === after || (/\d$/.test(before) && after.startsWith(before) && /^[^\d.,%]+$/.test(after.slice(before.length)))

/** Every number in the tables of an edition that a later edition of the same region and period has otherwise, in the order of the later one. */
export function changedNumbers(earlier: readonly Block[], later: readonly Block[]): ChangedNumber[] {
  const before = cellsOf(earlier)
  return [...cellsOf(later)].flatMap(([key, cell]) => {
    const known = before.get(key)
    return known && !isSame(known.after, cell.after) ? [{ ...cell, before: known.after }] : []
  })
}
