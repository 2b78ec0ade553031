/** A line of a table: a record of a CSV file or a row of a sheet. */
export interface Line {
  cells: readonly string[]
  /** The columns, from 0, that hold a formula; their cells are empty. */
  formulas?: readonly number[]
  /** The columns, from 0, that a merged cell covers although they have a content of their own. */
  covered?: readonly number[]
  isHidden?: boolean
  /** The columns, from 0, that the sheet hides. */
  hiddenColumns?: readonly number[]
}

export const isBlank = ({ cells }: Line) => cells.every((cell) => cell.trim() === '')
