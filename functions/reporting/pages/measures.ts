import { countedMetrics, typeName } from '../../catalogue/catalogue.ts'
import type { MeasureRow, MeasuresPage } from '../documents.ts'
import { type Indicator, measures, partsOf } from '../../catalogue/measures.ts'
import { metricName } from '../../catalogue/names.ts'
import { findRegion, placesBelow, regionsAtLevel } from '../../catalogue/regions.ts'
import type { Cube, CubeValue } from '../cube.ts'
import { asOfMonth } from '../as-of.ts'
import { head, nameOf, placeOf } from './head.ts'

/** The values of one place by metric, part, sector and window. */
export type Values = ReadonlyMap<string, number>

const keyOf = ({ metric, part, sector, span }: Pick<CubeValue, 'metric' | 'part' | 'sector' | 'span'>) =>
  `${metric} ${part} ${sector} ${span}`

/** The number of an indicator in a place; 0 where none of its parts has a value. */
export function valueOf(values: Values, indicator: Indicator, span: CubeValue['span'] = 'all'): number {
  const { metric, sector = 'all' } = indicator
  return partsOf(indicator).reduce((sum, part) => sum + (values.get(keyOf({ metric, part, sector, span })) ?? 0), 0)
}

/** Whether anything was received that an indicator is counted from, in any sector. */
function isReported(values: Values, { metric, parts }: Indicator): boolean {
  if (metric === 'workforce') return partsOf({ metric, ...(parts && { parts }) }).some((part) => values.has(keyOf({ metric, part, sector: 'all', span: 'all' })))
  const { reported_by } = countedMetrics[metric]!
  return values.has(keyOf({ metric: reported_by, part: '', sector: 'all', span: 'all' }))
} // prettier-ignore

/** The values of every metric in some places, place by place. */
async function everyValue(cube: Cube, regions: readonly string[]): Promise<Map<string, Map<string, number>>> {
  const places = new Map(regions.map((region) => [region, new Map<string, number>()]))
  const rows = await cube.valuesAt({ regions, metrics: 'every', month: asOfMonth(cube.manifest) })
  for (const row of rows) places.get(row.region)!.set(keyOf(row), row.value)
  return places
}

/**
 * All measures of a place, from the nation to a county, with the places below in which there is any, and the values of every metric there.
 * Undefined for a code not in the table.
 */
export async function measuresOf(cube: Cube, code: string): Promise<{ page: MeasuresPage; values: Values } | undefined> {
  const region = code.length === 6 ? findRegion(code) : undefined
  if (!region) return undefined
  const below = placesBelow(code)
  const places = await everyValue(cube, [code, ...below.map((one) => one.code)])
  const own = places.get(code)!
  const rows = Object.entries(measures).map(([id, measure]): MeasureRow => {
    const { indicator, of, days, zh, en, tier, aspect, page, articles, example } = measure
    const { unit, windowed } = countedMetrics[indicator.metric]!
    const types = [...new Set(example.map(({ type }) => type))].map((type) => ({ type, name: typeName(type) }))
    const row: MeasureRow = { id, name: { zh, en }, tier, aspect, page, articles, types, unit, places: below.filter((one) => valueOf(places.get(one.code)!, indicator) > 0).length } // prettier-ignore
    if (!isReported(own, indicator)) return row
    const type = indicator.metric.replace(/\.(people|amount)$/, '')
    const timed = days ? valueOf(own, { metric: type, parts: ['timed'] }) : 0
    return {
      ...row,
      value: valueOf(own, indicator),
      ...(windowed && { year: valueOf(own, indicator, 'year'), month: valueOf(own, indicator, 'month') }),
      ...(of && isReported(own, of) && { of: { name: metricName(of.metric), value: valueOf(own, of) } }),
      ...(timed > 0 && { days: Number((valueOf(own, { metric: `${type}.days` }) / timed).toFixed(1)) }),
    }
  })
  const page = {
    head: head(cube),
    region: placeOf(region),
    provinces: [findRegion('000000')!, ...regionsAtLevel('000000', 'province')].map((one) => ({ code: one.code, name: nameOf(one) })),
    below: { level: below[0]?.level ?? '', count: below.length },
    measures: rows,
  }
  return { page, values: own }
}
