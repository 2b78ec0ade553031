import type { Day } from '../domain/calendar.ts'
import type { Figure } from '../release-format/rows.ts'

/** A published figure beside a target, judged for itself. */
export interface PublishedProgress {
  value: number
  unit: string
  as_of: Day
  period_start?: Day
  sector: string
  qualifier: string
  outlet: string
  title: string
  url?: string
  published_on?: Day
  quote: string
  /** Absent where the figure is of another window than the target. */
  status?: 'met' | 'not_met'
}

/** A published figure as the API answers it: value with day, qualifier, source and quote. What the source did not give is left out. */
export function evidenceOf(figure: Figure): Omit<PublishedProgress, 'status'> {
  const { value, unit, as_of, period_start, sector, qualifier, outlet, title, url, published_on, quote } = figure
  return {
    value,
    unit,
    as_of,
    ...(period_start && { period_start }),
    sector,
    qualifier,
    outlet,
    title,
    ...(url && { url }),
    ...(published_on && { published_on }),
    quote,
  }
}
