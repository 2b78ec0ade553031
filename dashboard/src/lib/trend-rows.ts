import type { Series } from '#functions/reporting/pages/series.ts'
import type { SeriesRow } from './charts/series.ts'

/** A month of a series as its table shows it. */
export interface TrendRow extends SeriesRow {
  month: string
  isFilling: boolean
  /** The month; for the last one the day of the release, which may be before its end. */
  label: string
}

/** The months of a series; none where nothing was ever received. */
export function trendRows({ months, values, filling }: Series): TrendRow[] {
  return values.map((value, index) => {
    const on = months[index]!
    const month = on.slice(0, 7)
    return { on, month, label: index === months.length - 1 ? on : month, value, isFilling: index >= months.length - filling }
  })
}
