import chineseDays from 'chinese-days'
import { type Day, addDays } from '../domain/calendar.ts'

/**
 * The last year whose holidays and days worked instead the State Council had announced when the calendar (npm package chinese-days) was made:
 * a later day is taken for a working day if it is one from Monday to Friday.
 */
export const CALENDAR_UNTIL = 2026

/** The working days from one day to another, both counted, by the calendar of holidays and of days worked instead (调休). */
export function workdaysBetween(from: Day, to: Day): number {
  let count = 0
  for (let day = from; day <= to; day = addDays(day, 1)) if (chineseDays.isWorkday(day)) count++
  return count
}
