import chineseDays from 'chinese-days'
import { LRUCache } from 'lru-cache'
import { type Day, addDays } from '../domain/calendar.ts'

/** The stretches counted lately: every target of a page asks for the same few. */
const counted = new LRUCache<string, number>({ max: 1000 })

/**
 * The working days from one day to another, both included, by the calendar of holidays and make-up working days (调休). The calendar (npm
 * package chinese-days) knows what the State Council had announced when it was released, up to 2026: every later day from Monday to Friday
 * counts as a working day.
 */
export function workdaysBetween(from: Day, to: Day): number {
  const stretch = `${from} ${to}`
  let count = counted.get(stretch)
  if (count !== undefined) return count
  count = 0
  for (let day = from; day <= to; day = addDays(day, 1)) if (chineseDays.isWorkday(day)) count++
  counted.set(stretch, count)
  return count
}
