/** Numbers of rows as runs: the first row and the length of each, one after the other. Rows of one fate mostly come together. */
export type RowRuns = number[]

/** Adds a row that comes after all rows of the runs. */
export function addRow(runs: RowRuns, row: number): void {
  const length = runs.length
  if (length > 0 && runs[length - 2]! + runs[length - 1]! === row) runs[length - 1]!++
  else runs.push(row, 1)
}

/** How many rows there are in runs. */
export const rowCount = (runs: RowRuns): number => runs.reduce((sum, length, at) => sum + (at % 2) * length, 0)

/** The rows of runs that come after a row, in order. */
export function* rowsAfter(runs: readonly number[], after = 0): Generator<number> {
  for (let at = 0; at < runs.length; at += 2) {
    const end = runs[at]! + runs[at + 1]!
    for (let row = Math.max(runs[at]!, after + 1); row < end; row++) yield row
  }
}
