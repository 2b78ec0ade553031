import { type Day, addDays, daysBetween } from '../domain/calendar.ts'
import { childRegions, regionsAtLevel } from '../catalogue/regions.ts'
import { actsOf } from './acts.ts'
import { type Random, seededRandom } from './random.ts'

/** An event as a union would send it. */
export interface SimulatedEvent {
  source: string
  id: string
  type: string
  occurred_on: Day
  revision?: number
  void?: true
  data?: Record<string, unknown>
}

export interface Simulation {
  events: number
  seed: number
  /** The last day; the first is 2021-07-01, when the campaign began. */
  until: Day
}

export const SIMULATION_START: Day = '2021-07-01'

/** Residents in millions (seventh census, 2020): how large each province's share of the events is. */
const PROVINCE_WEIGHTS: readonly (readonly [string, number])[] = [
  ['110000', 21.9], ['120000', 13.9], ['130000', 74.6], ['140000', 34.9], ['150000', 24], ['210000', 42.6], ['220000', 24.1],
  ['230000', 31.9], ['310000', 24.9], ['320000', 84.7], ['330000', 64.6], ['340000', 61], ['350000', 41.5], ['360000', 45.2],
  ['370000', 101.5], ['410000', 99.4], ['420000', 57.8], ['430000', 66.4], ['440000', 126], ['450000', 50.1], ['460000', 10.1],
  ['500000', 32.1], ['510000', 83.7], ['520000', 38.6], ['530000', 47.2], ['540000', 3.6], ['610000', 39.5], ['620000', 25],
  ['630000', 5.9], ['640000', 7.2], ['650000', 23], ['660000', 2.9],
] // prettier-ignore

/** Millions of workers in print (sector_workers_total of the published figures, rounded); other is ours. */
const SECTOR_WEIGHTS = [
  ['freight', 17.3],
  ['courier', 4.5],
  ['ride_hailing', 6.6],
  ['food_delivery', 10],
  ['other', 2],
] as const

const SERVICES = [
  ['checkup', 3],
  ['protection', 2],
  ['summer_cool', 5],
  ['winter_warm', 4],
  ['safety', 3],
  ['legal', 1],
  ['training', 1],
  ['mental_health', 0.5],
  ['culture_sport', 1],
] as const
const PATHS = [
  ['labour_relation', 4],
  ['meets_relation', 1],
  ['not_full_relation', 3],
  ['self_run', 4],
  ['dispatch', 1],
] as const
const CHANNELS = [
  ['collective', 3],
  ['scan', 4],
  ['individual', 3],
  ['online', 2],
  ['mobile_window', 1],
  ['platform', 1],
] as const
const SITES = [
  ['driver_home', 3],
  ['outdoor_station', 5],
  ['union_station', 2],
  ['love_stop', 2],
  ['workers_home', 1],
] as const

/** About how many events the standing things of a county take. */
const PER_COUNTY = 18

/** What a county has by the time its workers appear: unions to join, enterprises to work for, sites to be served at. */
interface County {
  region: string
  unions: { id: string; sector: string; since: Day }[]
  enterprises: { id: string; sector: string }[]
  sites: { id: string; since: Day }[]
}

/** A day between two others, each as likely. */
function dayFrom(random: Random, from: Day, until: Day): Day {
  const days = daysBetween(from, until)
  return days <= 0 ? from : addDays(from, random.below(days + 1))
}

/** The day a worker appears: later days are likelier, since the campaign grew. */
function firstDay(random: Random, until: Day): Day {
  return addDays(SIMULATION_START, Math.floor(random.next() ** 0.7 * (daysBetween(SIMULATION_START, until) + 1)))
}

function countiesOf(province: string): string[] {
  const counties = regionsAtLevel(province, 'county').map((region) => region.code)
  const bare = childRegions(province).filter((region) => region.level === 'prefecture' && childRegions(region.code).length === 0)
  const all = [...counties, ...bare.map((region) => region.code)]
  return all.length > 0 ? all : [province]
}

/**
 * Simulated events, deterministic for the same numbers: all types, every province and sector, with the duplicates,
 * revisions, voids and transfers that real data has. Every enterprise is invented.
 */
export function* simulate({ events, seed, until }: Simulation): Generator<SimulatedEvent> {
  const random = seededRandom(seed)
  let made = 0
  let serial = 0
  let recent: SimulatedEvent | undefined

  function event(region: string, type: string, occurred_on: Day, data: Record<string, unknown>): SimulatedEvent {
    serial++
    return { source: `union:${region}`, id: `sim-${serial}`, type, occurred_on, data }
  }

  /** The event itself and, now and then, what goes wrong with it in real life. */
  function* send(one: SimulatedEvent): Generator<SimulatedEvent> {
    if (made >= events) return
    made++
    yield one
    const trouble = random.next()
    if (made >= events) return
    if (trouble < 0.008) {
      made++
      yield one
    } else if (trouble < 0.018) {
      made++
      const later = addDays(one.occurred_on, 1 + random.below(5))
      yield { ...one, revision: 2, occurred_on: later > until ? until : later }
    } else if (trouble < 0.019 && recent) {
      made++
      yield { source: recent.source, id: recent.id, type: recent.type, occurred_on: recent.occurred_on, revision: 9, void: true }
    }
    if (one.type === 'service.delivered') recent = one
  }

  const scale = Math.max(1, Math.round(events / 200_000))
  const headOffices = [
    'freight',
    'freight',
    'freight',
    'courier',
    'courier',
    'courier',
    'courier',
    'courier',
    'courier',
    'ride_hailing',
    'food_delivery',
    'food_delivery',
  ]
  const names: Record<string, string> = { freight: '货运', courier: '快递', ride_hailing: '出行', food_delivery: '外卖', other: '服务' }
  for (const [index, sector] of headOffices.entries()) {
    const region = ['310115', '110105', '440305', '330106'][index % 4]!
    const id = `local:sim-head-${index + 1}`
    yield* send(
      event('000000', 'enterprise.registered', SIMULATION_START, {
        enterprise_id: id,
        name: `模拟${names[sector]}总部${index + 1}`,
        kind: 'head',
        sector,
        region,
      }),
    )
    const founded = addDays(SIMULATION_START, 20 + random.below(60))
    if (index !== 10) {
      yield* send(
        event('000000', 'union.established', founded, {
          union_id: `SIM-HEAD-${index + 1}`,
          name: `模拟总部工会${index + 1}`,
          form: 'head_office_union',
          mode: 'lead',
          region,
          sector,
          enterprise_id: id,
        }),
      )
    }
  }

  yield* send(
    event('000000', 'threshold.set', '2025-01-01', {
      target_id: 'T09',
      value: 0.9,
      counts: 'share',
      set_by: '模拟',
      basis: '模拟：“普遍”按九成理解',
    }),
  )

  yield* send(
    event('000000', 'fee.set', SIMULATION_START, {
      region: '310000',
      amount_cny: 5,
      every: 'month',
      set_by: '模拟',
      basis: '模拟：文件只写“定额”，未写数额',
    }),
  )

  // A fifth of the events at most goes into standing things, so that a small simulation has workers too.
  const share = Math.min(
    1,
    (0.2 * events) / (PER_COUNTY * PROVINCE_WEIGHTS.reduce((sum, [province]) => sum + countiesOf(province).length, 0)),
  )
  const counties: { weight: number; county: County }[] = []
  for (const [province, weight] of PROVINCE_WEIGHTS) {
    if (counties.length > 0 && made > events / 2) break
    yield* send(
      event(province, 'agreement.signed', dayFrom(random, SIMULATION_START, until), {
        agreement_id: `SIM-A-${province}`,
        kind: 'collective_contract',
        region: province,
        sector: 'food_delivery',
        workers_covered: 2000 + random.below(90_000),
        topics: ['piece_rate', 'rest'],
        valid_from: '2025-01-01',
        valid_to: '2027-12-31',
      }),
    )
    yield* send(
      event(province, 'target.set', `${until.slice(0, 4)}-01-01`, {
        target_id: `SIM-${province}-members`,
        metric: 'members_new',
        region: province,
        sector: 'all',
        value: Math.max(20, Math.round((weight / 1290) * events * 0.062 * (0.75 + random.next() * 0.6))),
        comparison: 'at_least',
        window_start: `${until.slice(0, 4)}-01-01`,
        deadline: `${until.slice(0, 4)}-12-31`,
        basis: `模拟：${until.slice(0, 4)}年度发展会员任务`,
        kind: 'assigned',
      }),
    )
    yield* send(
      event(province, 'figure.published', `${until.slice(0, 4)}-01-15`, {
        metric: 'members_total',
        region: province,
        sector: 'all',
        value: Math.round((weight / 1290) * events * 0.28),
        unit: '人',
        as_of: `${Number(until.slice(0, 4)) - 1}-12-31`,
        qualifier: 'approx',
        outlet: '模拟',
        title: '模拟公布的数字',
        quote: '模拟',
      }),
    )
    yield* send(
      event(province, 'duty.set', `${until.slice(0, 4)}-01-01`, {
        duty_id: `SIM-DUTY-${province}`,
        region: province,
        event_type: 'member.joined',
        every: 'month',
        due_days: 10,
        set_by: '模拟',
        basis: '模拟：每月报送入会情况',
      }),
    )
    yield* send(
      event(province, 'check.answered', `${until.slice(0, 4)}-02-01`, {
        check_id: 'sudden_jumps',
        subject: `member.joined ${Number(until.slice(0, 4)) * 12}`,
        region: province,
        answer: '模拟：集中行动期间集中入会',
      }),
    )
    const all = countiesOf(province)
    const places = all.slice(0, Math.max(1, Math.round(all.length * share)))
    for (const region of places) {
      const county: County = { region, unions: [], enterprises: [], sites: [] }
      counties.push({ weight: weight / places.length, county })
      yield* found(county, weight / places.length)
    }
  }

  /** The standing things of a county: workforce, enterprises, unions, stations, sites. */
  function* found(county: County, weight: number): Generator<SimulatedEvent> {
    const { region } = county
    for (const [sector, share] of SECTOR_WEIGHTS) {
      const headcount = Math.round(weight * 40 * share * (0.7 + random.next() * 0.6)) * scale
      if (random.chance(0.55))
        yield* send(
          event(region, 'workforce.reported', dayFrom(random, SIMULATION_START, '2022-06-30'), {
            region,
            sector,
            count: headcount,
            basis: 'registered',
          }),
        )
      if (random.chance(0.12))
        yield* send(
          event(region, 'workforce.reported', dayFrom(random, '2024-01-01', until), {
            region,
            sector,
            count: Math.round(headcount * 1.2),
            basis: 'registered',
          }),
        )
      if (random.chance(0.6)) {
        const union = { id: `SIM-U-${region}-${sector}`, sector, since: dayFrom(random, SIMULATION_START, '2024-12-31') }
        const form = random.weighted([
          ['sector_federation', 4],
          ['joint_union', 3],
          ['small_two_level', 2],
        ] as const)
        county.unions.push(union)
        yield* send(
          event(region, 'union.established', union.since, {
            union_id: union.id,
            name: `模拟${names[sector]}行业工会${region}`,
            form,
            mode: 'sector',
            region,
            sector,
          }),
        )
      }
    }
    for (let n = 0; n < 2; n++) {
      const sector = random.weighted(SECTOR_WEIGHTS)
      const id = `local:sim-${region}-${n}`
      const registered = dayFrom(random, SIMULATION_START, '2023-12-31')
      county.enterprises.push({ id, sector })
      const kind = { freight: 'attached', courier: 'franchise', ride_hailing: 'branch', food_delivery: 'agent', other: 'labour_service' }[
        sector
      ]
      yield* send(
        event(region, 'enterprise.registered', registered, {
          enterprise_id: id,
          name: `模拟${names[sector]}企业${region}-${n}`,
          kind,
          sector,
          region,
        }),
      )
      if (random.chance(0.5))
        yield* send(
          event(region, 'enterprise.linked', registered, {
            enterprise_id: id,
            parent_id: `local:sim-head-${1 + random.below(12)}`,
            relation: random.pick(['branch', 'franchise', 'agent']),
          }),
        )
      if (random.chance(0.35)) {
        const union = { id: `SIM-E-${region}-${n}`, sector, since: dayFrom(random, registered, until) }
        county.unions.push(union)
        yield* send(
          event(region, 'union.established', union.since, {
            union_id: union.id,
            name: `模拟企业工会${region}-${n}`,
            form: 'enterprise_union',
            mode: 'single',
            region,
            sector,
            enterprise_id: id,
          }),
        )
        if (random.chance(0.04)) yield* send(event(region, 'union.dissolved', dayFrom(random, union.since, until), { union_id: union.id }))
      }
      if (random.chance(0.4)) yield* stations(county, id, sector, registered)
      if (random.chance(0.03)) yield* send(event(region, 'enterprise.closed', dayFrom(random, registered, until), { enterprise_id: id }))
    }
    for (let acts = 0; acts < 4; acts++) {
      const place = {
        region,
        sector: random.weighted(SECTOR_WEIGHTS),
        enterprise: county.enterprises[0]?.id,
        union: county.unions[0]?.id,
        serial: ++serial,
      }
      for (const { type, day, data } of actsOf(random, dayFrom(random, SIMULATION_START, until), until, place))
        yield* send(event(region, type, day, data))
    }
    const union = county.unions.at(-1)
    if (union && random.chance(0.03))
      yield* send(
        event(region, 'union.changed', dayFrom(random, union.since, until), {
          union_id: union.id,
          change: 'reparented',
          parent_union_id: `SIM-P-${region}`,
        }),
      )
    if (random.chance(0.05)) {
      const month = `${Number(until.slice(0, 4)) - 1}-${String(1 + random.below(12)).padStart(2, '0')}`
      yield* send(
        event(region, 'zero.reported', `${month}-28`, {
          region,
          event_type: 'case.opened',
          period_start: `${month}-01`,
          period_end: `${month}-28`,
        }),
      )
    }
    if (random.chance(0.75)) {
      const kind = random.weighted(SITES)
      const site = { id: `SIM-S-${region}`, since: dayFrom(random, SIMULATION_START, until) }
      county.sites.push(site)
      yield* send(
        event(region, 'site.opened', site.since, {
          site_id: site.id,
          kind,
          name: `模拟阵地${region}`,
          region,
          ...(kind === 'driver_home' && { sector: 'freight' }),
          mode: random.pick(['own', 'partner', 'party_masses']),
        }),
      )
      if (random.chance(0.03)) yield* send(event(region, 'site.closed', dayFrom(random, site.since, until), { site_id: site.id }))
    }
  }

  function* stations(county: County, enterprise_id: string, sector: string, since: Day): Generator<SimulatedEvent> {
    const { region } = county
    const station_id = `SIM-ST-${region}-${enterprise_id.slice(-1)}`
    const registered = dayFrom(random, since, until)
    yield* send(event(region, 'station.registered', registered, { station_id, enterprise_id, region, sector }))
    if (random.chance(0.5))
      yield* send(
        event(region, 'union.established', dayFrom(random, registered, until), {
          union_id: `SIM-B-${station_id}`,
          name: `模拟站点分工会${region}`,
          form: 'station_branch',
          mode: 'joint',
          region,
          sector,
          enterprise_id,
          station_id,
        }),
      )
    if (random.chance(0.03)) yield* send(event(region, 'station.closed', dayFrom(random, registered, until), { station_id }))
  }

  /** A worker's years: joining, being served, moving, leaving. */
  function* life(county: County, worker: number): Generator<SimulatedEvent> {
    const { region } = county
    const who = { ref: `sim-w-${worker}` }
    const union = county.unions.length > 0 ? random.pick(county.unions) : undefined
    const sector = union?.sector ?? random.weighted(SECTOR_WEIGHTS)
    let day = firstDay(random, until)
    let membership: string | undefined
    if (union && random.chance(0.8)) {
      if (day < union.since) day = union.since
      membership = union.id
      const enterprise = county.enterprises.find((one) => one.sector === sector)
      yield* send(
        event(region, 'member.joined', day, {
          worker: who,
          union_id: union.id,
          region,
          sector,
          path: random.weighted(PATHS),
          channel: random.weighted(CHANNELS),
          ...(enterprise && random.chance(0.4) && { enterprise_id: enterprise.id }),
          ...(random.chance(0.05) && {
            received_by: random.pick(['small_two_level', 'sector_federation', 'enterprise_union']),
            applied_on: day,
          }),
        }),
      )
      if (random.chance(0.01))
        yield* send(
          event(region, 'member.joined', dayFrom(random, day, until), {
            worker: who,
            union_id: union.id,
            region,
            sector,
            path: 'self_run',
            channel: 'online',
          }),
        )
    }
    for (
      let visits = random.weighted([
        [0, 2],
        [1, 3],
        [2, 2],
        [4, 1],
      ] as const);
      visits > 0;
      visits--
    ) {
      const site = county.sites.length > 0 && random.chance(0.4) ? random.pick(county.sites) : undefined
      yield* send(
        event(region, 'service.delivered', dayFrom(random, day, until), {
          kind: random.weighted(SERVICES),
          region,
          sector,
          worker: who,
          member: membership !== undefined,
          ...(site && { site_id: site.id }),
          ...(random.chance(0.2) && { amount_cny: 20 + random.below(480) }),
        }),
      )
    }
    if (random.chance(0.05))
      yield* send(
        event(region, 'service.delivered', dayFrom(random, day, until), {
          kind: 'summer_cool',
          region,
          sector,
          count: 5 + random.below(200),
        }),
      )
    if (!membership || !random.chance(0.12)) return
    const moved = dayFrom(random, day, until)
    if (random.chance(0.55)) {
      const other = random.pick(counties).county
      const next = other.unions[0]
      if (next) {
        yield* send(
          event(other.region, 'member.transferred', moved, {
            worker: who,
            from_union_id: membership,
            to_union_id: next.id,
            region: other.region,
            sector: next.sector,
            kind: 'moved',
          }),
        )
      }
    } else
      yield* send(
        event(region, 'member.left', moved, {
          worker: who,
          union_id: random.chance(0.95) ? membership : 'SIM-U-000000',
          reason: random.pick(['resigned', 'lost_contact', 'retired']),
        }),
      )
  }

  const total = counties.reduce((sum, one) => sum + one.weight, 0)
  const cumulative: number[] = []
  let reached = 0
  for (const { weight } of counties) cumulative.push((reached += weight / total))
  for (let worker = 1; made < events; worker++) {
    const mark = random.next()
    let low = 0
    let high = cumulative.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (cumulative[middle]! > mark) high = middle
      else low = middle + 1
    }
    yield* life(counties[low]!.county, worker)
  }
}
