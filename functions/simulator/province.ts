import { newMembersOf, shareOfProvince } from './distributions.ts'
import { type Part, SIMULATION_START, type SimulatedEvent } from './event-stream.ts'

/** The duties of a province: what it reports, how often, and within how many days after the period. */
const DUTIES = [
  ['member.joined', 'month', 10, '每月报送入会情况'],
  ['service.delivered', 'quarter', 15, '每季度报送服务情况'],
] as const

/** The agreement of a province, its yearly target, and its reporting duties. */
export function* provinceEvents(part: Part, province: string): Generator<SimulatedEvent> {
  const { random, until, stream } = part
  const year = until.slice(0, 4)
  yield* part.send(province, 'agreement.signed', part.dayBetween(SIMULATION_START, until), {
    agreement_id: `SIM-A-${province}`,
    kind: 'collective_contract',
    region: province,
    sector: 'food_delivery',
    workers_covered: Math.max(1, Math.round((2000 + random.below(90_000)) / stream.scale)),
    topics: ['piece_rate', 'rest'],
    valid_from: '2025-01-01',
    valid_to: '2027-12-31',
  })
  yield* part.send(province, 'target.set', `${year}-01-01`, yearlyTarget(part, province, year))
  for (const [event_type, every, due_days, text] of DUTIES)
    yield* part.send(province, 'duty.set', `${year}-01-01`, {
      duty_id: `SIM-DUTY-${province}-${event_type}`,
      region: province,
      event_type,
      every,
      due_days,
      set_by: '模拟',
      basis: `模拟：${text}`,
    })
}

/** A province's target of new members of a year, in people, as any target: it is shown divided by the scale. */
function yearlyTarget({ random, stream: { scale } }: Part, province: string, year: string): Record<string, unknown> {
  const people = newMembersOf(year) * 1e6 * shareOfProvince(province) * (0.68 + random.next() * 0.36)
  return {
    target_id: `SIM-${province}-members`,
    metric: 'members_new',
    region: province,
    sector: 'all',
    value: Math.max(1, Math.round(people / scale)) * scale,
    comparison: 'at_least',
    window_start: `${year}-01-01`,
    deadline: `${year}-12-31`,
    basis: `模拟：${year}年度发展会员任务`,
    kind: 'assigned',
  }
}
