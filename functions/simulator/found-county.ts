import type { Day } from '../domain/calendar.ts'
import { actsOf } from './acts.ts'
import type { County } from './county.ts'
import { SECTOR_NAMES, SECTOR_UNION_FORMS, SECTOR_WEIGHTS, SITE_KINDS, type Sector } from './distributions.ts'
import { enterpriseEvents } from './enterprises.ts'
import { type EventStream, SIMULATION_START, type SimulatedEvent } from './event-stream.ts'

/** About how many events `foundCounty` sends. */
export const EVENTS_PER_COUNTY = 18

/** What decides a county's workforce in a sector: its share of the residents, and the sector's workers in the nation. */
interface WorkforceShare {
  weight: number
  millions: number
}

const ENTERPRISES = 2
const ACTS = 4

/** The events that set up a county: workforce, unions, enterprises, acts, reports and sites. `weight` is its share of the residents. */
export function* foundCounty(stream: EventStream, county: County, weight: number): Generator<SimulatedEvent> {
  for (const [sector, millions] of SECTOR_WEIGHTS) {
    yield* workforceReports(stream, county.region, sector, { weight, millions })
    if (stream.random.chance(0.6)) yield* sectorUnion(stream, county, sector)
  }
  for (let number = 0; number < ENTERPRISES; number++) yield* enterpriseEvents(stream, county, number)
  for (let act = 0; act < ACTS; act++) yield* actEvents(stream, county)
  yield* unionChange(stream, county)
  if (stream.random.chance(0.05)) yield* zeroReport(stream, county.region)
  if (stream.random.chance(0.75)) yield* siteEvents(stream, county)
}

/** The workforce of a sector, and sometimes a larger one some years later. */
function* workforceReports(stream: EventStream, region: string, sector: Sector, share: WorkforceShare): Generator<SimulatedEvent> {
  const { random, until } = stream
  const scale = Math.max(1, Math.round(stream.limit / 200_000))
  const count = Math.round(share.weight * 40 * share.millions * (0.7 + random.next() * 0.6)) * scale
  const report = (day: Day, workers: number) =>
    stream.send(region, 'workforce.reported', day, { region, sector, count: workers, basis: 'registered' })
  if (random.chance(0.55)) yield* report(stream.dayBetween(SIMULATION_START, '2022-06-30'), count)
  if (random.chance(0.12)) yield* report(stream.dayBetween('2024-01-01', until), Math.round(count * 1.2))
}

/** A union of all workers of a sector in the county. */
function* sectorUnion(stream: EventStream, county: County, sector: Sector): Generator<SimulatedEvent> {
  const { region } = county
  const union = { id: `SIM-U-${region}-${sector}`, sector, since: stream.dayBetween(SIMULATION_START, '2024-12-31') }
  const form = stream.random.weighted(SECTOR_UNION_FORMS)
  county.unions.push(union)
  yield* stream.send(region, 'union.established', union.since, {
    union_id: union.id,
    name: `模拟${SECTOR_NAMES[sector]}行业工会${region}`,
    form,
    mode: 'sector',
    region,
    sector,
  })
}

function* actEvents(stream: EventStream, county: County): Generator<SimulatedEvent> {
  const { random, until } = stream
  const { region } = county
  const setting = {
    region,
    sector: random.weighted(SECTOR_WEIGHTS),
    enterprise: county.enterprises[0]?.id,
    union: county.unions[0]?.id,
    serial: stream.nextSerial(),
  }
  for (const { type, day, data } of actsOf(random, stream.dayBetween(SIMULATION_START, until), until, setting))
    yield* stream.send(region, type, day, data)
}

/** Rarely, the county's last union gets another parent. */
function* unionChange(stream: EventStream, { region, unions }: County): Generator<SimulatedEvent> {
  const union = unions.at(-1)
  if (!union || !stream.random.chance(0.03)) return
  yield* stream.send(region, 'union.changed', stream.dayBetween(union.since, stream.until), {
    union_id: union.id,
    change: 'reparented',
    parent_union_id: `SIM-P-${region}`,
  })
}

/** A report of a month of the year before in which no case was opened. */
function* zeroReport(stream: EventStream, region: string): Generator<SimulatedEvent> {
  const year = Number(stream.until.slice(0, 4)) - 1
  const month = `${year}-${String(1 + stream.random.below(12)).padStart(2, '0')}`
  yield* stream.send(region, 'zero.reported', `${month}-28`, {
    region,
    event_type: 'case.opened',
    period_start: `${month}-01`,
    period_end: `${month}-28`,
  })
}

function* siteEvents(stream: EventStream, county: County): Generator<SimulatedEvent> {
  const { random, until } = stream
  const { region } = county
  const kind = random.weighted(SITE_KINDS)
  const site = { id: `SIM-S-${region}`, since: stream.dayBetween(SIMULATION_START, until) }
  county.sites.push(site)
  yield* stream.send(region, 'site.opened', site.since, {
    site_id: site.id,
    kind,
    name: `模拟阵地${region}`,
    region,
    ...(kind === 'driver_home' && { sector: 'freight' }),
    mode: random.pick(['own', 'partner', 'party_masses']),
  })
  if (random.chance(0.03)) yield* stream.send(region, 'site.closed', stream.dayBetween(site.since, until), { site_id: site.id })
}
