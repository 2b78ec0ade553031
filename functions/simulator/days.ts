import { type Day, addDays, daysBetween } from '../domain/calendar.ts'

/* The days of a campaign, counted once: a simulation asks for a million of them. */

const FIRST: Day = '2021-01-01'
const COUNT = 3660

const days: Day[] = Array.from({ length: COUNT }, (_, index) => addDays(FIRST, index))
const indexes = new Map(days.map((day, index) => [day, index]))

/** The day a number of days later. */
export function later(day: Day, count: number): Day {
  const index = indexes.get(day)
  return (index === undefined ? undefined : days[index + count]) ?? addDays(day, count)
}

/** Whole days from one day to another. */
export function between(from: Day, to: Day): number {
  const [first, last] = [indexes.get(from), indexes.get(to)]
  return first === undefined || last === undefined ? daysBetween(from, to) : last - first
}
