import type { Span } from '../reporting/cube.ts'
import { monthEnd, monthNumber, monthStart } from '../domain/calendar.ts'

/** A number of a release: what is asked to be explained. */
export interface Question {
  metric: string
  /** Region down to the county, 6 digits. */
  region: string
  /** A sector, or `all`. */
  sector: string
  /** All time, or the year or month that ends with `month`. Of no effect on a metric that is no flow. */
  span: Span
  /** Month number at whose end the value is asked for. */
  month: number
  /** For `workforce`: the basis. Empty for the whole of any other metric. */
  part: string
}

/** The months, both included, in which a flow counts. */
export function windowOf({ span, month }: Question): { from: number; to: number } {
  if (span === 'month') return { from: month, to: month }
  return { from: span === 'year' ? month - (month % 12) : 0, to: month }
}

/** The window as text, e.g. `2026-01-01 to 2026-05-31`. */
export function windowText(question: Question): string {
  const end = monthEnd(question.month)
  if (question.span === 'all') return `until ${end}`
  return question.span === 'month' ? `${monthStart(monthNumber(end))} to ${end}` : `${end.slice(0, 4)}-01-01 to ${end}`
}
