import { countedMetrics } from '../../catalogue/catalogue.ts'
import { metricName } from '../../catalogue/names.ts'
import { isReported } from '../../catalogue/reported.ts'
import { bulletinMetrics } from '../../catalogue/shown.ts'
import type { Day } from '../../domain/calendar.ts'
import { type Values, printValue } from '../counted-values.ts'
import type { Block } from '../model.ts'
import { EMPTY, overallText } from '../sentences.zh.ts'
import { heading, paragraph, table } from './blocks.ts'

/** A clause of the opening paragraph: `{members}` and `{members_joined.year}` are values, `{month}` is the number of the month. */
function fillIn(sentence: string, values: Values, month: number): string {
  return sentence.replace(/\{(\w+)(?:\.(month|year))?\}/g, (_all, metric: string, span?: 'month' | 'year') =>
    metric === 'month' ? String(month) : printValue(values, metric, span),
  )
}

/** The counts of the region itself, in a paragraph and a table; the catalogue says which, in which order. `period` is the month `YYYY-MM`. */
export function overallSection(values: Values, { asOf, period }: { asOf: Day; period: string }): Block[] {
  const reported = bulletinMetrics.filter(({ metric }) => isReported(metric, values))
  if (reported.length === 0) return [heading(overallText.heading), paragraph(overallText.noEvents(asOf))]
  const at = (metric: string, span?: 'month' | 'year') => printValue(values, metric, span)
  const month = Number(period.slice(5))
  const rows = bulletinMetrics.map(({ metric }) => {
    const { windowed, unit } = countedMetrics[metric]!
    return [metricName(metric).zh, unit, windowed ? at(metric, 'month') : EMPTY, windowed ? at(metric, 'year') : EMPTY, at(metric)]
  })
  return [
    heading(overallText.heading),
    paragraph(
      overallText.summary(
        asOf,
        reported.flatMap(({ sentence }) => (sentence === undefined ? [] : [fillIn(sentence, values, month)])),
      ),
    ),
    table({ caption: overallText.heading, header: overallText.header, rows }),
  ]
}
