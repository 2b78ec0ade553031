import { type EventStream, SIMULATION_START, type SimulatedEvent } from './event-stream.ts'

/** Millions of residents of all provinces, rounded: a province's share of the events is its weight over this. */
const NATIONAL_WEIGHT = 1290

/** The agreement of a province, its yearly target, a published figure, a reporting duty, and its answer to a check. */
export function* provinceEvents(stream: EventStream, province: string, weight: number): Generator<SimulatedEvent> {
  const { random, until } = stream
  const year = until.slice(0, 4)
  const share = weight / NATIONAL_WEIGHT
  yield* stream.send(province, 'agreement.signed', stream.dayBetween(SIMULATION_START, until), {
    agreement_id: `SIM-A-${province}`,
    kind: 'collective_contract',
    region: province,
    sector: 'food_delivery',
    workers_covered: 2000 + random.below(90_000),
    topics: ['piece_rate', 'rest'],
    valid_from: '2025-01-01',
    valid_to: '2027-12-31',
  })
  yield* stream.send(province, 'target.set', `${year}-01-01`, {
    target_id: `SIM-${province}-members`,
    metric: 'members_new',
    region: province,
    sector: 'all',
    value: Math.max(20, Math.round(share * stream.limit * 0.062 * (0.75 + random.next() * 0.6))),
    comparison: 'at_least',
    window_start: `${year}-01-01`,
    deadline: `${year}-12-31`,
    basis: `模拟：${year}年度发展会员任务`,
    kind: 'assigned',
  })
  yield* stream.send(province, 'figure.published', `${year}-01-15`, {
    metric: 'members_total',
    region: province,
    sector: 'all',
    value: Math.round(share * stream.limit * 0.28),
    unit: '人',
    as_of: `${Number(year) - 1}-12-31`,
    qualifier: 'approx',
    outlet: '模拟',
    title: '模拟公布的数字',
    quote: '模拟',
  })
  yield* stream.send(province, 'duty.set', `${year}-01-01`, {
    duty_id: `SIM-DUTY-${province}`,
    region: province,
    event_type: 'member.joined',
    every: 'month',
    due_days: 10,
    set_by: '模拟',
    basis: '模拟：每月报送入会情况',
  })
  yield* stream.send(province, 'check.answered', `${year}-02-01`, {
    check_id: 'sudden_jumps',
    subject: `member.joined ${Number(year) * 12}`,
    region: province,
    answer: '模拟：集中行动期间集中入会',
  })
}
