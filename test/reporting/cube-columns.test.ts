import { describe, expect, it } from 'vitest'
import { type Cell, type Columns, mergeDeltas } from '../../functions/reporting/cube-columns.ts'

type Row = [key: string, month: number, ever: number, ofYear?: number, inMonth?: number]

/** Columns from rows; the windows have the same value as all of time unless they are given. */
function columns(...rows: Row[]): Columns {
  const cells: Cell[] = []
  for (const [row, [key]] of rows.entries()) {
    const [region, sector, metric, part] = key.split(' ') as [string, string, string, string]
    if (rows[row - 1]?.[0] === key) cells.at(-1)!.to = row + 1
    else cells.push({ region, sector, metric, part, from: row, to: row + 1 })
  }
  return {
    cells,
    months: Int32Array.from(rows, ([, month]) => month),
    ever: Float64Array.from(rows, ([, , ever]) => ever),
    ofYear: Float64Array.from(rows, ([, , ever, ofYear = ever]) => ofYear),
    inMonth: Float64Array.from(rows, ([, , ever, , inMonth = ever]) => inMonth),
  }
}

const A = '310000 all members '
const B = '310100 all members '
const SHANGHAI = '31'

describe('merging deltas into the rows of a cube file', () => {
  it('adds measure by measure, and keeps the order by key and month', () => {
    const rows = columns([B, 10, 5], [B, 12, 7, 6, 1])
    const deltas = columns([B, 9, 1], [B, 11, 2], [B, 12, -3, -2, 1], [`${B}x`, 1, 4])
    expect(mergeDeltas(rows, deltas, SHANGHAI)).toEqual(columns([B, 9, 1], [B, 10, 5], [B, 11, 2], [B, 12, 4, 4, 2], [`${B}x`, 1, 4]))
  })
  it('leaves no row where every measure comes to zero, and keeps one where a window does not', () => {
    const rows = columns([B, 10, 5], [B, 11, 5, 5, 1])
    expect(mergeDeltas(rows, columns([B, 10, -5], [B, 11, -5, -5, 0]), SHANGHAI)).toEqual(columns([B, 11, 0, 0, 1]))
  })
  it('leaves a row of zeros as it is where it has no delta', () => {
    expect(mergeDeltas(columns([B, 10, 0]), columns([B, 11, 1]), SHANGHAI)).toEqual(columns([B, 10, 0], [B, 11, 1]))
  })
  it('takes the deltas of the file alone: a province is in the file of the nation', () => {
    const deltas = columns([A, 10, 1], [B, 10, 2], ['440300 all members ', 10, 3])
    expect(mergeDeltas(columns(), deltas, SHANGHAI)).toEqual(columns([B, 10, 2]))
    expect(mergeDeltas(columns(), deltas, 'nation')).toEqual(columns([A, 10, 1]))
  })
})
