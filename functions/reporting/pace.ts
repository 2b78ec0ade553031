import { type Day, monthEnd, monthNumber, monthStart } from '../domain/calendar.ts'
import type { Pace, Target } from './documents.ts'
import { workdaysBetween } from './workdays.ts'

/** So many years before are looked at, so many of them are needed, and so much in each: fewer say nothing of a season. */
const YEARS = 3
const ENOUGH_YEARS = 2
const ENOUGH = 60

/** What a stretch of months brought, both counted. */
export type OfMonths = (from: number, to: number) => Promise<number>

/** The share of a year that was there by a day, as a year before went: its months up to then, and of the month the working days that have passed. */
async function shareByThen(ofMonths: OfMonths, january: number, day: Day, total: number): Promise<number> {
  const month = monthNumber(day)
  const passed = month % 12
  const [start, end] = [monthStart(month), monthEnd(month)]
  const before = passed > 0 ? await ofMonths(january, january + passed - 1) : 0
  const during = await ofMonths(january + passed, january + passed)
  return (before + during * (workdaysBetween(start, day) / workdaysBetween(start, end))) / total
}

async function season(
  ofMonths: OfMonths,
  { window_start, deadline }: Target,
  day: Day,
): Promise<{ share: number; years: number[] } | undefined> {
  const year = Number(day.slice(0, 4))
  if (window_start !== `${year}-01-01` || deadline !== `${year}-12-31`) return undefined
  const shares: number[] = []
  const years: number[] = []
  for (let earlier = year - 1; earlier >= year - YEARS; earlier--) {
    const january = earlier * 12
    const total = await ofMonths(january, january + 11)
    if (total < ENOUGH) continue
    years.push(earlier)
    shares.push(await shareByThen(ofMonths, january, day, total))
  }
  if (years.length < ENOUGH_YEARS) return undefined
  return { share: shares.reduce((sum, one) => sum + one, 0) / shares.length, years }
}

/**
 * What a target expects by a day of its window: by working days, and by the season of the region's own years where there are enough
 * (a target of a calendar year, of what months bring). Nothing without both ends of a window.
 */
export async function paceOf(target: Target, wanted: number, day: Day, ofMonths: OfMonths | undefined): Promise<Pace | undefined> {
  const { window_start: start, deadline } = target
  if (!start || !deadline || day < start || wanted <= 0) return undefined
  const until = day < deadline ? day : deadline
  const [workdays, total] = [workdaysBetween(start, until), workdaysBetween(start, deadline)]
  if (total === 0) return undefined
  const own = ofMonths && day <= deadline ? await season(ofMonths, target, day) : undefined
  return {
    workdays,
    workdays_total: total,
    expected_by_workdays: (wanted * workdays) / total,
    ...(own && { expected_by_season: wanted * own.share, season_years: own.years }),
  }
}
