import { readColumns } from '../storage/parquet.ts'
import { type FileRef, getFile } from '../storage/blobs.ts'
import type { Store } from '../storage/store.ts'
import { CHANGES, CUBES, type CubeName, NATION, cubeFileName, cubeFileOf } from '../release-format/cube-layout.ts'

/** The changes of one metric and part in one region and sector, by month: places `from` to `to` of the file's columns. */
interface Stretch {
  metric: string
  part: string
  from: number
  to: number
}

/** What a value is at a month's end: since ever, since January, in the month itself. */
export interface Sums {
  ever: number
  ofYear: number
  inMonth: number
  /** Whether anything changed since January, in the month: what did not has no value for that window. */
  hasYear: boolean
  hasMonth: boolean
}

/** The rows of a file of a cube, column by column. */
interface Columns {
  /** Region, sector, metric and part, joined: rows are sorted by it, then by month. */
  keys: string[]
  months: number[]
  ever: number[]
  ofYear: number[]
  inMonth: number[]
}

async function columnsOf(body: Uint8Array): Promise<Columns> {
  const columns = await readColumns(body, ['region', 'sector', 'metric', 'part', 'month', 'ever', 'of_year', 'in_month'])
  const [regions, sectors, metrics, parts] = ['region', 'sector', 'metric', 'part'].map((name) => columns.get(name) as string[])
  const numbers = (name: string) => columns.get(name)!.map(Number)
  return {
    keys: regions!.map((region, row) => `${region} ${sectors![row]} ${metrics![row]} ${parts![row]}`),
    months: numbers('month'),
    ever: numbers('ever'),
    ofYear: numbers('of_year'),
    inMonth: numbers('in_month'),
  }
}

/** So many files stay decoded: those that the nation is read from, of two datasets. */
const DECODED = 6
const decoded = new Map<string, Promise<Columns>>()

/** The rows of a file of a cube. What was read last stays decoded, since the next release mostly stands on the same files. */
function decode(store: Store, ref: FileRef): Promise<Columns> {
  let columns = decoded.get(ref.sha256)
  if (!columns) {
    columns = getFile(store, ref).then(columnsOf)
    columns.catch(() => decoded.delete(ref.sha256))
  }
  decoded.delete(ref.sha256)
  decoded.set(ref.sha256, columns)
  for (const oldest of decoded.keys()) {
    if (decoded.size <= DECODED) break
    decoded.delete(oldest)
  }
  return columns
}

/** Decodes what the first view of a release stands on, while nobody waits for it. */
export async function decodeNation(store: Store, files: Readonly<Record<string, FileRef>>): Promise<void> {
  for (const cube of CUBES) {
    const file = files[cubeFileName(cube, NATION)]
    if (file) await decode(store, file)
  }
}

const noColumns = (): Columns => ({ keys: [], months: [], ever: [], ofYear: [], inMonth: [] })

function push(to: Columns, from: Columns, row: number): void {
  to.keys.push(from.keys[row]!)
  to.months.push(from.months[row]!)
  to.ever.push(from.ever[row]!)
  to.ofYear.push(from.ofYear[row]!)
  to.inMonth.push(from.inMonth[row]!)
}

/** Rows and the changes to them that concern `part`, as one; a sum of nothing but zeros is no row. Both are sorted. */
function withChanges(rows: Columns, changes: Columns, part: string): Columns {
  const merged = noColumns()
  let row = 0
  for (let change = 0; change < changes.keys.length; change++) {
    const [key, month] = [changes.keys[change]!, changes.months[change]!]
    if (cubeFileOf(key.slice(0, 6)) !== part) continue
    while (row < rows.keys.length && (rows.keys[row]! < key || (rows.keys[row] === key && rows.months[row]! < month)))
      push(merged, rows, row++)
    if (rows.keys[row] !== key || rows.months[row] !== month) {
      push(merged, changes, change)
      continue
    }
    const [ever, ofYear, inMonth] = (['ever', 'ofYear', 'inMonth'] as const).map((name) => rows[name][row]! + changes[name][change]!)
    if (ever !== 0 || ofYear !== 0 || inMonth !== 0) {
      push(merged, rows, row)
      merged.ever[merged.ever.length - 1] = ever!
      merged.ofYear[merged.ofYear.length - 1] = ofYear!
      merged.inMonth[merged.inMonth.length - 1] = inMonth!
    }
    row++
  }
  while (row < rows.keys.length) push(merged, rows, row++)
  return merged
}

/** A part of a cube in memory: changes by month, sorted by region, sector, metric, part and month. */
export class CubeFile {
  readonly #stretches = new Map<string, Stretch[]>()
  readonly #months: Int32Array
  readonly #changes: Record<'ever' | 'of_year' | 'in_month', Float64Array>

  private constructor({ keys, months, ever, ofYear, inMonth }: Columns) {
    this.#months = Int32Array.from(months)
    this.#changes = { ever: Float64Array.from(ever), of_year: Float64Array.from(ofYear), in_month: Float64Array.from(inMonth) }
    let open: Stretch | undefined
    for (const [row, key] of keys.entries()) {
      if (row > 0 && keys[row - 1] === key) {
        open!.to = row + 1
        continue
      }
      const [region, sector, metric, part] = key.split(' ') as [string, string, string, string]
      open = { metric, part, from: row, to: row + 1 }
      const standing = this.#stretches.get(`${region} ${sector}`)
      if (standing) standing.push(open)
      else this.#stretches.set(`${region} ${sector}`, [open])
    }
  }

  /** Reads a part of a cube with what changed since it was written; undefined where there is neither. */
  static async read(store: Store, cube: CubeName, part: string, files: Readonly<Record<string, FileRef>>): Promise<CubeFile | undefined> {
    const [rows, changes] = [files[cubeFileName(cube, part)], files[cubeFileName(cube, CHANGES)]]
    if (!rows && !changes) return undefined
    const standing = rows ? await decode(store, rows) : noColumns()
    return new CubeFile(changes ? withChanges(standing, await decode(store, changes), part) : standing)
  }

  stretches(region: string, sector: string): readonly Stretch[] {
    return this.#stretches.get(`${region} ${sector}`) ?? []
  }

  /** The sums at the end of a month; undefined where nothing had changed by then. */
  sumsAt({ from, to }: Stretch, month: number): Sums | undefined {
    const months = this.#months
    const { ever, of_year: year, in_month: own } = this.#changes
    if (months[from]! > month) return undefined
    const january = month - (month % 12)
    const sums: Sums = { ever: 0, ofYear: 0, inMonth: 0, hasYear: false, hasMonth: false }
    for (let row = from; row < to && months[row]! <= month; row++) {
      sums.ever += ever[row]!
      if (months[row]! < january) continue
      sums.ofYear += year[row]!
      sums.hasYear = true
      if (months[row] !== month) continue
      sums.inMonth = own[row]!
      sums.hasMonth = true
    }
    return sums
  }
}
