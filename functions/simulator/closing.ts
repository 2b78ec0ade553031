import { monthEnd, monthNumber, monthStart } from '../domain/calendar.ts'
import { figure } from './anomalies.ts'
import { later } from './days.ts'
import { PROVINCE_WORKERS } from './distributions.ts'
import type { EventStream, Part, SimulatedEvent } from './event-stream.ts'

/** About how many events this part sends: figures of all provinces and the nation, and a report of nothing for some months. */
export const CLOSING_EVENTS = 120

/** The provinces whose published totals are far from what is counted. */
const FAR_OFF = ['210000', '360000', '640000']

/** The members who joined in a province up to a month. */
function joinedUpTo({ joins }: EventStream, province: string, month: number): number {
  let sum = 0
  for (const [key, count] of joins) {
    const [own, at] = key.split(' ') as [string, string]
    if (own === province.slice(0, 2) && Number(at) <= month) sum += count
  }
  return sum
}

/** What provinces publish of the end of the year before: near what is counted, but for a few; and the nation less than they together. */
function* publishedTotals(part: Part): Generator<SimulatedEvent> {
  const { random, stream } = part
  const year = Number(stream.until.slice(0, 4)) - 1
  const as_of = `${year}-12-31`
  let sum = 0
  for (const [region] of PROVINCE_WORKERS) {
    const joined = joinedUpTo(stream, region, monthNumber(as_of))
    const value = joined * (FAR_OFF.includes(region) ? 1.7 : 1.02 + random.next() * 0.08)
    sum += value
    yield* part.send(region, 'figure.published', `${year + 1}-01-15`, figure('members_total', region, { value, as_of }))
  }
  yield* part.send('000000', 'figure.published', `${year + 1}-01-20`, figure('members_total', '000000', { value: sum * 0.85, as_of }))
}

/** A month of this year in which nobody joined in a province is reported as such, unless the month is missing. */
function* reportsOfNothing(part: Part): Generator<SimulatedEvent> {
  const { joins, until, punctuality } = part.stream
  const first = monthNumber(`${until.slice(0, 4)}-01-01`)
  for (let month = first; month < monthNumber(until); month++)
    for (const [region] of PROVINCE_WORKERS) {
      if (joins.has(`${region.slice(0, 2)} ${month}`) || punctuality.monthOf(region, month) !== 'on_time') continue
      yield* part.send(region, 'zero.reported', later(monthEnd(month), 3), {
        region,
        event_type: 'member.joined',
        period_start: monthStart(month),
        period_end: monthEnd(month),
      })
    }
}

/** What is known only when the year's members have joined. */
export function* closingEvents(part: Part): Generator<SimulatedEvent> {
  yield* publishedTotals(part)
  yield* reportsOfNothing(part)
}
