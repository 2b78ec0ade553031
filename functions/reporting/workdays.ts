import chineseDays from 'chinese-days'
import { type Day, addDays } from '../domain/calendar.ts'

/**
 * The working days from one day to another, both included, by the calendar of holidays and make-up working days (调休). The calendar (npm
 * package chinese-days) knows what the State Council had announced when it was released, up to 2026: every later day from Monday to Friday
 * counts as a working day.
 */
export function workdaysBetween(from: Day, to: Day): number {
  let count = 0
  for (let day = from; day <= to; day = addDays(day, 1)) if (chineseDays.isWorkday(day)) count++
  return count
}
