import { countedMetrics, isCore, sectors as sectorCodes } from '../catalogue/catalogue.ts'
import { provinceOf } from '../catalogue/regions.ts'
import { type CubeName, CUBES, cubeFileOf } from '../release-format/cube-layout.ts'
import type { Manifest } from '../release-format/manifest.ts'
import type { Store } from '../storage/store.ts'
import type { ZeroCells } from './received.ts'
import type { Cell } from './cube-columns.ts'
import { CubeFile, type Sums, addSums } from './cube-file.ts'

export type Span = 'all' | 'year' | 'month'

/** A cell of the cube over all months; `part` is empty for the whole of a metric. */
export interface CellKey {
  metric: string
  part?: string
  region: string
  sector: string
}

/** One value of the cube at a month. */
export interface CubeValue extends Required<CellKey> {
  span: Span
  value: number
}

export interface ValueQuery {
  regions: readonly string[]
  /** The metrics to read, with all of their parts; absent: those of the contract, with the parts that it knows. */
  metrics?: readonly string[] | 'every'
  sectors?: readonly string[]
  spans?: readonly Span[]
  /** The month number at whose end the values are read. */
  month: number
}

const ALL_SECTORS = ['all', ...sectorCodes]
const ALL_SPANS: readonly Span[] = ['all', 'year', 'month']

/** A sum by span; undefined where nothing in the span changed. */
function valueOf(sums: Sums, span: Span): number | undefined {
  if (span === 'all') return sums.ever
  if (span === 'year') return sums.hasYear ? sums.ofYear : undefined
  return sums.hasMonth ? sums.inMonth : undefined
}

/** Money is summed in fen, so that sums are exact, and shown in yuan. */
const inUnits = (metric: string, value: number) => (metric.endsWith('.amount') ? value / 100 : value)

/** Which metrics and parts a query reads. */
function selectionOf(metrics: ValueQuery['metrics']): (range: Pick<Cell, 'metric' | 'part'>) => boolean {
  if (metrics === 'every') return () => true
  if (metrics === undefined) return ({ metric, part }) => isCore(metric, part)
  const wanted = new Set(metrics)
  return ({ metric }) => wanted.has(metric)
}

/** The files of a release's cubes, read when they are not open. */
function cubeFiles(store: Store, manifest: Manifest, cubes: readonly CubeName[]): (region: string) => Promise<CubeFile[]> {
  return async (region) => {
    const file = cubeFileOf(region)
    const open = await Promise.all(cubes.map((cube) => CubeFile.read(store, { cube, file }, manifest.files)))
    return open.filter((one) => one !== undefined)
  }
}

/** The sums at a month's end of one cell. A metric may have rows in both cubes: services can be reported as a count, without workers. */
function sumCell(files: readonly CubeFile[], { metric, part = '', region, sector }: CellKey, month: number): Sums | undefined {
  let total: Sums | undefined
  for (const file of files) {
    const range = file.rangesOfMetric(region, sector, metric).find((one) => one.part === part)
    const sums = range && file.sumsAt(range, month)
    if (sums) total = total ? addSums(total, sums) : sums
  }
  return total
}

interface CellSums {
  metric: string
  part: string
  sums: Sums
}

interface CellsOfRegion {
  region: string
  sector: string
  month: number
  /** The metrics that are read; absent: all that are selected. */
  metrics: readonly string[] | undefined
  isSelected(range: Cell): boolean
}

/** The sums at a month's end of every selected cell of a region and sector. */
function sumCells(files: readonly CubeFile[], { region, sector, month, metrics, isSelected }: CellsOfRegion): Iterable<CellSums> {
  const cells = new Map<string, CellSums>()
  for (const file of files) {
    const ranges = metrics ? metrics.flatMap((metric) => file.rangesOfMetric(region, sector, metric)) : file.rangesOf(region, sector)
    for (const range of ranges) {
      const sums = isSelected(range) ? file.sumsAt(range, month) : undefined
      if (!sums) continue
      const { metric, part } = range
      const key = `${metric} ${part}`
      const other = cells.get(key)
      cells.set(key, { metric, part, sums: other ? addSums(other.sums, sums) : sums })
    }
  }
  return cells.values()
}

/** A cell by the spans that are read and have a value; a stock has one for all of time only. */
function* spansOf({ metric, sums }: CellSums, spans: readonly Span[]): Iterable<{ span: Span; value: number }> {
  for (const span of countedMetrics[metric]?.windowed ? spans : spans.filter((one) => one === 'all')) {
    const value = valueOf(sums, span)
    if (value !== undefined) yield { span, value: inUnits(metric, value) }
  }
}

/** What counts where something is missing, with what that is. */
const ABSENCES = new Map(
  Object.entries(countedMetrics).flatMap(([metric, { absence_of: missing }]) =>
    missing === undefined ? [] : [[metric, missing] as const],
  ),
)

/** The values of a release's cubes. */
export interface CubeValues {
  /** Values at the end of a month; what is absent has no row (0 for a count). */
  valuesAt(query: ValueQuery): Promise<CubeValue[]>
  /** The values at the end of each month from one to another, both included; null before the first month of which there is anything. */
  series(cell: CellKey, span: Span, months: { from: number; to: number }): Promise<(number | null)[]>
  /** The sum of the months from one to another, both included, for a metric whose months can be added. */
  sumOfMonths(cell: CellKey, months: { from: number; to: number }): Promise<number>
}

const NO_ZEROS: ZeroCells = new Map()

/** What else opens the cubes of a release: which of them, and the cells whose 0 is a count without a row. */
interface CubeOptions {
  cubes?: readonly CubeName[]
  zeroCellsOf?: (region: string) => ZeroCells
}

/** Opens the cubes of a release; their files are read when a region of them is. */
export function openCubeValues(
  store: Store,
  manifest: Manifest,
  { cubes = CUBES, zeroCellsOf = () => NO_ZEROS }: CubeOptions = {},
): CubeValues {
  const filesOf = cubeFiles(store, manifest, cubes)
  /** Whether a province sent any of what a metric counts the absence of: where it sent none, all of it is missing, and nobody knows. */
  const isAbsenceKnown = async (metric: string, region: string) => {
    const missing = ABSENCES.get(metric)
    if (missing === undefined) return true
    const place = provinceOf(region) ?? region
    const files = await filesOf(place)
    const isRow = (row: { metric: string }) => row.metric === missing
    return files.some((file) => file.rangesOf(place, 'all').some(isRow)) || (zeroCellsOf(place).get('all') ?? []).some(isRow)
  }
  const sumsAt = async (cell: CellKey, month: number) =>
    (await isAbsenceKnown(cell.metric, cell.region)) ? sumCell(await filesOf(cell.region), cell, month) : undefined
  return {
    async valuesAt({ regions, metrics, sectors = ALL_SECTORS, spans = ALL_SPANS, month }) {
      const isSelected = selectionOf(metrics)
      const named = Array.isArray(metrics) ? [...new Set(metrics as readonly string[])] : undefined
      const values: CubeValue[] = []
      for (const region of regions) {
        const files = await filesOf(region)
        const zerosBySector = spans.includes('all') ? zeroCellsOf(region) : NO_ZEROS
        for (const sector of sectors) {
          const zeros = zerosBySector.get(sector) ?? []
          const known = new Set<string>()
          for (const cell of sumCells(files, { region, sector, month, metrics: named, isSelected })) {
            if (zeros.length > 0) known.add(`${cell.metric} ${cell.part}`)
            if (ABSENCES.has(cell.metric) && !(await isAbsenceKnown(cell.metric, region))) continue
            for (const one of spansOf(cell, spans)) values.push({ metric: cell.metric, part: cell.part, region, sector, ...one })
          }
          for (const { metric, part } of zeros.filter(isSelected)) {
            if (known.has(`${metric} ${part}`)) continue
            known.add(`${metric} ${part}`)
            values.push({ metric, part, region, sector, span: 'all', value: 0 })
          }
        }
      }
      return values
    },
    async series(cell, span, { from, to }) {
      const values: (number | null)[] = []
      const files = (await isAbsenceKnown(cell.metric, cell.region)) ? await filesOf(cell.region) : []
      for (let month = from; month <= to; month++) {
        const sums = sumCell(files, cell, month)
        values.push(sums ? inUnits(cell.metric, valueOf(sums, span) ?? 0) : null)
      }
      return values
    },
    async sumOfMonths(cell, { from, to }) {
      const [before, until] = [await sumsAt(cell, from - 1), await sumsAt(cell, to)]
      return inUnits(cell.metric, to < from ? 0 : (until?.ever ?? 0) - (before?.ever ?? 0))
    },
  }
}
