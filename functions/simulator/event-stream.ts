import { type Day, addDays, daysBetween } from '../domain/calendar.ts'
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

/** The first day of a simulation. */
export const SIMULATION_START: Day = '2021-07-01'

/**
 * The events of one simulation while they are generated. Every generator draws from the same random numbers, so the order of the calls
 * is part of the output: the same seed must give the same bytes.
 */
export class EventStream {
  readonly random: Random
  readonly until: Day
  /** How many events the simulation has. */
  readonly limit: number
  /** How many events were sent so far. */
  sent = 0
  #serial = 0
  #lastService: SimulatedEvent | undefined

  constructor({ events, seed, until }: Simulation) {
    this.random = seededRandom(seed)
    this.until = until
    this.limit = events
  }

  get isFull(): boolean {
    return this.sent >= this.limit
  }

  /** The next serial number, for ids. */
  nextSerial(): number {
    return ++this.#serial
  }

  /** Creates an event and sends it. */
  send(region: string, type: string, occurred_on: Day, data: Record<string, unknown>): Generator<SimulatedEvent> {
    return this.#sendWithTrouble({ source: `union:${region}`, id: `sim-${this.nextSerial()}`, type, occurred_on, data })
  }

  /** A day between two others, each equally likely. */
  dayBetween(from: Day, until: Day): Day {
    const days = daysBetween(from, until)
    return days <= 0 ? from : addDays(from, this.random.below(days + 1))
  }

  /** The event and, sometimes, what goes wrong in practice: it is sent twice, corrected, or an earlier one is withdrawn. */
  *#sendWithTrouble(event: SimulatedEvent): Generator<SimulatedEvent> {
    if (this.isFull) return
    this.sent++
    yield event
    const trouble = this.random.next()
    if (this.isFull) return
    const extra = this.#troubleWith(event, trouble)
    if (extra) {
      this.sent++
      yield extra
    }
    if (event.type === 'service.delivered') this.#lastService = event
  }

  #troubleWith(event: SimulatedEvent, trouble: number): SimulatedEvent | undefined {
    const last = this.#lastService
    if (trouble < 0.008) return event
    if (trouble < 0.018) {
      const later = addDays(event.occurred_on, 1 + this.random.below(5))
      return { ...event, revision: 2, occurred_on: later > this.until ? this.until : later }
    }
    if (trouble < 0.019 && last)
      return { source: last.source, id: last.id, type: last.type, occurred_on: last.occurred_on, revision: 9, void: true }
    return undefined
  }
}
