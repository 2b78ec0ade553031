import { isPartOfType, typeOfMetric } from '../parts.ts'
import type { Catalogue } from '../schema/files.ts'
import { type Dangling, type Known, unlessCode, unlessIn } from './known.ts'

type Indicator = Catalogue['measures.json'][string]['indicator']

/** Not a metric of the cube: the number of townships and streets of a region, as the whole of a target. */
const STREETS = 'streets'

/** The code lists that split a metric: those of `by`, whose parts are plain codes. */
const LIST_OF = { basis: 'workforce_basis', kind: 'site_kind' } as const

function isPartOf(metric: string, part: string, { eventTypes, codeLists }: Known, counted: Catalogue['metrics.json']['counted']): boolean {
  const type = eventTypes.get(typeOfMetric(metric))
  if (type) return isPartOfType(type, part, codeLists)
  const { by, parts = [] } = counted[metric] ?? {}
  if (by !== undefined && Object.hasOwn(codeLists[LIST_OF[by]]?.codes ?? {}, part)) return true
  // A metric with rules of its own is counted from several types: a part must be one that some type can have, or one that the metric lists.
  const isKnown = (condition: string) =>
    parts.includes(condition) || [...eventTypes.values()].some((one) => isPartOfType(one, condition, codeLists))
  return part.split('&').every(isKnown)
}

/** Whether the entry of a metric, or of the event type that it counts, is at fault itself: that is reported where it stands, and once. */
function isUnsound(
  metric: string,
  { eventTypes, typeNames, counted: names }: Known,
  counted: Catalogue['metrics.json']['counted'],
): boolean {
  const type = typeOfMetric(metric)
  if (typeNames.has(type)) return !eventTypes.has(type)
  return names.has(metric) && counted[metric] === undefined
}

/** The references of an indicator: its metric, its parts and its sector. */
export function indicatorProblems(indicator: Indicator, path: Dangling['path'], catalogue: Catalogue, known: Known): Dangling[] {
  const { metric, parts = [], sector } = indicator
  if (metric === STREETS || isUnsound(metric, known, catalogue['metrics.json'].counted)) return []
  const unknown = unlessIn(known.counted, metric, [...path, 'metric'], 'a counted metric (metrics.json, or an event type that is counted)')
  if (unknown.length > 0) return unknown
  return [
    ...(sector === 'all' ? [] : unlessCode(known, 'sector', sector, [...path, 'sector'])),
    ...parts.flatMap((part, index): Dangling[] =>
      isPartOf(metric, part, known, catalogue['metrics.json'].counted)
        ? []
        : [
            {
              path: [...path, 'parts', index],
              message: `expected a part of "${metric}" such as field=code (or one that it lists under "parts"), got "${part}"`,
            },
          ],
    ),
  ]
}
