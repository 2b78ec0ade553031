/** A calendar day `YYYY-MM-DD` in Asia/Shanghai. */
export type Day = string

/** The first day that an event may carry. */
export const FIRST_DAY: Day = '2015-01-01'

const EIGHT_HOURS = 8 * 60 * 60 * 1000

/** The day in Shanghai (UTC+8, no daylight saving since 1991) at an instant. */
export function shanghaiDay(instant: Date): Day {
  return new Date(instant.getTime() + EIGHT_HOURS).toISOString().slice(0, 10)
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** The whole seconds from an instant to the next midnight in Shanghai (UTC+8, without daylight saving), at least 1. */
export function secondsToMidnight(instant: Date): number {
  const daySeconds = 24 * 60 * 60
  return daySeconds - (Math.floor(instant.getTime() / 1000 + 8 * 60 * 60) % daySeconds)
}

/** Whether a text is a real calendar day. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const year = Number(text.slice(0, 4))
  const month = Number(text.slice(5, 7))
  const day = Number(text.slice(8, 10))
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
}

/** The day that lies a number of days after (or before) another. */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** Whole days from one day to another. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

/** The number of the month of a day, counted from January of year 0: 2015-01 is 24180. */
export function monthNumber(day: Day): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1
}

/**
 * The last month that is settled on a day, as a month number: a month is settled from a day of the following month on. Until then its reports are still
 * coming in, and it is not set against a whole month.
 */
export function lastSettledMonth(day: Day, settlingDay: number): number {
  return monthNumber(day) - (Number(day.slice(8, 10)) >= settlingDay ? 1 : 2)
}

/** The last day of a numbered month. */
export function monthEnd(month: number): Day {
  return addDays(`${monthStart(month + 1)}`, -1)
}

/** The first day of a numbered month. */
export function monthStart(month: number): Day {
  const year = Math.floor(month / 12)
  return `${String(year).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`
}
