import { type Day, monthEnd, monthNumber, monthStart } from '../domain/calendar.ts'
import { countiesOf } from './county.ts'
import { later } from './days.ts'
import { SECTOR_WEIGHTS, shareOfProvince } from './distributions.ts'
import type { Part, SimulatedEvent } from './event-stream.ts'

/*
 * What every check of the catalogue (queries/catalogue/checks.json) looks for, once: a campaign in which nothing is odd is not believed.
 * The two checks that compare published totals with others are in published-totals.ts.
 */

/** Fewer events have no room for these. */
export const LEAST_EVENTS_FOR_ANOMALIES = 10_000

/** Where each is: a province, or for round numbers a prefecture. */
const PLACES = { jump: '620000', monthEnd: '450000', roundNumbers: '421000', contradictory: '410000', sectors: '130000', flow: '530000' }

const factor = ({ stream }: Part) => Math.max(1, stream.limit / 200_000)

/** A month in which more workers join than in the three before it together, and what the province says of it. */
function* suddenJump(part: Part): Generator<SimulatedEvent> {
  const { random, stream } = part
  const region = PLACES.jump
  const counties = countiesOf(region)
  const month = monthNumber(`${Number(stream.until.slice(0, 4)) - 2}-04-01`)
  const join = (day: Day, worker: string) => {
    const county = random.pick(counties)
    const sector = random.weighted(SECTOR_WEIGHTS)
    const data = { worker: { ref: worker }, union_id: `SIM-U-${county}`, region: county, sector, path: 'self_run', channel: 'collective', campaign: '模拟集中行动' } // prettier-ignore
    return part.send(county, 'member.joined', day, data)
  }
  for (let before = 1; before <= 3; before++) yield* join(later(monthStart(month - before), 9), `sim-jump-before-${before}`)
  for (let number = 0; number < 150 * factor(part); number++) yield* join(later(monthStart(month), random.below(28)), `sim-jump-${number}`)
  yield* part.send(region, 'check.answered', later(monthEnd(month), 20), {
    check_id: 'sudden_jumps',
    subject: `member.joined ${month}`,
    region,
    answer: '模拟：四月开展集中入会行动',
  })
}

/** A month of which many services are dated on the last day. */
function* monthEndSpike(part: Part): Generator<SimulatedEvent> {
  const { random, stream } = part
  const counties = countiesOf(PLACES.monthEnd)
  const day = monthEnd(monthNumber(`${Number(stream.until.slice(0, 4)) - 1}-11-01`))
  for (let number = 0; number < 70 * factor(part); number++) {
    const region = random.pick(counties)
    yield* part.send(region, 'service.delivered', day, {
      kind: 'protection',
      region,
      sector: random.weighted(SECTOR_WEIGHTS),
      worker: { ref: `sim-month-end-${number}` },
    })
  }
}

/** A prefecture of which all counts are round hundreds. */
function* roundNumbers(part: Part): Generator<SimulatedEvent> {
  const { random, stream } = part
  const region = PLACES.roundNumbers
  for (let month = 1; month <= 12; month++)
    yield* part.send(region, 'activity.held', `${Number(stream.until.slice(0, 4)) - 1}-${String(month).padStart(2, '0')}-15`, {
      kind: 'publicity',
      region,
      count: 100 * (1 + random.below(3)),
    })
}

/** A figure that someone published, in event persons, as everything in a simulation. */
export function figure(metric: string, region: string, more: { value: number; as_of: Day } & Record<string, unknown>) {
  return {
    metric,
    region,
    sector: 'all',
    unit: '人',
    qualifier: 'approx',
    outlet: '模拟',
    title: '模拟公布的数字',
    quote: '模拟',
    ...more,
    value: Math.max(1, Math.round(more.value)),
  }
}

/** Figures of the middle of the year before that contradict each other, that do not add up, and that are more new than there are in all. */
function* oddFigures(part: Part): Generator<SimulatedEvent> {
  const { limit, until } = part.stream
  const year = Number(until.slice(0, 4)) - 1
  const at = { as_of: `${year}-06-30` }
  // About how many members a province has by then.
  const members = (province: string) => Math.max(50, limit * 0.2 * shareOfProvince(province))
  const publish = (metric: string, region: string, more: { value: number } & Record<string, unknown>) =>
    part.send(region, 'figure.published', `${year}-07-20`, figure(metric, region, { ...at, ...more }))
  const { contradictory, sectors, flow } = PLACES
  yield* publish('members_total', contradictory, { value: members(contradictory) })
  yield* publish('members_total', contradictory, { value: members(contradictory) * 1.15, outlet: '模拟日报' })
  yield* publish('members_total', sectors, { value: members(sectors) })
  for (const [sector] of SECTOR_WEIGHTS.slice(0, 4)) yield* publish('members_total', sectors, { value: members(sectors) * 0.28, sector })
  yield* publish('members_total', flow, { value: members(flow) })
  yield* publish('members_new', flow, { value: members(flow) * 1.3, period_start: `${year}-01-01` })
}

export function* anomalies(part: Part): Generator<SimulatedEvent> {
  yield* suddenJump(part)
  yield* monthEndSpike(part)
  yield* roundNumbers(part)
  yield* oddFigures(part)
}
