import type { Day } from '../domain/calendar.ts'
import type { County } from './county.ts'
import { ENTERPRISE_KINDS, SECTOR_NAMES, SECTOR_WEIGHTS } from './distributions.ts'
import { type Part, SIMULATION_START, type SimulatedEvent } from './event-stream.ts'

/** An enterprise of a county while its events are generated. */
interface Enterprise {
  id: string
  sector: keyof typeof SECTOR_NAMES
  registered: Day
  /** Its number in the county, from 0. */
  number: number
}

/** An enterprise of a random sector with its links, its own union, its stations and its closing. */
export function* enterpriseEvents(part: Part, county: County, number: number): Generator<SimulatedEvent> {
  const { random, until } = part
  const { region } = county
  const sector = random.weighted(SECTOR_WEIGHTS)
  const registered = part.dayBetween(SIMULATION_START, '2023-12-31')
  const enterprise: Enterprise = { id: `local:sim-${region}-${number}`, sector, registered, number }
  county.enterprises.push({ id: enterprise.id, sector })
  yield* part.send(region, 'enterprise.registered', registered, {
    enterprise_id: enterprise.id,
    name: `模拟${SECTOR_NAMES[sector]}企业${region}-${number}`,
    kind: ENTERPRISE_KINDS[sector],
    sector,
    region,
  })
  if (random.chance(0.5))
    yield* part.send(region, 'enterprise.linked', registered, {
      enterprise_id: enterprise.id,
      parent_id: `local:sim-head-${1 + random.below(12)}`,
      relation: random.pick(['branch', 'franchise', 'agent']),
    })
  if (random.chance(0.35)) yield* ownUnion(part, county, enterprise)
  if (random.chance(0.4)) yield* stationEvents(part, county, enterprise)
  if (random.chance(0.03))
    yield* part.send(region, 'enterprise.closed', part.dayBetween(registered, until), { enterprise_id: enterprise.id })
}

function* ownUnion(part: Part, county: County, enterprise: Enterprise): Generator<SimulatedEvent> {
  const { region } = county
  const { sector } = enterprise
  const union = { id: `SIM-E-${region}-${enterprise.number}`, sector, since: part.dayBetween(enterprise.registered, part.until) }
  county.unions.push(union)
  yield* part.send(region, 'union.established', union.since, {
    union_id: union.id,
    name: `模拟企业工会${region}-${enterprise.number}`,
    form: 'enterprise_union',
    mode: 'single',
    region,
    sector,
    enterprise_id: enterprise.id,
  })
  if (part.random.chance(0.04))
    yield* part.send(region, 'union.dissolved', part.dayBetween(union.since, part.until), { union_id: union.id })
}

/** A station of an enterprise, sometimes with a union branch. */
function* stationEvents(part: Part, county: County, enterprise: Enterprise): Generator<SimulatedEvent> {
  const { random, until } = part
  const { region } = county
  const { id: enterprise_id, sector } = enterprise
  const station_id = `SIM-ST-${region}-${enterprise.number}`
  const registered = part.dayBetween(enterprise.registered, until)
  yield* part.send(region, 'station.registered', registered, { station_id, enterprise_id, region, sector })
  if (random.chance(0.5))
    yield* part.send(region, 'union.established', part.dayBetween(registered, until), {
      union_id: `SIM-B-${station_id}`,
      name: `模拟站点分工会${region}`,
      form: 'station_branch',
      mode: 'joint',
      region,
      sector,
      enterprise_id,
      station_id,
    })
  if (random.chance(0.03)) yield* part.send(region, 'station.closed', part.dayBetween(registered, until), { station_id })
}
