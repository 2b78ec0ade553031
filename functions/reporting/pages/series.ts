import { type Day, monthEnd } from '../../domain/calendar.ts'
import { rowsThatReport } from '../../catalogue/reported.ts'
import { asOfDate, asOfMonth, isFilling } from '../as-of.ts'
import type { Cube, Span } from '../cube.ts'

/** A metric over months: its stock (`all`), or what each month added (`month`). */
export interface Series {
  metric: string
  span: 'all' | 'month'
  /** The month ends of the values; of the last month the day of the release. */
  months: Day[]
  /** Null before the first month of which anything was received; empty where nothing was. */
  values: (number | null)[]
  /** How many of the last months were still filling when the release was built. */
  filling: number
}

const SHOWN = [
  { metric: 'members', span: 'all' },
  { metric: 'workers_served', span: 'all' },
  { metric: 'members_joined', span: 'month' },
  { metric: 'service_persontimes', span: 'month' },
] as const
const MOST_MONTHS = 36

type Months = Record<'from' | 'to', number>

/** The values of a metric by month: none where it was never received, and gaps before it first was. */
async function valuesOf(cube: Cube, cell: { metric: string; region: string; sector: string }, span: Span, months: Months) {
  const { metric, region, sector } = cell
  // Where a stock opened and closed within a month, its flows say that it was received.
  const sources = rowsThatReport([{ metric }])
  const received = await Promise.all(sources.map((source) => cube.series({ metric: source, region, sector }, 'all', months)))
  const own = await cube.series(cell, span, months)
  const values = own.map((value, index) => (received.some((series) => series[index] !== null) ? (value ?? 0) : null))
  if (values.some((value) => value !== null)) return values
  const zeros = await cube.valuesAt({ regions: [region], metrics: sources, sectors: [sector], spans: ['all'], month: months.to })
  // A report that there is nothing has no month of its own: it says so of the day of the release.
  return zeros.length > 0 ? values.with(-1, 0) : []
}

/** The series of a region and sector over the last three years, or since the first month of the release. */
export async function readSeries(cube: Cube, region: string, sector: string): Promise<Series[]> {
  const { first_month } = cube.manifest
  if (first_month === undefined) return []
  const to = asOfMonth(cube.manifest)
  const from = Math.max(first_month, to - MOST_MONTHS + 1)
  const filling = Array.from({ length: to - from + 1 }, (_, index) => from + index).filter((month) =>
    isFilling(cube.manifest, month),
  ).length
  const months = Array.from({ length: to - from + 1 }, (_, index) => monthEnd(from + index)).with(-1, asOfDate(cube.manifest))
  return Promise.all(
    SHOWN.map(async ({ metric, span }) => ({
      metric,
      span,
      months,
      filling,
      values: await valuesOf(cube, { metric, region, sector }, span, { from, to }),
    })),
  )
}
