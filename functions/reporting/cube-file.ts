import { CHANGES, type CubeName, cubeFileName } from '../release-format/cube-layout.ts'
import type { FileRef } from '../storage/blobs.ts'
import { sharedParts } from '../storage/open-parts.ts'
import type { Store } from '../storage/store.ts'
import { type Cell, type Columns, bytesOfColumns, decode, mergeDeltas, noColumns } from './cube-columns.ts'

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

/** Bytes of a cell in an index, where the columns are those of a file that is open itself. */
const INDEX_BYTES = 16

/** The cells by region and sector. */
function indexCells(cells: readonly Cell[]): Map<string, Cell[]> {
  const index = new Map<string, Cell[]>()
  let found: Cell[] | undefined
  for (const [at, cell] of cells.entries()) {
    const before = cells[at - 1]
    if (before?.region !== cell.region || before.sector !== cell.sector) {
      const place = `${cell.region} ${cell.sector}`
      found = index.get(place) ?? []
      index.set(place, found)
    }
    found!.push(cell)
  }
  return index
}

/** The place of the first cell of a metric, or of one after it, among cells that are sorted by metric. */
function firstAt(cells: readonly Cell[], metric: string): number {
  let [low, high] = [0, cells.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (cells[middle]!.metric < metric) low = middle + 1
    else high = middle
  }
  return low
}

/** A file of a cube in memory: changes by month, sorted by region, sector, metric, part and month. */
export class CubeFile {
  readonly #index: Map<string, Cell[]>
  readonly #columns: Columns

  private constructor(columns: Columns) {
    this.#columns = columns
    this.#index = indexCells(columns.cells)
  }

  /**
   * Reads a file of a cube, merged with the deltas since it was written; undefined where there is neither. It stays open as long as there is room for
   * it.
   */
  static async read(
    store: Store,
    { cube, file }: { cube: CubeName; file: string },
    files: Readonly<Record<string, FileRef>>,
  ): Promise<CubeFile | undefined> {
    const [rows, deltas] = [files[cubeFileName(cube, file)], files[cubeFileName(cube, CHANGES)]]
    if (!rows && !deltas) return undefined
    return sharedParts().read(`cube file ${file} ${rows?.sha256} ${deltas?.sha256}`, async () => {
      const columns = rows ? await decode(store, rows) : noColumns()
      if (!deltas) return { value: new CubeFile(columns), bytes: columns.cells.length * INDEX_BYTES }
      const merged = mergeDeltas(columns, await decode(store, deltas), file)
      return { value: new CubeFile(merged), bytes: bytesOfColumns(merged) }
    })
  }

  rangesOf(region: string, sector: string): readonly Cell[] {
    return this.#index.get(`${region} ${sector}`) ?? []
  }

  /** The cells of one metric in a region and sector, which follow one another. */
  rangesOfMetric(region: string, sector: string, metric: string): readonly Cell[] {
    const cells = this.rangesOf(region, sector)
    const from = firstAt(cells, metric)
    let to = from
    while (cells[to]?.metric === metric) to++
    return cells.slice(from, to)
  }

  /** The sums at the end of a month; undefined where nothing had changed by then. */
  sumsAt({ from, to }: Cell, month: number): Sums | undefined {
    const { months, ever, ofYear, inMonth } = this.#columns
    if (months[from]! > month) return undefined
    const january = month - (month % 12)
    const sums: Sums = { ever: 0, ofYear: 0, inMonth: 0, hasYear: false, hasMonth: false }
    for (let row = from; row < to && months[row]! <= month; row++) {
      sums.ever += ever[row]!
      if (months[row]! < january) continue
      sums.ofYear += ofYear[row]!
      sums.hasYear = true
      if (months[row] !== month) continue
      sums.inMonth = inMonth[row]!
      sums.hasMonth = true
    }
    return sums
  }
}
