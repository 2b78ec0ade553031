import { readColumns } from '../lake/parquet.ts'

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

/** A file of the cube in memory: changes by month, sorted by region, sector, metric, part and month. */
export class CubeFile {
  readonly #stretches = new Map<string, Stretch[]>()
  readonly #months: Int32Array
  readonly #changes: Record<'ever' | 'of_year' | 'in_month', Float64Array>

  private constructor(columns: Map<string, unknown[]>) {
    const [regions, sectors, metrics, parts, months] = ['region', 'sector', 'metric', 'part', 'month'].map((name) => columns.get(name)!)
    const rows = regions!.length
    this.#months = Int32Array.from(months as number[])
    const numbers = (name: string) => Float64Array.from(columns.get(name)!, Number)
    this.#changes = { ever: numbers('ever'), of_year: numbers('of_year'), in_month: numbers('in_month') }
    let open: (Stretch & { place: string }) | undefined
    for (let row = 0; row < rows; row++) {
      const metric = metrics![row] as string
      const part = parts![row] as string
      const place = `${regions![row] as string} ${sectors![row] as string}`
      if (open && open.place === place && open.metric === metric && open.part === part) {
        open.to = row + 1
        continue
      }
      open = { place, metric, part, from: row, to: row + 1 }
      const standing = this.#stretches.get(place)
      if (standing) standing.push(open)
      else this.#stretches.set(place, [open])
    }
  }

  /** Reads a file of `worker_cube` or `thing_cube`. */
  static async read(body: Uint8Array): Promise<CubeFile> {
    return new CubeFile(await readColumns(body, ['region', 'sector', 'metric', 'part', 'month', 'ever', 'of_year', 'in_month']))
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
