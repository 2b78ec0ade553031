/** A row of a sheet with the text of its cells. */
export interface SheetRow {
  cells: string[]
  /** The columns, from 0, that hold a formula. What it once gave is not read: no person typed it, and a file may hold any result. */
  formulas?: number[]
  /** The columns, from 0, that a merged cell covers although they have a content of their own, which nobody sees. */
  covered?: number[]
  isHidden?: boolean
  /** The columns, from 0, that the sheet hides; the same list for all rows. */
  hiddenColumns?: readonly number[]
}

/** The highest column whose being hidden is noticed; a table has no more. */
export const LAST_NOTICED_COLUMN = 199

/** A sheet of a workbook. */
export interface Sheet {
  name: string
  isHidden: boolean
  /**
   * Its rows that have a cell with content, in order, in batches. `onMerged` is called with the number of cells below the first of a merged
   * range that were given its content. Throws UnreadableBody.
   */
  rows(onMerged?: (cells: number) => void): AsyncGenerator<SheetRow[]>
}

/** A range of merged cells: rows and columns from 0, both ends included. */
export interface MergedRange {
  firstRow: number
  lastRow: number
  firstColumn: number
  lastColumn: number
}

/** Whether a range has several cells. */
const isMerged = ({ firstRow, lastRow, firstColumn, lastColumn }: MergedRange) => lastRow > firstRow || lastColumn > firstColumn

/** Gives the cells below the first one of a merged range its content, which is how people read them. */
export class MergedCells {
  readonly #pending: MergedRange[]
  readonly #onMerged: ((cells: number) => void) | undefined
  #active: (MergedRange & { content: string; isFormula: boolean })[] = []

  /** With the ranges that are known before the first row. */
  constructor(onMerged: ((cells: number) => void) | undefined, ranges: readonly MergedRange[] = []) {
    this.#onMerged = onMerged
    this.#pending = ranges.filter(isMerged).sort((a, b) => a.firstRow - b.firstRow)
  }

  /** A range of which the next row to be filled is the first one. */
  add(range: MergedRange): void {
    if (isMerged(range)) this.#pending.push(range)
  }

  /** Fills the cells of a row, whose number counts from 0, that lie in a merged range. */
  fill(index: number, row: SheetRow): void {
    while (this.#pending[0] && this.#pending[0].firstRow <= index) {
      const range = this.#pending.shift()!
      const isFirst = range.firstRow === index
      const content = isFirst ? (row.cells[range.firstColumn] ?? '') : ''
      this.#active.push({ ...range, content, isFormula: isFirst && (row.formulas?.includes(range.firstColumn) ?? false) })
    }
    if (this.#active.length === 0) return
    this.#active = this.#active.filter(({ lastRow }) => lastRow >= index)
    for (const { firstRow, firstColumn, lastColumn, content, isFormula } of this.#active) {
      for (let column = firstRow === index ? firstColumn + 1 : firstColumn; column <= lastColumn && column < row.cells.length; column++)
        if (row.cells[column] !== '' && row.cells[column] !== content) (row.covered ??= []).push(column)
      if (firstRow === index) continue
      if (isFormula) (row.formulas ??= []).push(firstColumn)
      if (content === '' || (row.cells[firstColumn] ?? '') !== '') continue
      while (row.cells.length < firstColumn) row.cells.push('')
      row.cells[firstColumn] = content
      this.#onMerged?.(1)
    }
  }
}
