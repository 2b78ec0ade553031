import metricsJson from '../../queries/catalogue/metrics.json' with { type: 'json' }
import { countedMetrics } from './catalogue.ts'
import type { Bilingual } from '../domain/language.ts'

const names: Record<string, Bilingual> = { ...metricsJson.target_only, ...metricsJson.published, ...countedMetrics }

/** Whether a published figure or a target may name a metric. */
export function isMetric(name: string): boolean {
  return Object.hasOwn(names, name)
}

/** The Chinese and English name of a metric of any kind; the code itself where it is unknown. */
export function metricName(name: string): Bilingual {
  const { zh, en } = names[name] ?? { zh: name, en: name }
  return { zh, en }
}
