import { detailsOnly } from '../../catalogue/act-metrics.ts'
import { countedMetrics, typeName } from '../../catalogue/catalogue.ts'
import type { Bilingual } from '../../domain/language.ts'
import { type Indicator, type Measure, measureName, measures, partsOf } from '../../catalogue/measures.ts'
import { metricName } from '../../catalogue/names.ts'
import { findRegion, regionsAtLevel } from '../../catalogue/regions.ts'
import { unitName } from '../../catalogue/units.ts'
import { unitsBelow } from '../../catalogue/reporting-units.ts'
import type { Cube } from '../cube.ts'
import { type HasRow, isNumberReported } from '../../catalogue/reported.ts'
import { nameOf } from '../../catalogue/place-names.ts'
import { type PageHead, type RegionHead, head, regionHead } from './head.ts'
import { type PageCell, type PageSpan, pageCells } from './page-rows.ts'

/** A measure with its number in a region. Values are absent where nothing was received that it is counted from. */
export interface MeasureRow {
  id: string
  name: Bilingual
  tier: number
  aspect: number | null
  page: string
  articles: string[]
  /** The types of events that record it. */
  types: { type: string; name: Bilingual }[]
  unit: Bilingual
  value?: number
  /** Of the year of the release, of the month that pages open on, and of the later one that is still filling, where it is not 0; absent for a stock. */
  year?: number
  month?: number
  filling?: number
  /** The whole that it is a part of. */
  of?: { name: Bilingual; value: number }
  /** Of a measure that counts only events that fill in a field: which these are and how many, and the number of all. */
  only?: { words: Bilingual; value: number; all: { name: Bilingual; value: number } }
  /** Days until the answer or the end, on average; absent where none are recorded. */
  days?: number
  /** In how many of the regions below there is any. */
  places: number
}

/** All measures of a region (functions/docs/requirements.md, section 2). */
export interface MeasuresPage {
  head: PageHead
  region: RegionHead
  /** The nation and the provinces, to choose from. */
  provinces: { code: string; name: Bilingual }[]
  /** The regions below, of which each measure says in how many there is any. */
  below: { level: string; count: number }
  measures: MeasureRow[]
}

/** The values of one region by metric, part, sector and window. */
export type Values = ReadonlyMap<string, number>

const keyOf = ({ metric, part, sector, span }: Pick<PageCell, 'metric' | 'part' | 'sector' | 'span'>) =>
  `${metric} ${part} ${sector} ${span}`

/** The number of an indicator in a region; 0 where none of its parts has a value. */
export function valueOf(values: Values, indicator: Indicator, span: PageSpan = 'all'): number {
  const { metric, sector = 'all' } = indicator
  return partsOf(indicator).reduce((sum, part) => sum + (values.get(keyOf({ metric, part, sector, span })) ?? 0), 0)
}

/** Whether a region has rows, over all sectors and time. */
export const rowsOf =
  (values: Values): HasRow =>
  (metric, part) =>
    values.has(keyOf({ metric, part, sector: 'all', span: 'all' }))

/** The values of every metric, region by region. */
async function readEveryMetric(cube: Cube, regions: readonly string[]): Promise<Map<string, Map<string, number>>> {
  const byRegion = new Map(regions.map((region) => [region, new Map<string, number>()]))
  const rows = await pageCells(cube, { regions, metrics: 'every' })
  for (const row of rows) byRegion.get(row.region)!.set(keyOf(row), row.value)
  return byRegion
}

/** The days until the answer or the end of a measure's events, on average; undefined where none are recorded. */
function averageDays(values: Values, { indicator, days }: Measure): number | undefined {
  if (!days) return undefined
  const type = indicator.metric.replace(/\.(people|amount)$/, '')
  const timed = valueOf(values, { metric: type, parts: ['timed'] })
  return timed > 0 ? Number((valueOf(values, { metric: `${type}.days` }) / timed).toFixed(1)) : undefined
}

/** The values of a flow in the year, in the month, and in the month that is still filling where there is any. */
export function windowsOf(values: Values, indicator: Indicator): { year: number; month: number; filling?: number } {
  const at = (span: PageSpan) => valueOf(values, indicator, span)
  const filling = at('filling')
  return { year: at('year'), month: at('month'), ...(filling !== 0 && { filling }) }
}

/** Of a measure that counts only events that fill in a field: how many do, and of how many. */
function detailsOf(values: Values, { metric }: Indicator): Pick<MeasureRow, 'only'> {
  const details = detailsOnly(metric)
  if (!details) return {}
  const all = { name: metricName(details.all), value: valueOf(values, { metric: details.all }) }
  return { only: { words: details.words, value: valueOf(values, { metric }), all } }
}

/** The numbers of a measure; empty where nothing was received that it is counted from. */
function numbersOf(values: Values, measure: Measure): Pick<MeasureRow, 'value' | 'year' | 'month' | 'filling' | 'of' | 'days' | 'only'> {
  const { indicator, of } = measure
  if (!isNumberReported(rowsOf(values), indicator, of)) return {}
  const { windowed } = countedMetrics[indicator.metric]!
  const days = averageDays(values, measure)
  return {
    value: valueOf(values, indicator),
    ...(windowed && windowsOf(values, indicator)),
    ...detailsOf(values, indicator),
    ...(of && isNumberReported(rowsOf(values), of) && { of: { name: metricName(of.metric), value: valueOf(values, of) } }),
    ...(days !== undefined && { days }),
  }
}

function measureRow(id: string, measure: Measure, { own, below }: { own: Values; below: readonly Values[] }): MeasureRow {
  const { indicator, tier, aspect, page, articles, example } = measure
  const types = [...new Set(example.map(({ type }) => type))].map((type) => ({ type, name: typeName(type) }))
  return {
    id,
    name: measureName(measure),
    tier,
    aspect,
    page,
    articles,
    types,
    unit: unitName(countedMetrics[indicator.metric]!.unit),
    places: below.filter((values) => valueOf(values, indicator) > 0).length,
    ...numbersOf(own, measure),
  }
}

/**
 * All measures of a region, from the nation to a county, with the number of regions below in which there is any, and the region's values
 * of every metric. Undefined for a code that is not in the table.
 */
export async function readMeasures(cube: Cube, code: string): Promise<{ page: MeasuresPage; values: Values } | undefined> {
  const region = code.length === 6 ? findRegion(code) : undefined
  if (!region) return undefined
  const children = unitsBelow(code)
  const byRegion = await readEveryMetric(cube, [code, ...children.map((one) => one.code)])
  const own = byRegion.get(code)!
  const below = children.map((one) => byRegion.get(one.code)!)
  const page = {
    head: head(cube),
    region: regionHead(region),
    provinces: [findRegion('000000')!, ...regionsAtLevel('000000', 'province')].map((one) => ({ code: one.code, name: nameOf(one) })),
    below: { level: children[0]?.level ?? '', count: children.length },
    measures: Object.entries(measures).map(([id, measure]) => measureRow(id, measure, { own, below })),
  }
  return { page, values: own }
}

/** The page of all measures of a region. Undefined for a code that is not in the table. */
export async function measuresPage(cube: Cube, code: string): Promise<MeasuresPage | undefined> {
  return (await readMeasures(cube, code))?.page
}
