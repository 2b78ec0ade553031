import { LRUCache } from 'lru-cache'
import { CUBES, NATION, cubeFileName, cubeFileOf } from '../release-format/cube-layout.ts'
import { type FileRef, getFile } from '../storage/blobs.ts'
import { readColumns } from '../storage/parquet.ts'
import type { Store } from '../storage/store.ts'

/** The rows of a file of a cube, column by column. */
export interface Columns {
  /** Region, sector, metric and part, joined by spaces: rows are sorted by it, then by month. */
  keys: string[]
  months: number[]
  ever: number[]
  ofYear: number[]
  inMonth: number[]
}

export const noColumns = (): Columns => ({ keys: [], months: [], ever: [], ofYear: [], inMonth: [] })

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

/** Decoded files by content hash. Six are enough for the nation's files of two datasets; most files of a release are in the next one too. */
const decoded = new LRUCache<string, Promise<Columns>>({ max: 6 })

/** The rows of a file of a cube, from the cache where it was read lately. A failed read is not cached. */
export function decode(store: Store, ref: FileRef): Promise<Columns> {
  const cached = decoded.get(ref.sha256)
  if (cached) return cached
  const columns = getFile(store, ref).then(columnsOf)
  columns.catch(() => decoded.delete(ref.sha256))
  decoded.set(ref.sha256, columns)
  return columns
}

/** Decodes the files that the first view of a release reads, ahead of the first request. */
export async function decodeNation(store: Store, files: Readonly<Record<string, FileRef>>): Promise<void> {
  for (const cube of CUBES) {
    const file = files[cubeFileName(cube, NATION)]
    if (file) await decode(store, file)
  }
}

function pushRow(to: Columns, from: Columns, row: number): void {
  to.keys.push(from.keys[row]!)
  to.months.push(from.months[row]!)
  to.ever.push(from.ever[row]!)
  to.ofYear.push(from.ofYear[row]!)
  to.inMonth.push(from.inMonth[row]!)
}

interface RowOf {
  columns: Columns
  row: number
}

/** Adds the sum of a row and its delta; nothing where all measures come to zero. */
function pushSum(merged: Columns, { columns: rows, row }: RowOf, { columns: deltas, row: delta }: RowOf): void {
  const ever = rows.ever[row]! + deltas.ever[delta]!
  const ofYear = rows.ofYear[row]! + deltas.ofYear[delta]!
  const inMonth = rows.inMonth[row]! + deltas.inMonth[delta]!
  if (ever === 0 && ofYear === 0 && inMonth === 0) return
  merged.keys.push(rows.keys[row]!)
  merged.months.push(rows.months[row]!)
  merged.ever.push(ever)
  merged.ofYear.push(ofYear)
  merged.inMonth.push(inMonth)
}

/** Merges rows with the deltas that belong in the same file; both are sorted. A sum of zeros leaves no row. */
export function mergeDeltas(rows: Columns, deltas: Columns, file: string): Columns {
  const merged = noColumns()
  let row = 0
  for (let delta = 0; delta < deltas.keys.length; delta++) {
    const [key, month] = [deltas.keys[delta]!, deltas.months[delta]!]
    if (cubeFileOf(key.slice(0, 6)) !== file) continue
    while (row < rows.keys.length && (rows.keys[row]! < key || (rows.keys[row] === key && rows.months[row]! < month)))
      pushRow(merged, rows, row++)
    if (rows.keys[row] === key && rows.months[row] === month)
      pushSum(merged, { columns: rows, row: row++ }, { columns: deltas, row: delta })
    else pushRow(merged, deltas, delta)
  }
  while (row < rows.keys.length) pushRow(merged, rows, row++)
  return merged
}
