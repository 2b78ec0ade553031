import { type Day, monthEnd } from '../../domain/calendar.ts'
import { asOfMonth, isFilling } from '../as-of.ts'
import type { Cube } from '../cube.ts'

/** A metric over months: its stock (`all`), or what each month added (`month`). */
export interface Series {
  metric: string
  span: 'all' | 'month'
  /** The month ends of the values. */
  months: Day[]
  values: number[]
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

/** The series of a region and sector over the last three years, or since the first month of the release. */
export async function readSeries(cube: Cube, region: string, sector: string): Promise<Series[]> {
  const { first_month } = cube.manifest
  if (first_month === undefined) return []
  const to = asOfMonth(cube.manifest)
  const from = Math.max(first_month, to - MOST_MONTHS + 1)
  const filling = Array.from({ length: to - from + 1 }, (_, index) => from + index).filter((month) =>
    isFilling(cube.manifest, month),
  ).length
  const months = Array.from({ length: to - from + 1 }, (_, index) => monthEnd(from + index))
  return Promise.all(
    SHOWN.map(async ({ metric, span }) => ({
      metric,
      span,
      months,
      filling,
      values: await cube.series({ metric, region, sector }, span, { from, to }),
    })),
  )
}
