/** A line of a table: a record of a CSV file or a row of a sheet. */
export interface Line {
  cells: readonly string[]
  /** The columns, from 0, that hold a formula; their cells are empty. */
  formulas?: readonly number[]
  isHidden?: boolean
}

export const isBlank = ({ cells }: Line) => cells.every((cell) => cell.trim() === '')
