import { codeLists, countedMetrics } from '../catalogue/catalogue.ts'
import { type Indicator, partsOf } from '../catalogue/measures.ts'

/** Whether a region has a row of a metric and part, over all sectors and time. */
export type HasRow = (metric: string, part: string) => boolean

const hasAnyPart = (has: HasRow, { metric, parts }: Indicator) => (parts ?? ['']).some((part) => has(metric, part))

const bases = Object.keys(codeLists.workforce_basis!.codes)

/** Whether a region has a metric in any part: what is counted by basis has no row over all of them. */
const hasAny = (has: HasRow, metric: string) =>
  has(metric, '') || (countedMetrics[metric]!.by === 'basis' && bases.some((basis) => has(metric, basis)))

/**
 * Whether the number of an indicator was reported in a region, by the fields that make it count and not by the type of the event alone: events of a kind say
 * nothing of another kind. Of a part of a register a zero is true once the register has that part: then the rest of it is known.
 * Source: functions/docs/contract.md, section 5, *Reported*.
 */
export function isIndicatorReported(has: HasRow, indicator: Indicator, of?: Indicator): boolean {
  const { metric, parts } = indicator
  const { reported_by: sources, by } = countedMetrics[metric]!
  if (by === 'basis') return partsOf(indicator).some((part) => has(metric, part))
  if (!sources.every((source) => hasAny(has, source))) return false
  if (parts === undefined || hasAnyPart(has, indicator)) return true
  return of?.parts !== undefined && hasAnyPart(has, of)
}
