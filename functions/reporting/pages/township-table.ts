import { type Region, childRegions, townshipsOf } from '../../catalogue/regions.ts'
import { asOfMonth } from '../as-of.ts'
import type { Cube } from '../cube.ts'
import { nameOf } from '../../catalogue/place-names.ts'
import { type PageRow, type PageValues, collectValues } from './page-rows.ts'

/** The townships of a region, with what the events that name them count. */
export interface TownshipTable {
  /** The metrics of which any of them has a value. */
  metrics: string[]
  rows: PageRow[]
  /** What is left of the region without the events that name a township. */
  no_street_named: PageValues
}

/** What is shown of townships: what adds up over them. */
const METRICS = ['members', 'unions', 'enterprises', 'stations', 'sites', 'service_persontimes']

/**
 * The townships directly below a region; undefined where regions of another level lie between, and in a release without values of townships.
 * `total` has the values of the region itself.
 */
export async function townshipTable(cube: Cube, region: Region, total: PageValues): Promise<TownshipTable | undefined> {
  const townships = childRegions(region.code).length === 0 ? townshipsOf(region.code) : []
  const counted = await cube.streets.metrics()
  if (townships.length === 0 || counted.size === 0) return undefined
  const regions = [region, ...townships].map(({ code }) => code)
  const month = asOfMonth(cube.manifest)
  const cells = await cube.streets.valuesAt({ regions, metrics: METRICS, sectors: ['all'], spans: ['all'], month })
  const values = collectValues(
    cells.filter(({ part }) => part === ''),
    'region',
    false,
  )
  const named = values.get(region.code) ?? {}
  const rows = townships.map((one) => ({ code: one.code, name: nameOf(one), values: values.get(one.code) ?? {} }))
  const metrics = METRICS.filter((metric) => rows.some((row) => row.values[metric] !== undefined))
  return {
    metrics,
    rows,
    no_street_named: Object.fromEntries(metrics.map((metric) => [metric, (total[metric] ?? 0) - (named[metric] ?? 0)])),
  }
}
