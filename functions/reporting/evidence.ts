import type { Figure, PublishedProgress } from './documents.ts'

/** A published figure as an answer shows it: its value with day, qualifier, source and quote; what the source did not give is left out. */
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
