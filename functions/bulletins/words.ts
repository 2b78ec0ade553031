import type { Day } from '../domain/calendar.ts'

/** A number as a document prints it: exact, with commas between thousands. */
export function number(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString('en-US') : value.toLocaleString('en-US', { maximumFractionDigits: 2 })
}

/** A share as a percentage with one decimal, such as 86.5%. */
export function percent(share: number): string {
  return `${(Math.round(share * 1000) / 10).toFixed(1)}%`
}

/** A day as a Chinese document writes it. */
export function chineseDay(day: Day): string {
  return `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`
}
