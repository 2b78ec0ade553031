import { CUBES, NATION, cubeFileName, cubeFileOf } from '../release-format/cube-layout.ts'
import { type FileRef, getFile } from '../storage/blobs.ts'
import { sharedParts } from '../storage/open-parts.ts'
import { readTextsAndNumbers } from '../storage/parquet-dictionaries.ts'
import type { Store } from '../storage/store.ts'

/** The rows of one metric and part in one region and sector, by month: `from` is included, `to` is not. */
export interface Cell {
  region: string
  sector: string
  metric: string
  part: string
  from: number
  to: number
}

/** The rows of a file of a cube, column by column, sorted by cell and month. */
export interface Columns {
  cells: Cell[]
  months: Int32Array
  ever: Float64Array
  ofYear: Float64Array
  inMonth: Float64Array
}

type Measures = Omit<Columns, 'cells'>

function measuresOf(rows: number): Measures {
  return { months: new Int32Array(rows), ever: new Float64Array(rows), ofYear: new Float64Array(rows), inMonth: new Float64Array(rows) }
}

export const noColumns = (): Columns => ({ cells: [], ...measuresOf(0) })

/** Bytes of a cell with its share of an index, and of a row. */
const CELL_BYTES = 120
const ROW_BYTES = 28

/** About how much memory columns take. */
export const bytesOfColumns = ({ cells, months }: Columns): number => cells.length * CELL_BYTES + months.length * ROW_BYTES

/** Cells by region, sector, metric and part, in the order of the files: by code point, since all are ASCII. */
function compareCells(a: Cell, b: Cell): number {
  const compare = (one: string, other: string) => (one === other ? 0 : one < other ? -1 : 1)
  return compare(a.region, b.region) || compare(a.sector, b.sector) || compare(a.metric, b.metric) || compare(a.part, b.part)
}

async function columnsOf(body: Uint8Array): Promise<Columns> {
  const { rows, texts, numbers } = await readTextsAndNumbers(body, {
    texts: ['region', 'sector', 'metric', 'part'],
    numbers: ['month', 'ever', 'of_year', 'in_month'],
  })
  const [regions, sectors, metrics, parts] = [texts.region!, texts.sector!, texts.metric!, texts.part!]
  const cells: Cell[] = []
  let cell: Cell | undefined
  for (let row = 0; row < rows; row++) {
    const [region, sector, metric, part] = [regions[row]!, sectors[row]!, metrics[row]!, parts[row]!]
    if (cell?.part === part && cell.metric === metric && cell.sector === sector && cell.region === region) cell.to = row + 1
    else cells.push((cell = { region, sector, metric, part, from: row, to: row + 1 }))
  }
  return { cells, months: Int32Array.from(numbers.month!), ever: numbers.ever!, ofYear: numbers.of_year!, inMonth: numbers.in_month! }
}

/** The rows of a file of a cube; they stay open, since most files of a release are in the next one too. */
export function decode(store: Store, ref: FileRef): Promise<Columns> {
  return sharedParts().read(`cube ${ref.sha256}`, async () => {
    const value = await columnsOf(await getFile(store, ref))
    return { value, bytes: bytesOfColumns(value) }
  })
}

/** Decodes the files that the first view of a release reads, ahead of the first request. */
export async function decodeNation(store: Store, files: Readonly<Record<string, FileRef>>): Promise<void> {
  for (const cube of CUBES) {
    const file = files[cubeFileName(cube, NATION)]
    if (file) await decode(store, file)
  }
}

/** Columns that grow row by row, up to a number of rows that is known before. */
class Merged {
  readonly cells: Cell[] = []
  readonly #measures: Measures
  #rows = 0

  constructor(mostRows: number) {
    this.#measures = measuresOf(mostRows)
  }

  /** Begins the rows of a cell. */
  begin({ region, sector, metric, part }: Cell): void {
    this.cells.push({ region, sector, metric, part, from: this.#rows, to: this.#rows })
  }

  push(month: number, [ever, ofYear, inMonth]: readonly [number, number, number]): void {
    const { months, ever: evers, ofYear: ofYears, inMonth: inMonths } = this.#measures
    const row = this.#rows++
    months[row] = month
    evers[row] = ever
    ofYears[row] = ofYear
    inMonths[row] = inMonth
    this.cells.at(-1)!.to = this.#rows
  }

  /** Ends the rows of a cell; one without rows is left out. */
  end(): void {
    if (this.cells.at(-1)!.to === this.cells.at(-1)!.from) this.cells.pop()
  }

  columns(): Columns {
    const { months, ever, ofYear, inMonth } = this.#measures
    const all = this.#rows
    return {
      cells: this.cells,
      months: months.slice(0, all),
      ever: ever.slice(0, all),
      ofYear: ofYear.slice(0, all),
      inMonth: inMonth.slice(0, all),
    }
  }
}

const measuresAt = ({ ever, ofYear, inMonth }: Columns, row: number) => [ever[row]!, ofYear[row]!, inMonth[row]!] as const

function copyCell(merged: Merged, from: Columns, cell: Cell): void {
  merged.begin(cell)
  for (let row = cell.from; row < cell.to; row++) merged.push(from.months[row]!, measuresAt(from, row))
}

/** The rows of a cell with its deltas. A row and its delta of the same month become one; none is left where all measures come to zero. */
function mergeCell(merged: Merged, rows: Columns, deltas: Columns, [cell, delta]: [Cell, Cell]): void {
  merged.begin(cell)
  let row = cell.from
  for (let at = delta.from; at < delta.to; at++) {
    const month = deltas.months[at]!
    while (row < cell.to && rows.months[row]! < month) merged.push(rows.months[row]!, measuresAt(rows, row++))
    const added = measuresAt(deltas, at)
    if (row >= cell.to || rows.months[row] !== month) {
      merged.push(month, added)
      continue
    }
    const [ever, ofYear, inMonth] = measuresAt(rows, row++)
    const sum = [ever + added[0], ofYear + added[1], inMonth + added[2]] as const
    if (sum.some((measure) => measure !== 0)) merged.push(month, sum)
  }
  while (row < cell.to) merged.push(rows.months[row]!, measuresAt(rows, row++))
  merged.end()
}

/** Merges rows with the deltas that belong in the same file; both are sorted. A sum of zeros leaves no row. */
export function mergeDeltas(rows: Columns, deltas: Columns, file: string): Columns {
  const merged = new Merged(rows.months.length + deltas.months.length)
  const own = deltas.cells.filter(({ region }) => cubeFileOf(region.slice(0, 6)) === file)
  let at = 0
  for (const cell of rows.cells) {
    while (at < own.length && compareCells(own[at]!, cell) < 0) copyCell(merged, deltas, own[at++]!)
    if (at < own.length && compareCells(own[at]!, cell) === 0) mergeCell(merged, rows, deltas, [cell, own[at++]!])
    else copyCell(merged, rows, cell)
  }
  while (at < own.length) copyCell(merged, deltas, own[at++]!)
  return merged.columns()
}
