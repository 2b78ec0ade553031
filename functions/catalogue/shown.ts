import metricsJson from '../../queries/catalogue/metrics.json' with { type: 'json' }
import type { Bilingual } from '../domain/language.ts'

/** A value that the map's selector offers. */
export interface MapValue {
  metric: string
  isPublished: boolean
  /** A ratio of two metrics rather than a count. */
  isRatio: boolean
  /** Its key among the values of a region, such as `members_joined.year`. */
  key: string
  /** What the selector says, where it is not the name of the metric. */
  label?: Bilingual
}

/** A metric that the bulletin lists, with its clause of the opening paragraph where it has one. */
export interface BulletinMetric {
  metric: string
  sentence?: string
}

const byOrder = (a: { order: number }, b: { order: number }) => a.order - b.order

/** What regions can be compared by on the map, in the order of the selector: `shown.map` of the metrics in metrics.json. */
export const mapValues: readonly MapValue[] = [
  ...Object.entries(metricsJson.counted).map(([metric, { shown, ratio }]) => ({ metric, map: shown?.map, isRatio: ratio !== undefined, isPublished: false })),
  ...Object.entries(metricsJson.published).map(([metric, { shown }]) => ({ metric, map: shown?.map, isRatio: false, isPublished: true })),
].flatMap(({ map, metric, ...more }) => {
  if (!map) return []
  const { order, window, part, label }: { order: number; window?: string; part?: string; label?: Bilingual } = map
  return [{ ...more, metric, order, key: [metric, window ?? part].filter(Boolean).join('.'), ...(label && { label }) }]
}).sort(byOrder) // prettier-ignore

/** What the bulletin reports first, in its order: `shown.bulletin` of the metrics in metrics.json. */
export const bulletinMetrics: readonly BulletinMetric[] = Object.entries(metricsJson.counted)
  .flatMap(([metric, { shown }]) => (shown?.bulletin ? [{ metric, ...shown.bulletin }] : []))
  .sort(byOrder)
