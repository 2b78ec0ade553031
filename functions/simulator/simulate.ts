import { childRegions, regionsAtLevel } from '../catalogue/regions.ts'
import type { County, WeightedCounty } from './county.ts'
import { PROVINCE_WEIGHTS } from './distributions.ts'
import { EventStream, type SimulatedEvent, type Simulation } from './event-stream.ts'
import { EVENTS_PER_COUNTY, foundCounty } from './found-county.ts'
import { nationalEvents } from './nation.ts'
import { provinceEvents } from './province.ts'
import { workerLife } from './worker-life.ts'

/** The counties of a province, with the prefectures that have none; the province itself if there are neither. */
function countiesOf(province: string): string[] {
  const counties = regionsAtLevel(province, 'county').map((region) => region.code)
  const bare = childRegions(province).filter((region) => region.level === 'prefecture' && childRegions(region.code).length === 0)
  const all = [...counties, ...bare.map((region) => region.code)]
  return all.length > 0 ? all : [province]
}

/** The share of all counties that is simulated: their set-up takes a fifth of the events at most, so that a small simulation has workers. */
function shareOfCounties(events: number): number {
  const all = PROVINCE_WEIGHTS.reduce((sum, [province]) => sum + countiesOf(province).length, 0)
  return Math.min(1, (0.2 * events) / (EVENTS_PER_COUNTY * all))
}

/** Sets up the provinces and their counties, until half of the events are used; fills `counties`. */
function* setUp(stream: EventStream, counties: WeightedCounty[]): Generator<SimulatedEvent> {
  const share = shareOfCounties(stream.limit)
  for (const [province, weight] of PROVINCE_WEIGHTS) {
    if (counties.length > 0 && stream.sent > stream.limit / 2) break
    yield* provinceEvents(stream, province, weight)
    const all = countiesOf(province)
    const regions = all.slice(0, Math.max(1, Math.round(all.length * share)))
    for (const region of regions) {
      const county: County = { region, unions: [], enterprises: [], sites: [] }
      counties.push({ weight: weight / regions.length, county })
      yield* foundCounty(stream, county, weight / regions.length)
    }
  }
}

/** Chooses a county by weight, from a number between 0 and 1. */
function countyChooser(counties: readonly WeightedCounty[]): (mark: number) => County {
  const total = counties.reduce((sum, one) => sum + one.weight, 0)
  const cumulative: number[] = []
  let reached = 0
  for (const { weight } of counties) cumulative.push((reached += weight / total))
  return (mark) => {
    let low = 0
    let high = cumulative.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (cumulative[middle]! > mark) high = middle
      else low = middle + 1
    }
    return counties[low]!.county
  }
}

/**
 * Generates simulated events, deterministic for the same parameters: all event types, every province and sector, with the duplicates,
 * revisions, voids and transfers that real data has. Every enterprise is invented.
 */
export function* simulate(simulation: Simulation): Generator<SimulatedEvent> {
  const stream = new EventStream(simulation)
  const counties: WeightedCounty[] = []
  yield* nationalEvents(stream)
  yield* setUp(stream, counties)
  const countyAt = countyChooser(counties)
  for (let number = 1; !stream.isFull; number++) {
    const county = countyAt(stream.random.next())
    yield* workerLife(stream, counties, { county, number })
  }
}
