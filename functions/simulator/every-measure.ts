import { eventTypes } from '../catalogue/catalogue.ts'
import { type Measure, measures } from '../catalogue/measures.ts'
import { townshipsOf } from '../catalogue/regions.ts'
import type { Day } from '../domain/calendar.ts'
import { countiesOf } from './county.ts'
import { between, later } from './days.ts'
import { PROVINCE_WORKERS } from './distributions.ts'
import { type EventStream, type Part, SIMULATION_START, type SimulatedEvent } from './event-stream.ts'

/** Rounds through all measures, each measure in another province every time; as many as the budget allows. */
const ROUNDS = 24
/** Examples with many events or with joins have fewer rounds, so that they do not change the shape of the nation. */
const ROUNDS_OF_JOINS = 6

/** Examples that would change what the nation counts: a further head office, and the workforce of a county. Both are simulated anyway. */
function isSimulatedAnyway({ example }: Measure): boolean {
  return example.some(({ type, data }) => type === 'workforce.reported' || (data as { kind?: string }).kind === 'head')
}

const hasJoins = ({ example }: Measure) => example.some(({ type }) => type === 'member.joined')

/** The days of an example: the last event five days after the others. Days that the example names are in March; so is it then, in any year. */
function daysOf(part: Part, text: string): { first: Day; last: Day; year: string } {
  const { random, until } = part
  const year = String(2022 + random.below(Math.max(1, Number(until.slice(0, 4)) - 2022)))
  if (text.includes('2025-')) return { first: `${year}-03-10`, last: `${year}-03-15`, year }
  const first = later(SIMULATION_START, random.below(Math.max(1, between(SIMULATION_START, until) - 40)))
  return { first, last: later(first, 5), year }
}

/** A measure's example, as a county of a province sends it. */
function* exampleEvents(part: Part, measure: Measure, { id, province }: { id: string; province: string }): Generator<SimulatedEvent> {
  const text = JSON.stringify(measure.example)
  const needsStreet = text.includes('{street}')
  const counties = needsStreet ? countiesOf(province).filter((one) => townshipsOf(one).length > 0) : countiesOf(province)
  if (counties.length === 0) return
  const region = part.random.pick(counties)
  const { first, last, year } = daysOf(part, text)
  const filled = text
    .replaceAll('{id}', `sim-${id}`)
    .replaceAll('{region}', region)
    .replaceAll('{street}', needsStreet ? townshipsOf(region)[0]!.code : '')
    .replaceAll('示例', '模拟')
    .replaceAll('2025-', `${year}-`)
  const events = JSON.parse(filled) as Measure['example']
  for (const [index, { type, data }] of events.entries())
    yield* part.send(region, type, index === events.length - 1 ? last : first, {
      ...(eventTypes.get(type)!.fieldNames.has('region') && { region }),
      ...data,
    })
}

/** The example of every measure, M001 to M276, until a number of events are sent: in each round every measure once. */
export function* everyMeasure(stream: EventStream, until: number): Generator<SimulatedEvent> {
  const all = Object.entries(measures).filter(([, measure]) => !isSimulatedAnyway(measure))
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, [id, measure]] of all.entries()) {
      if (stream.sent >= until) return
      if (round >= ROUNDS_OF_JOINS && hasJoins(measure)) continue
      const [province] = PROVINCE_WORKERS[(index * 5 + round) % PROVINCE_WORKERS.length]!
      yield* exampleEvents(stream.part(`measure-${id}-${round}`), measure, { id: `${id.toLowerCase()}-${round}`, province })
    }
  }
}
