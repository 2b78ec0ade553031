import type { Day } from '../domain/calendar.ts'
import { actsOf } from './acts.ts'
import type { County } from './county.ts'
import { between, later } from './days.ts'
import { SECTOR_NAMES, SECTOR_UNION_FORMS, SECTOR_WEIGHTS, SITE_KINDS, type Sector } from './distributions.ts'
import { enterpriseEvents } from './enterprises.ts'
import { type Part, SIMULATION_START, type SimulatedEvent } from './event-stream.ts'

/** About how many events `foundCounty` sends. */
export const EVENTS_PER_COUNTY = 18

const ENTERPRISES = 2
const ACTS = 4

const ALL_SECTORS = SECTOR_WEIGHTS.reduce((sum, [, weight]) => sum + weight, 0)

/** The events that set up a county: workforce, unions, enterprises, acts, reports and sites. */
export function* foundCounty(part: Part, county: County): Generator<SimulatedEvent> {
  const { random } = part
  if (random.chance(0.85)) yield* jointUnion(part, county)
  for (const [sector, weight] of SECTOR_WEIGHTS) {
    yield* workforceReports(part, county, { sector, share: weight / ALL_SECTORS })
    if (random.chance(0.6)) yield* sectorUnion(part, county, sector)
  }
  for (let number = 0; number < ENTERPRISES; number++) yield* enterpriseEvents(part, county, number)
  for (let act = 0; act < ACTS; act++) yield* actEvents(part, county, act)
  yield* unionChange(part, county)
  if (random.chance(0.05)) yield* zeroReport(part, county.region)
  if (random.chance(0.5)) yield* siteEvents(part, county, { kind: 'driver_home', sector: 'freight' })
  if (random.chance(0.45)) yield* siteEvents(part, county, { kind: random.weighted(SITE_KINDS) })
}

/** A day of the campaign on which something is founded: early days are likelier. */
function foundingDay({ random, until }: Part): Day {
  return later(SIMULATION_START, Math.floor(random.next() ** 1.6 * (between(SIMULATION_START, until) + 1)))
}

/** The workforce of a sector, and sometimes a larger one some years later; rarely also by a survey. */
function* workforceReports(
  part: Part,
  { region, workers }: County,
  { sector, share }: { sector: Sector; share: number },
): Generator<SimulatedEvent> {
  const { random, until, stream } = part
  // The nation's 84 million workers are in more sectors than these five: a county knows those of the five, which are about half.
  const people = workers * 1e6 * 0.5 * share * (0.8 + random.next() * 0.4)
  const report = (day: Day, count: number, basis: string) =>
    part.send(region, 'workforce.reported', day, { region, sector, count: Math.max(1, Math.round(count / stream.scale)), basis })
  if (random.chance(0.62)) yield* report(part.dayBetween(SIMULATION_START, '2022-06-30'), people, 'registered')
  if (random.chance(0.12)) yield* report(part.dayBetween('2024-01-01', until), people * 1.1, 'registered')
  if (random.chance(0.03)) yield* report(part.dayBetween('2023-01-01', until), people * 1.2, 'surveyed')
}

/** The union of all sectors, which takes the workers that no other union takes. */
function* jointUnion(part: Part, { region, unions }: County): Generator<SimulatedEvent> {
  const union = { id: `SIM-U-${region}`, sector: undefined, since: part.dayBetween(SIMULATION_START, '2021-08-31') }
  unions.push(union)
  yield* part.send(region, 'union.established', union.since, {
    union_id: union.id,
    name: `模拟新就业形态工会联合会${region}`,
    form: 'joint_union',
    mode: 'joint',
    region,
  })
}

/** A union of all workers of a sector in the county. */
function* sectorUnion(part: Part, county: County, sector: Sector): Generator<SimulatedEvent> {
  const { region } = county
  const union = { id: `SIM-U-${region}-${sector}`, sector, since: foundingDay(part) }
  const form = part.random.weighted(SECTOR_UNION_FORMS)
  county.unions.push(union)
  yield* part.send(region, 'union.established', union.since, {
    union_id: union.id,
    name: `模拟${SECTOR_NAMES[sector]}行业工会${region}`,
    form,
    mode: 'sector',
    region,
    sector,
  })
}

function* actEvents(part: Part, county: County, act: number): Generator<SimulatedEvent> {
  const { random, until } = part
  const { region } = county
  const setting = {
    region,
    sector: random.weighted(SECTOR_WEIGHTS),
    enterprise: county.enterprises[0]?.id,
    union: county.unions.at(-1)?.id,
    serial: `${region}-${act}`,
  }
  for (const { type, day, data } of actsOf(random, part.dayBetween(SIMULATION_START, until), until, setting))
    yield* part.send(region, type, day, data)
}

/** Rarely, the county's last union gets another parent. */
function* unionChange(part: Part, { region, unions }: County): Generator<SimulatedEvent> {
  const union = unions.at(-1)
  if (!union || !part.random.chance(0.03)) return
  yield* part.send(region, 'union.changed', part.dayBetween(union.since, part.until), {
    union_id: union.id,
    change: 'reparented',
    parent_union_id: `SIM-P-${region}`,
  })
}

/** A report of a month of the year before in which no case was opened. */
function* zeroReport(part: Part, region: string): Generator<SimulatedEvent> {
  const year = Number(part.until.slice(0, 4)) - 1
  const month = `${year}-${String(1 + part.random.below(12)).padStart(2, '0')}`
  yield* part.send(region, 'zero.reported', `${month}-28`, {
    region,
    event_type: 'case.opened',
    period_start: `${month}-01`,
    period_end: `${month}-28`,
  })
}

function* siteEvents(part: Part, county: County, { kind, sector }: { kind: string; sector?: string }): Generator<SimulatedEvent> {
  const { random, until } = part
  const { region } = county
  const site = { id: `SIM-S-${region}-${kind}`, since: foundingDay(part) }
  county.sites.push(site)
  yield* part.send(region, 'site.opened', site.since, {
    site_id: site.id,
    kind,
    name: `模拟阵地${region}`,
    region,
    ...(sector && { sector }),
    mode: random.pick(['own', 'partner', 'party_masses']),
  })
  if (random.chance(0.03)) yield* part.send(region, 'site.closed', part.dayBetween(site.since, until), { site_id: site.id })
}
