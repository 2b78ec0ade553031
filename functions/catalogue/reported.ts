import metricsJson from '../../queries/catalogue/metrics.json' with { type: 'json' }

/**
 * Whether anything was received that a metric is counted from. Without it a zero is not a count, and a page or document says
 * "not reported". `values` are those of one region or sector, by metric; a metric without a row is absent from them.
 */
export function isReported(metric: string, values: Readonly<Record<string, unknown>>): boolean {
  const source = metricsJson.counted[metric]?.reported_by ?? metric
  return Object.keys(values).some((key) => key === source || key.startsWith(`${source}.`))
}
