import { type Day, addDays, daysBetween } from '../domain/calendar.ts'
import type { County, WeightedCounty } from './county.ts'
import { JOIN_CHANNELS, JOIN_PATHS, SECTOR_WEIGHTS, SERVICES_PER_WORKER, SERVICE_KINDS } from './distributions.ts'
import { type EventStream, SIMULATION_START, type SimulatedEvent } from './event-stream.ts'

/** A worker while the events of their life are generated. */
interface Worker {
  reference: { ref: string }
  sector: string
  /** The first day of their events. */
  since: Day
  /** The union that they joined. */
  membership: string | undefined
}

/** The day a worker appears: later days are likelier, since the campaign grew. */
function firstDay({ random, until }: EventStream): Day {
  return addDays(SIMULATION_START, Math.floor(random.next() ** 0.7 * (daysBetween(SIMULATION_START, until) + 1)))
}

/** The life of a worker: joining a union, receiving services, moving or leaving. */
export function* workerLife(
  stream: EventStream,
  counties: readonly WeightedCounty[],
  { county, number }: { county: County; number: number },
): Generator<SimulatedEvent> {
  const { random } = stream
  const union = county.unions.length > 0 ? random.pick(county.unions) : undefined
  const sector = union?.sector ?? random.weighted(SECTOR_WEIGHTS)
  const worker: Worker = { reference: { ref: `sim-w-${number}` }, sector, since: firstDay(stream), membership: undefined }
  if (union && random.chance(0.8)) {
    if (worker.since < union.since) worker.since = union.since
    worker.membership = union.id
    yield* joining(stream, county, worker)
  }
  yield* services(stream, county, worker)
  if (!worker.membership || !random.chance(0.12)) return
  const day = stream.dayBetween(worker.since, stream.until)
  if (random.chance(0.55)) yield* transfer(stream, worker, { day, to: random.pick(counties).county })
  else yield* leaving(stream, county.region, { worker, day })
}

/** A join, and rarely a second join of the same worker. */
function* joining(stream: EventStream, county: County, worker: Worker): Generator<SimulatedEvent> {
  const { random } = stream
  const { region } = county
  const { reference, sector, since, membership } = worker
  const enterprise = county.enterprises.find((one) => one.sector === sector)
  yield* stream.send(region, 'member.joined', since, {
    worker: reference,
    union_id: membership,
    region,
    sector,
    path: random.weighted(JOIN_PATHS),
    channel: random.weighted(JOIN_CHANNELS),
    ...(enterprise && random.chance(0.4) && { enterprise_id: enterprise.id }),
    ...(random.chance(0.05) && {
      received_by: random.pick(['small_two_level', 'sector_federation', 'enterprise_union']),
      applied_on: since,
    }),
  })
  if (random.chance(0.01))
    yield* stream.send(region, 'member.joined', stream.dayBetween(since, stream.until), {
      worker: reference,
      union_id: membership,
      region,
      sector,
      path: 'self_run',
      channel: 'online',
    })
}

/** The services that a worker receives, and sometimes one for a crowd. */
function* services(stream: EventStream, county: County, worker: Worker): Generator<SimulatedEvent> {
  const { random, until } = stream
  const { region } = county
  const { sector, since } = worker
  for (let left = random.weighted(SERVICES_PER_WORKER); left > 0; left--) {
    const site = county.sites.length > 0 && random.chance(0.4) ? random.pick(county.sites) : undefined
    yield* stream.send(region, 'service.delivered', stream.dayBetween(since, until), {
      kind: random.weighted(SERVICE_KINDS),
      region,
      sector,
      worker: worker.reference,
      member: worker.membership !== undefined,
      ...(site && { site_id: site.id }),
      ...(random.chance(0.2) && { amount_cny: 20 + random.below(480) }),
    })
  }
  if (random.chance(0.05))
    yield* stream.send(region, 'service.delivered', stream.dayBetween(since, until), {
      kind: 'summer_cool',
      region,
      sector,
      count: 5 + random.below(200),
    })
}

/** A move to the first union of another county, if it has one. */
function* transfer(stream: EventStream, worker: Worker, { day, to }: { day: Day; to: County }): Generator<SimulatedEvent> {
  const union = to.unions[0]
  if (!union) return
  yield* stream.send(to.region, 'member.transferred', day, {
    worker: worker.reference,
    from_union_id: worker.membership,
    to_union_id: union.id,
    region: to.region,
    sector: union.sector,
    kind: 'moved',
  })
}

/** A leave, which now and then names a union that the worker never joined. */
function* leaving(stream: EventStream, region: string, { worker, day }: { worker: Worker; day: Day }): Generator<SimulatedEvent> {
  const { random } = stream
  yield* stream.send(region, 'member.left', day, {
    worker: worker.reference,
    union_id: random.chance(0.95) ? worker.membership : 'SIM-U-000000',
    reason: random.pick(['resigned', 'lost_contact', 'retired']),
  })
}
