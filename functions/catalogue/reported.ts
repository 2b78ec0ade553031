import metricsJson from '../../queries/catalogue/metrics.json' with { type: 'json' }

/** The metrics that a metric needs rows of: without, a zero is not a count. */
export const reportedBy = (metric: string): readonly string[] => metricsJson.counted[metric]?.reported_by ?? [metric]

/**
 * Whether everything was received that a metric is counted from. Without it a zero is not a count, and a page or document says
 * "not reported". `values` are those of one region or sector, by metric; a metric without a row is absent from them.
 */
export function isReported(metric: string, values: Readonly<Record<string, unknown>>): boolean {
  const keys = Object.keys(values)
  return reportedBy(metric).every((source) => keys.some((key) => key === source || key.startsWith(`${source}.`)))
}
