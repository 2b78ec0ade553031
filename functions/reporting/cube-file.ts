import { CHANGES, type CubeName, cubeFileName } from '../release-format/cube-layout.ts'
import type { FileRef } from '../storage/blobs.ts'
import type { Store } from '../storage/store.ts'
import { type Columns, decode, mergeDeltas, noColumns } from './cube-columns.ts'

/** The rows of one metric and part in one region and sector, by month: `from` is included, `to` is not. */
export interface RowRange {
  metric: string
  part: string
  from: number
  to: number
}

/** A value at a month's end: since ever, since January, and in the month itself. */
export interface Sums {
  ever: number
  ofYear: number
  inMonth: number
  /** Whether anything changed since January, and in the month: without a change there is no value for that window. */
  hasYear: boolean
  hasMonth: boolean
}

export function addSums(a: Sums, b: Sums): Sums {
  return {
    ever: a.ever + b.ever,
    ofYear: a.ofYear + b.ofYear,
    inMonth: a.inMonth + b.inMonth,
    hasYear: a.hasYear || b.hasYear,
    hasMonth: a.hasMonth || b.hasMonth,
  }
}

/** The row ranges by region and sector. Rows are sorted, so that the rows of a key follow one another. */
function indexRows(keys: readonly string[]): Map<string, RowRange[]> {
  const index = new Map<string, RowRange[]>()
  let range: RowRange | undefined
  for (const [row, key] of keys.entries()) {
    if (range && keys[row - 1] === key) {
      range.to = row + 1
      continue
    }
    const [region, sector, metric, part] = key.split(' ') as [string, string, string, string]
    range = { metric, part, from: row, to: row + 1 }
    const ranges = index.get(`${region} ${sector}`)
    if (ranges) ranges.push(range)
    else index.set(`${region} ${sector}`, [range])
  }
  return index
}

/** A file of a cube in memory: changes by month, sorted by region, sector, metric, part and month. */
export class CubeFile {
  readonly #index: Map<string, RowRange[]>
  readonly #months: Int32Array
  readonly #ever: Float64Array
  readonly #ofYear: Float64Array
  readonly #inMonth: Float64Array

  private constructor({ keys, months, ever, ofYear, inMonth }: Columns) {
    this.#months = Int32Array.from(months)
    this.#ever = Float64Array.from(ever)
    this.#ofYear = Float64Array.from(ofYear)
    this.#inMonth = Float64Array.from(inMonth)
    this.#index = indexRows(keys)
  }

  /** Reads a file of a cube, merged with the deltas since it was written; undefined where there is neither. */
  static async read(
    store: Store,
    { cube, file }: { cube: CubeName; file: string },
    files: Readonly<Record<string, FileRef>>,
  ): Promise<CubeFile | undefined> {
    const [rows, deltas] = [files[cubeFileName(cube, file)], files[cubeFileName(cube, CHANGES)]]
    if (!rows && !deltas) return undefined
    const columns = rows ? await decode(store, rows) : noColumns()
    return new CubeFile(deltas ? mergeDeltas(columns, await decode(store, deltas), file) : columns)
  }

  rangesOf(region: string, sector: string): readonly RowRange[] {
    return this.#index.get(`${region} ${sector}`) ?? []
  }

  /** The sums at the end of a month; undefined where nothing had changed by then. */
  sumsAt({ from, to }: RowRange, month: number): Sums | undefined {
    const months = this.#months
    if (months[from]! > month) return undefined
    const january = month - (month % 12)
    const sums: Sums = { ever: 0, ofYear: 0, inMonth: 0, hasYear: false, hasMonth: false }
    for (let row = from; row < to && months[row]! <= month; row++) {
      sums.ever += this.#ever[row]!
      if (months[row]! < january) continue
      sums.ofYear += this.#ofYear[row]!
      sums.hasYear = true
      if (months[row] !== month) continue
      sums.inMonth = this.#inMonth[row]!
      sums.hasMonth = true
    }
    return sums
  }
}
