/** A row of a sheet with the text of its cells. */
export interface SheetRow {
  cells: string[]
  /** The columns, from 0, that hold a formula. What it once gave is not read: no person typed it, and a file may hold any result. */
  formulas?: number[]
  isHidden?: boolean
}

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
}

/** Gives the cells below the first one of a merged range its content, which is how people read them. */
export class MergedCells {
  readonly #pending: MergedRange[]
  readonly #onMerged: ((cells: number) => void) | undefined
  #active: (MergedRange & { content: string; isFormula: boolean })[] = []

  /** With the ranges that are known before the first row. */
  constructor(onMerged: ((cells: number) => void) | undefined, ranges: readonly MergedRange[] = []) {
    this.#onMerged = onMerged
    this.#pending = ranges.filter(({ firstRow, lastRow }) => lastRow > firstRow).sort((a, b) => a.firstRow - b.firstRow)
  }

  /** A range of which the next row to be filled is the first one. */
  add(range: MergedRange): void {
    if (range.lastRow > range.firstRow) this.#pending.push(range)
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
    for (const { firstRow, firstColumn, content, isFormula } of this.#active) {
      if (firstRow === index) continue
      if (isFormula) (row.formulas ??= []).push(firstColumn)
      if (content === '' || (row.cells[firstColumn] ?? '') !== '') continue
      while (row.cells.length < firstColumn) row.cells.push('')
      row.cells[firstColumn] = content
      this.#onMerged?.(1)
    }
  }
}
