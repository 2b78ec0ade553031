import { type Day, monthNumber } from '../domain/calendar.ts'
import { between, later } from './days.ts'
import { Punctuality } from './punctuality.ts'
import { type Random, seedOf, seededRandom } from './random.ts'
import { type Seasons, seasonsOf } from './seasons.ts'

/** An event as a union would send it. */
export interface SimulatedEvent {
  source: string
  id: string
  type: string
  occurred_on: Day
  /** The day on which it arrived, where the simulation states arrivals: only a simulated dataset takes it. */
  received_on?: Day
  revision?: number
  void?: true
  data?: Record<string, unknown>
}

export interface Simulation {
  events: number
  seed: number
  /** The last day; the first is 2021-07-01, when the campaign began. */
  until: Day
  /** Whether each event says on which day it arrived. */
  statesArrivals?: boolean
}

/** The first day of a simulation. */
export const SIMULATION_START: Day = '2021-07-01'

/** Workers that a simulation of one event would stand for: the more events, the fewer people one event person stands for. */
const PEOPLE_BY_EVENTS = 80_000_000

/** How many people one event person of a simulation stands for. */
export function scaleOf(events: number): number {
  return Math.max(1, Math.round(PEOPLE_BY_EVENTS / events))
}

/** What is reported every month, so that a province can leave out a month. */
const MONTHLY = new Set(['member.joined', 'member.transferred', 'member.left', 'service.delivered'])
/** What is set by hand when it is due, and arrives the next day. */
const AT_ONCE = new Set(['target.set', 'duty.set', 'threshold.set', 'fee.set', 'figure.published', 'check.answered', 'zero.reported'])

/** The events of one simulation while they are generated: what all its parts share. The same seed gives the same bytes. */
export class EventStream {
  readonly seed: number
  readonly until: Day
  /** How many events the simulation has. */
  readonly limit: number
  readonly scale: number
  readonly seasons: Seasons
  readonly punctuality: Punctuality
  readonly statesArrivals: boolean
  /** How many events were sent so far. */
  sent = 0
  /** Joins by province and month, `11 24320`. */
  readonly joins = new Map<string, number>()
  /** Up to how many events may be sent for now. */
  #open: number

  constructor({ events, seed, until, statesArrivals = false }: Simulation) {
    this.seed = seed
    this.until = until
    this.limit = events
    this.#open = events
    this.scale = scaleOf(events)
    this.seasons = seasonsOf(SIMULATION_START, until)
    this.punctuality = new Punctuality(seed, until)
    this.statesArrivals = statesArrivals
  }

  get isFull(): boolean {
    return this.sent >= this.#open
  }

  /** Leaves a number of events for what comes later. */
  reserve(events: number): void {
    this.#open = this.limit - events
  }

  /** A part of the simulation with random numbers and ids of its own: what it draws and sends changes no other part. */
  part(name: string): Part {
    return new Part(this, name)
  }
}

/** One generator's part of a simulation. */
export class Part {
  readonly stream: EventStream
  readonly random: Random
  readonly #name: string
  #serial = 0
  #lastService: SimulatedEvent | undefined

  constructor(stream: EventStream, name: string) {
    this.stream = stream
    this.#name = name
    this.random = seededRandom(seedOf(stream.seed, name))
  }

  get until(): Day {
    return this.stream.until
  }

  /** Creates an event and sends it, unless it has not arrived by the last day; then nothing is sent. */
  *send(region: string, type: string, occurred_on: Day, data: Record<string, unknown>): Generator<SimulatedEvent> {
    const { stream } = this
    const id = `sim-${this.#name}-${++this.#serial}`
    const arrival = this.#arrivalOf(region, type, occurred_on)
    if (stream.isFull || arrival === undefined) return
    if (type === 'member.joined') this.#countJoin(region, occurred_on)
    yield* this.#sendWithTrouble({ source: `union:${region}`, id, type, occurred_on, ...this.#arrived(arrival), data }, arrival)
  }

  /** A day between two others, each equally likely. */
  dayBetween(from: Day, until: Day): Day {
    const days = between(from, until)
    return days <= 0 ? from : later(from, this.random.below(days + 1))
  }

  #arrivalOf(region: string, type: string, day: Day): Day | undefined {
    if (AT_ONCE.has(type)) return this.#orLast(later(day, 1))
    return this.stream.punctuality.arrivalOf(this.random, { region, day, isMonthly: MONTHLY.has(type) })
  }

  #orLast(day: Day): Day {
    return day > this.until ? this.until : day
  }

  #arrived(day: Day): { received_on?: Day } {
    return this.stream.statesArrivals ? { received_on: day } : {}
  }

  #countJoin(region: string, day: Day): void {
    const key = `${region.slice(0, 2)} ${monthNumber(day)}`
    this.stream.joins.set(key, (this.stream.joins.get(key) ?? 0) + 1)
  }

  /** The event and, sometimes, what goes wrong in practice: it is sent twice, corrected, or an earlier one is withdrawn. */
  *#sendWithTrouble(event: SimulatedEvent, arrival: Day): Generator<SimulatedEvent> {
    const { stream } = this
    stream.sent++
    yield event
    const trouble = this.random.next()
    if (stream.isFull) return
    const extra = this.#troubleWith(event, arrival, trouble)
    if (extra) {
      stream.sent++
      yield extra
    }
    if (event.type === 'service.delivered') this.#lastService = event
  }

  #troubleWith(event: SimulatedEvent, arrival: Day, trouble: number): SimulatedEvent | undefined {
    const last = this.#lastService
    if (trouble < 0.008) return event
    const noticed = this.#arrived(this.#orLast(later(arrival, 1 + this.random.below(20))))
    if (trouble < 0.018) {
      const occurred_on = this.#orLast(later(event.occurred_on, 1 + this.random.below(5)))
      return { ...event, revision: 2, occurred_on, ...noticed }
    }
    if (trouble < 0.021 && last)
      return { source: last.source, id: last.id, type: last.type, occurred_on: last.occurred_on, ...noticed, revision: 9, void: true }
    return undefined
  }
}
