import metricsJson from '../../queries/catalogue/metrics.json' with { type: 'json' }
import { countedMetrics } from './catalogue.ts'
import type { Bilingual } from '../domain/language.ts'

const names: Record<string, Bilingual> = { ...metricsJson.target_only, ...metricsJson.published, ...countedMetrics }

/** Whether a metric's name may stand in a published figure or a target. */
export function isMetric(name: string): boolean {
  return Object.hasOwn(names, name)
}

/** The Chinese and English name of a metric of any kind; the code itself where none is known. */
export function metricName(name: string): Bilingual {
  const { zh, en } = names[name] ?? { zh: name, en: name }
  return { zh, en }
}
