import { type Day, addDays, daysBetween, shanghaiDay } from '../../domain/calendar.ts'
import type { Bilingual } from '../../domain/language.ts'
import { typeName } from '../../catalogue/catalogue.ts'
import type { Cube, ListRow } from '../cube.ts'
import { regionName } from '../../catalogue/place-names.ts'
import { type PageHead, head } from './head.ts'

/** How many were to report, and what came of it. A report of nothing is a report. */
export interface ReportingRate {
  expected: number
  received: number
  on_time: number
  late: number
  zero: number
  missing: number
  pending: number
}

/** Reporting of one type of events, by period and by region. */
export interface ReportingDuty {
  event_type: string
  name: Bilingual
  /** The latest periods, the newest first. */
  periods: (ReportingRate & { period_end: Day })[]
  regions: (ReportingRate & { code: string; name: Bilingual })[]
}

/** A report that is missing; `days` after the day it was due. */
export interface Reminder {
  region: string
  region_name: Bilingual
  event_type: string
  type_name: Bilingual
  period_end: Day
  days: number
}

export interface ReportingPage {
  head: PageHead
  duties: ReportingDuty[]
  /** Who was to report and did not, the longest overdue first. */
  remind: Reminder[]
}

/** The most periods of a duty and the most reminders on the page; the file has them all. */
const MOST_PERIODS = 12
const MOST_REMINDERS = 60

function rateOf(rows: readonly ListRow[]): ReportingRate {
  const count = (...states: string[]) => rows.filter((row) => states.includes(String(row.state))).length
  return {
    expected: rows.length,
    received: count('on_time', 'late', 'zero', 'received'),
    on_time: count('on_time'),
    late: count('late'),
    zero: count('zero'),
    missing: count('missing'),
    pending: count('pending'),
  }
}

const grouped = (rows: readonly ListRow[], by: 'period_end' | 'region' | 'event_type') => Map.groupBy(rows, (row) => String(row[by]))

function dutyOf(type: string, rows: readonly ListRow[]): ReportingDuty {
  const periods = [...grouped(rows, 'period_end')].map(([period_end, own]) => ({ period_end, ...rateOf(own) }))
  const regions = [...grouped(rows, 'region')].map(([code, own]) => ({ code, name: regionName(code)!, ...rateOf(own) }))
  return {
    event_type: type,
    name: typeName(type),
    periods: periods.sort((a, b) => (a.period_end < b.period_end ? 1 : -1)).slice(0, MOST_PERIODS),
    regions: regions.sort((a, b) => b.missing - a.missing || (a.code < b.code ? -1 : 1)),
  }
}

/** The page of reporting: who was to report what, what came and when, and whom to remind. */
export async function reportingPage(cube: Cube): Promise<ReportingPage> {
  const rows = await cube.list('reporting', Infinity)
  const today: Day = shanghaiDay(new Date(cube.manifest.created_at))
  const missing = rows.filter((row) => row.state === 'missing')
  return {
    head: head(cube),
    duties: [...grouped(rows, 'event_type')].map(([type, own]) => dutyOf(type, own)),
    remind: missing
      .map((row) => ({
        region: String(row.region),
        region_name: regionName(String(row.region))!,
        event_type: String(row.event_type),
        type_name: typeName(String(row.event_type)),
        period_end: String(row.period_end),
        days: daysBetween(addDays(String(row.period_end), Number(row.due_days)), today),
      }))
      .sort((a, b) => b.days - a.days || (a.region < b.region ? -1 : 1))
      .slice(0, MOST_REMINDERS),
  }
}
