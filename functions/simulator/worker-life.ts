import type { Day } from '../domain/calendar.ts'
import type { County } from './county.ts'
import { JOIN_CHANNELS, JOIN_PATHS, KEENNESS, SECTOR_WEIGHTS, SERVICE_KINDS } from './distributions.ts'
import { type Part, SIMULATION_START, type SimulatedEvent } from './event-stream.ts'
import type { Random } from './random.ts'

/** A worker while the events of their life are generated. */
interface Worker {
  reference: { ref: string }
  sector: string
  /** The first day of their events. */
  since: Day
  /** The union that they joined. */
  membership: string | undefined
}

/** How many services an average worker receives in the whole campaign, who is there from the beginning. */
const SERVICES = 1.75

/** How many of ten workers join, where there is a union to join. */
const JOINING = 0.82

/** The life of a worker: joining a union, receiving services, moving or leaving. */
export function* workerLife(
  part: Part,
  { county, counties, number }: { county: County; counties: readonly County[]; number: number },
): Generator<SimulatedEvent> {
  const { random, stream } = part
  const sector = random.weighted(SECTOR_WEIGHTS)
  const since = stream.seasons.joining.pick(random, SIMULATION_START) ?? stream.until
  const worker: Worker = { reference: { ref: `sim-w-${number}` }, sector, since, membership: undefined }
  const union = unionFor(county, worker)
  if (union && random.chance(JOINING)) {
    worker.membership = union.id
    yield* joining(part, county, worker)
  }
  yield* services(part, county, worker)
  if (!worker.membership || !random.chance(0.12)) return
  const day = part.dayBetween(worker.since, stream.until)
  if (random.chance(0.55)) yield* transfer(part, worker, { day, to: random.pick(counties) })
  else yield* leaving(part, county.region, { worker, day })
}

/** The union of the worker's sector, or else of all sectors, that exists on the worker's first day. */
function unionFor({ unions }: County, { sector, since }: Worker): County['unions'][number] | undefined {
  const existing = unions.filter((one) => one.since <= since)
  return existing.find((one) => one.sector === sector) ?? existing.find((one) => one.sector === undefined)
}

/** A join, and rarely a second join of the same worker. */
function* joining(part: Part, county: County, worker: Worker): Generator<SimulatedEvent> {
  const { random } = part
  const { region } = county
  const { reference, sector, since, membership } = worker
  const enterprise = county.enterprises.find((one) => one.sector === sector)
  yield* part.send(region, 'member.joined', since, {
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
    yield* part.send(region, 'member.joined', part.dayBetween(since, part.until), {
      worker: reference,
      union_id: membership,
      region,
      sector,
      path: 'self_run',
      channel: 'online',
    })
}

/** A number at random around an average, as the events of a given time are (Poisson). */
function poisson(random: Random, average: number): number {
  const limit = Math.exp(-average)
  let product = random.next()
  let count = 0
  while (product > limit) {
    product *= random.next()
    count++
  }
  return count
}

/** The services that a worker receives from their first day on, at least one where they never joined; and sometimes one for a crowd. */
function* services(part: Part, county: County, worker: Worker): Generator<SimulatedEvent> {
  const { random, stream } = part
  const { region } = county
  const { serving, campaigns } = stream.seasons
  const average = SERVICES * random.weighted(KEENNESS) * serving.shareFrom(worker.since)
  for (let left = Math.max(poisson(random, average), worker.membership ? 0 : 1); left > 0; left--) {
    const kind = random.weighted(SERVICE_KINDS)
    const day = (campaigns[kind] ?? serving).pick(random, worker.since)
    if (day === undefined) continue
    const sites = county.sites.filter((one) => one.since <= day)
    yield* part.send(region, 'service.delivered', day, {
      kind,
      region,
      sector: worker.sector,
      worker: worker.reference,
      member: worker.membership !== undefined,
      ...(sites.length > 0 && random.chance(0.4) && { site_id: random.pick(sites).id }),
      ...(random.chance(0.2) && { amount_cny: 20 + random.below(480) }),
    })
  }
  if (!random.chance(0.05)) return
  const day = campaigns.summer_cool!.pick(random, worker.since)
  if (day) yield* part.send(region, 'service.delivered', day, { kind: 'summer_cool', region, sector: worker.sector, count: 2 + random.below(8) }) // prettier-ignore
}

/** A move to the first union of another county, where there is one. */
function* transfer(part: Part, worker: Worker, { day, to }: { day: Day; to: County }): Generator<SimulatedEvent> {
  const union = to.unions[0]
  if (!union) return
  yield* part.send(to.region, 'member.transferred', day, {
    worker: worker.reference,
    from_union_id: worker.membership,
    to_union_id: union.id,
    region: to.region,
    sector: union.sector ?? worker.sector,
    kind: 'moved',
  })
}

/** A leave, which now and then names a union that the worker never joined. */
function* leaving(part: Part, region: string, { worker, day }: { worker: Worker; day: Day }): Generator<SimulatedEvent> {
  const { random } = part
  yield* part.send(region, 'member.left', day, {
    worker: worker.reference,
    union_id: random.chance(0.95) ? worker.membership : 'SIM-U-000000',
    reason: random.pick(['resigned', 'lost_contact', 'retired']),
  })
}
