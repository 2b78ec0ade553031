import { childRegions, regionsAtLevel } from '../catalogue/regions.ts'
import type { Day } from '../domain/calendar.ts'
import { PROVINCE_WORKERS } from './distributions.ts'
import { seedOf, seededRandom } from './random.ts'

/** What a county has when its workers appear: unions to join, enterprises to work for, sites to be served at. */
export interface County {
  region: string
  /** Its workers in new forms of employment, in millions. */
  workers: number
  /** `sector` is undefined for the union of all sectors. */
  unions: { id: string; sector: string | undefined; since: Day }[]
  enterprises: { id: string; sector: string }[]
  sites: { id: string; since: Day }[]
}

const found = new Map<string, readonly string[]>()

/** The counties of a province, with the prefectures that have none; the province itself if there are neither. */
export function countiesOf(province: string): readonly string[] {
  const known = found.get(province)
  if (known) return known
  const counties = regionsAtLevel(province, 'county').map((region) => region.code)
  const bare = childRegions(province).filter((region) => region.level === 'prefecture' && childRegions(region.code).length === 0)
  const all = [...counties, ...bare.map((region) => region.code)]
  const counted = all.length > 0 ? all : [province]
  found.set(province, counted)
  return counted
}

/** Counties differ in size: from a third of the average of their province to some three times. */
const sizeOf = (seed: number, region: string) => 3 ** (2 * seededRandom(seedOf(seed, `size ${region}`)).next() - 1)

/** As many of the items as wanted, evenly spread over their order. */
const spread = <T>(items: readonly T[], wanted: number): T[] =>
  Array.from({ length: wanted }, (_, index) => items[Math.floor(((index + 0.5) * items.length) / wanted)]!)

/** About `wanted` counties of the nation: of each province by its workers, at least one and at most all, spread over the province. */
export function chooseCounties(seed: number, wanted: number): County[] {
  const nation = PROVINCE_WORKERS.reduce((sum, [, workers]) => sum + workers, 0)
  return PROVINCE_WORKERS.flatMap(([province, workers]) => {
    const all = countiesOf(province)
    const regions = spread(all, Math.min(all.length, Math.max(1, Math.round((wanted * workers) / nation))))
    const total = regions.reduce((sum, region) => sum + sizeOf(seed, region), 0)
    return regions.map((region) => ({
      region,
      workers: (workers * sizeOf(seed, region)) / total,
      unions: [],
      enterprises: [],
      sites: [],
    }))
  })
}

/** Chooses a county by its workers, from a number between 0 and 1. */
export function countyChooser(counties: readonly County[]): (mark: number) => County {
  const total = counties.reduce((sum, one) => sum + one.workers, 0)
  const cumulative: number[] = []
  let reached = 0
  for (const { workers } of counties) cumulative.push((reached += workers / total))
  return (mark) => {
    let low = 0
    let high = cumulative.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (cumulative[middle]! > mark) high = middle
      else low = middle + 1
    }
    return counties[low]!
  }
}
