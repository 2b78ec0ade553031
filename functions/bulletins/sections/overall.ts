import { countedMetrics } from '../../catalogue/catalogue.ts'
import { metricName } from '../../catalogue/names.ts'
import { isReported } from '../../catalogue/reported.ts'
import type { Day } from '../../domain/calendar.ts'
import { type Values, printValue } from '../counted-values.ts'
import type { Block } from '../model.ts'
import { EMPTY, overallText } from '../sentences.zh.ts'
import { heading, paragraph, table } from './blocks.ts'

/** What the office reads first: the counts of the nation or region, in this order. */
const METRICS = [
  'members',
  'members_joined',
  'workers_served',
  'service_persontimes',
  'unions',
  'enterprises',
  'enterprises_unionized',
  'driver_homes',
]

/** The counts of the region itself, in a sentence and a table. `period` is the month `YYYY-MM`. */
export function overallSection(values: Values, { asOf, period }: { asOf: Day; period: string }): Block[] {
  const reported = METRICS.filter((metric) => isReported(metric, values))
  if (reported.length === 0) return [heading(overallText.heading), paragraph(overallText.noEvents(asOf))]
  const at = (metric: string, span?: 'month' | 'year') => printValue(values, metric, span)
  const clauses = overallText.clauses(at, Number(period.slice(5)))
  const rows = METRICS.map((metric) => {
    const { windowed, unit } = countedMetrics[metric]!
    return [metricName(metric).zh, unit, windowed ? at(metric, 'month') : EMPTY, windowed ? at(metric, 'year') : EMPTY, at(metric)]
  })
  return [
    heading(overallText.heading),
    paragraph(
      overallText.summary(
        asOf,
        reported.flatMap((metric) => clauses[metric] ?? []),
      ),
    ),
    table({ caption: overallText.heading, header: overallText.header, rows }),
  ]
}
