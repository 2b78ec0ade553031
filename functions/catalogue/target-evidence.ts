import metricsJson from '../../queries/catalogue/metrics.json' with { type: 'json' }
import { countedMetrics, publishedMetrics } from './catalogue.ts'
import { measures } from './measures.ts'
import type { ContentOf } from './schema/files.ts'

/** What shows the progress of a target for a metric. */
export type TargetEvidence = NonNullable<ContentOf<'metrics.json'>['target_only'][string]['target']>

/** How a target is judged where its document gives no number of its own; the schema explains each. */
export type TargetRule = NonNullable<TargetEvidence['rule']>

/** The basis by which a target is judged whose number has one for each kind of report: that of the map and the key counts. */
const TARGET_BASIS = 'registered'

const NONE: TargetEvidence = { counted: null, published: null }

/**
 * What shows the progress of a target: what this system counts under its code, and what others publish. `counted` and `published` are null
 * where there is neither: such a target cannot be judged.
 */
export function evidenceOfTarget(code: string): TargetEvidence {
  const metric = countedMetrics[code]
  if (metric?.target) return { counted: { metric: code }, ...metric.target }
  if (metric)
    return {
      counted: { metric: code, ...(metric.by === 'basis' && { parts: [TARGET_BASIS] }) },
      published: metric.published_beside ?? null,
    }
  if (Object.hasOwn(measures, code)) {
    const { indicator, of } = measures[code]!
    return { counted: indicator, ...(of && { of }), published: null }
  }
  if (Object.hasOwn(publishedMetrics, code)) return publishedMetrics[code]!.target ?? { counted: null, published: code }
  return metricsJson.target_only[code]?.target ?? NONE
}

/** Whether a target on a code can be judged by anything that is counted, published or kept in the ledger. */
export function isTargetable(code: string): boolean {
  const { counted, published, rule } = evidenceOfTarget(code)
  return counted !== null || published !== null || rule !== undefined
}

/** The source of what the press reports. */
export const IN_PRINT_SOURCE = 'published-figures'

/** The sources of the bundled targets. They may name what nobody counts: their documents do. */
export const BUNDLED_TARGETS = [IN_PRINT_SOURCE, 'catalogue:targets'] as const

/** What the figures in print call `stations` are union service stations, and never the delivery stations that the core metric counts. */
export const IN_PRINT: Readonly<Record<string, string>> = { stations: 'stations_total' }

/** The code that a target is judged by: the metric that it names, as its source means it. Releases of before 2026-11-27 do not say the source. */
export function codeOfTarget({ metric, source = IN_PRINT_SOURCE }: { metric: string; source?: string }): string {
  return (source === IN_PRINT_SOURCE && IN_PRINT[metric]) || metric
}
