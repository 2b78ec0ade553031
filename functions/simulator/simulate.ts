import { LEAST_EVENTS_FOR_ANOMALIES, anomalies } from './anomalies.ts'
import { CLOSING_EVENTS, closingEvents } from './closing.ts'
import { type County, chooseCounties, countyChooser } from './county.ts'
import { PROVINCE_WORKERS } from './distributions.ts'
import { EventStream, type SimulatedEvent, type Simulation } from './event-stream.ts'
import { everyMeasure } from './every-measure.ts'
import { EVENTS_PER_COUNTY, foundCounty } from './found-county.ts'
import { nationalEvents } from './nation.ts'
import { provinceEvents } from './province.ts'
import { workerLife } from './worker-life.ts'

/** Shares of the events: the measures one by one, and the set-up of counties. Most are left for the workers. */
const FOR_MEASURES = 0.1
const FOR_COUNTIES = 0.22

/** Everything but the workers: the nation, the provinces, what is odd, the measures one by one, and the counties. */
function* setUp(stream: EventStream, counties: readonly County[]): Generator<SimulatedEvent> {
  yield* nationalEvents(stream.part('nation'))
  for (const [province] of PROVINCE_WORKERS) yield* provinceEvents(stream.part(`province-${province}`), province)
  if (stream.limit >= LEAST_EVENTS_FOR_ANOMALIES) yield* anomalies(stream.part('odd'))
  yield* everyMeasure(stream, stream.sent + FOR_MEASURES * stream.limit)
  for (const county of counties) yield* foundCounty(stream.part(`county-${county.region}`), county)
}

/**
 * Generates simulated events, deterministic for the same parameters: all event types, every province and sector, with the duplicates,
 * revisions, voids and transfers that real data has, late reports, and something odd for each check. Every enterprise is invented. One
 * event person stands for `scaleOf(events)` people.
 */
export function* simulate(simulation: Simulation): Generator<SimulatedEvent> {
  const stream = new EventStream(simulation)
  const closing = stream.limit >= LEAST_EVENTS_FOR_ANOMALIES ? CLOSING_EVENTS : 0
  stream.reserve(closing)
  const counties = chooseCounties(stream.seed, (FOR_COUNTIES * stream.limit) / EVENTS_PER_COUNTY)
  yield* setUp(stream, counties)
  const { random } = stream.part('workers')
  const countyAt = countyChooser(counties)
  let number = 0
  function* workers(): Generator<SimulatedEvent> {
    while (!stream.isFull) {
      number++
      yield* workerLife(stream.part(`w${number}`), { county: countyAt(random.next()), counties, number })
    }
  }
  yield* workers()
  stream.reserve(0)
  if (closing > 0) yield* closingEvents(stream.part('closing'))
  yield* workers()
}
