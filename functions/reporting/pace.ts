import { type Day, monthEnd, monthNumber, monthStart } from '../domain/calendar.ts'
import type { Target } from '../release-format/rows.ts'
import { workdaysBetween } from './workdays.ts'

/** 序时进度: what is expected by a day, by working days, and by how the region's own years went. */
export interface Pace {
  /** Working days of the window up to the day, and in all (holidays and make-up working days taken into account). */
  workdays: number
  workdays_total: number
  expected_by_workdays: number
  /** By the months of the years before; absent where fewer than two of them have enough. */
  expected_by_season?: number
  season_years?: number[]
}

/** A season is read from up to three earlier years; at least two of them must have 60 or more: fewer say nothing of a season. */
const YEARS = 3
const LEAST_YEARS = 2
const LEAST_IN_A_YEAR = 60

/** The sum of the months from one to another, both included, as month numbers. */
export type SumOfMonths = (from: number, to: number) => Promise<number>

interface EarlierYear {
  january: number
  /** The sum of its twelve months. */
  total: number
}

/** The share of an earlier year that was reached by the same day: its months up to then, and of the last month the working days passed. */
async function shareByThen(sumOfMonths: SumOfMonths, { january, total }: EarlierYear, day: Day): Promise<number> {
  const month = monthNumber(day)
  const passed = month % 12
  const [start, end] = [monthStart(month), monthEnd(month)]
  const before = passed > 0 ? await sumOfMonths(january, january + passed - 1) : 0
  const during = await sumOfMonths(january + passed, january + passed)
  return (before + during * (workdaysBetween(start, day) / workdaysBetween(start, end))) / total
}

/** The average share that the earlier years had reached by the same day; undefined where too few of them have enough. */
async function season(sumOfMonths: SumOfMonths, day: Day): Promise<{ share: number; years: number[] } | undefined> {
  const year = Number(day.slice(0, 4))
  const shares: number[] = []
  const years: number[] = []
  for (let earlier = year - 1; earlier >= year - YEARS; earlier--) {
    const january = earlier * 12
    const total = await sumOfMonths(january, january + 11)
    if (total < LEAST_IN_A_YEAR) continue
    years.push(earlier)
    shares.push(await shareByThen(sumOfMonths, { january, total }, day))
  }
  if (years.length < LEAST_YEARS) return undefined
  return { share: shares.reduce((sum, one) => sum + one, 0) / shares.length, years }
}

/** Whether a window is the calendar year of a day. */
function isYearOf(day: Day, start: Day, deadline: Day): boolean {
  const year = day.slice(0, 4)
  return start === `${year}-01-01` && deadline === `${year}-12-31`
}

/**
 * What is expected of a target by a day of its window: by working days, and by the season of the region's own years (only for a target
 * of the calendar year; `sumOfMonths` is undefined for a metric whose months cannot be added). Undefined without both ends of a window.
 */
export async function paceOf(
  { window_start: start, deadline }: Pick<Target, 'window_start' | 'deadline'>,
  { goal, day, sumOfMonths }: { goal: number; day: Day; sumOfMonths: SumOfMonths | undefined },
): Promise<Pace | undefined> {
  if (!start || !deadline || day < start || goal <= 0) return undefined
  const until = day < deadline ? day : deadline
  const [workdays, total] = [workdaysBetween(start, until), workdaysBetween(start, deadline)]
  if (total === 0) return undefined
  const own = sumOfMonths && day <= deadline && isYearOf(day, start, deadline) ? await season(sumOfMonths, day) : undefined
  return {
    workdays,
    workdays_total: total,
    expected_by_workdays: (goal * workdays) / total,
    ...(own && { expected_by_season: goal * own.share, season_years: own.years }),
  }
}
