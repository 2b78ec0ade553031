import { sectors } from '../../functions/catalogue/catalogue.ts'
import type { Random } from '../../functions/simulator/random.ts'
import { type Named, randomWorker } from './workers.ts'

/** A small world, so that histories meet: the same few workers, unions, enterprises and regions over four years. */
export const REGIONS = [
  '310115',
  '310104',
  '310115004',
  '310115004001',
  '330106',
  '330110',
  '330100',
  '330000',
  '429004',
  '441900',
  '441900003',
  '659001',
  '660000',
  '310000',
]
const ENTERPRISES = ['local:e1', 'local:e2', 'local:e3', 'local:e4']

function randomDay(random: Random): string {
  return `${2022 + random.below(4)}-${String(1 + random.below(12)).padStart(2, '0')}-${String(1 + random.below(random.chance(0.5) ? 3 : 28)).padStart(2, '0')}`
}

/** What the data of an event is drawn from. Region, sector and worker are drawn for every event, also if its type has none. */
interface Draw {
  random: Random
  region: string
  sector: string
  worker: Named
  union(): string
  /** The field, or with the rest of the probability no field. */
  maybe(name: string, value: unknown, chance?: number): Record<string, unknown>
}

/** The data of an event by its type. */
const DATA: Readonly<Record<string, (draw: Draw) => Record<string, unknown>>> = {
  'enterprise.registered': ({ random, region, sector }) => ({
    enterprise_id: random.pick(ENTERPRISES),
    name: 'e',
    kind: random.pick(['head', 'branch']),
    sector,
    region,
  }),
  'enterprise.closed': ({ random }) => ({ enterprise_id: random.pick(ENTERPRISES) }),
  'station.registered': ({ random, region, sector }) => ({
    station_id: `S${random.below(3)}`,
    enterprise_id: random.pick(ENTERPRISES),
    region,
    sector,
  }),
  'station.closed': ({ random }) => ({ station_id: `S${random.below(3)}` }),
  'workforce.reported': ({ random, region, sector, maybe }) => ({
    region,
    sector,
    count: random.below(4) * 10,
    basis: random.pick(['registered', 'estimated']),
    ...maybe('enterprise_id', random.pick(ENTERPRISES), 0.1),
  }),
  'union.established': ({ random, region, sector, union, maybe }) => ({
    union_id: union(),
    name: 'u',
    form: random.pick(['enterprise_union', 'head_office_union', 'joint_union', 'station_branch']),
    mode: 'single',
    region,
    ...maybe('sector', sector, 0.8),
    ...maybe('enterprise_id', random.pick(ENTERPRISES)),
    ...maybe('station_id', `S${random.below(3)}`, 0.3),
    ...maybe('covers', [random.pick(ENTERPRISES), random.pick(ENTERPRISES)], 0.3),
  }),
  'union.dissolved': ({ union }) => ({ union_id: union() }),
  'member.joined': ({ random, region, sector, worker, union, maybe }) => ({
    worker,
    union_id: union(),
    region,
    sector,
    path: random.pick(['labour_relation', 'self_run']),
    channel: random.pick(['individual', 'scan']),
    ...maybe('enterprise_id', random.pick(ENTERPRISES)),
    ...maybe('received_by', random.pick(['joint_union', 'enterprise_union']), 0.3),
    ...maybe('applied_on', '2022-01-01', 0.2),
  }),
  'member.transferred': ({ random, region, sector, worker, union, maybe }) => ({
    worker,
    from_union_id: union(),
    to_union_id: union(),
    region,
    kind: 'moved',
    ...maybe('sector', sector),
    ...maybe('enterprise_id', random.pick(ENTERPRISES), 0.3),
  }),
  'member.left': ({ worker, union }) => ({ worker, union_id: union(), reason: 'resigned' }),
  'service.delivered': ({ random, region, sector, worker, maybe }) => ({
    kind: random.pick(['checkup', 'safety']),
    region,
    sector,
    ...(random.chance(0.7) ? { worker } : { count: 1 + random.below(9) }),
    ...maybe('channel', random.pick(['online', 'offline']), 0.3),
    ...maybe('member', random.chance(0.5)),
    ...maybe('site_id', `P${random.below(3)}`, 0.3),
  }),
  'legal.served': ({ random, region, sector, worker, maybe }) => ({
    kind: random.pick(['free', 'aid']),
    region,
    ...maybe('sector', sector),
    ...(random.chance(0.6) ? { worker } : { count: 1 + random.below(9) }),
    ...maybe('topic', 'rest'),
  }),
  'fee.paid': ({ random, region, worker, maybe }) => ({
    worker,
    region,
    amount_cny: random.below(5000) / 100,
    ...maybe('station_id', 'S0', 0.2),
  }),
  'negotiation.held': ({ random, region, sector, maybe }) => ({
    region,
    ...maybe('sector', sector),
    topics: ['pay', 'rest'].slice(random.below(2)),
  }),
  'case.closed': ({ random, region, maybe }) => ({
    case_id: `C${random.below(5)}`,
    region,
    result: random.pick(['settled', 'ruled']),
    ...maybe('opened_on', '2021-12-31'),
  }),
  'agreement.signed': ({ random, region, sector, maybe }) => ({
    agreement_id: `A${random.below(3)}`,
    kind: 'collective_contract',
    region,
    sector,
    valid_from: randomDay(random),
    ...maybe('topics', ['rest']),
  }),
  'enterprise.linked': ({ random }) => ({
    enterprise_id: random.pick(ENTERPRISES),
    parent_id: random.pick(ENTERPRISES),
    relation: 'branch',
  }),
  'partyorg.established': ({ random, region }) => ({ enterprise_id: random.pick(ENTERPRISES), region }),
  'union.changed': ({ random, union }) => ({ union_id: union(), change: random.pick(['merged', 'reparented']) }),
  'site.opened': ({ random, region, sector, maybe }) => ({
    site_id: `P${random.below(3)}`,
    kind: random.pick(['driver_home', 'love_stop']),
    name: 'p',
    region,
    ...maybe('sector', sector),
  }),
  'site.closed': ({ random }) => ({ site_id: `P${random.below(3)}` }),
}

function randomData(random: Random, type: string): Record<string, unknown> {
  const region = random.pick(REGIONS)
  const sector = random.pick(sectors)
  const worker = randomWorker(random)
  return DATA[type]!({
    random,
    region,
    sector,
    worker,
    union: () => `U${random.below(6)}`,
    maybe: (name, value, chance = 0.5) => (random.chance(chance) ? { [name]: value } : {}),
  })
}

const TYPES = [
  ['enterprise.registered', 3], ['enterprise.closed', 1], ['station.registered', 2], ['station.closed', 1], ['workforce.reported', 6], ['union.established', 5],
  ['union.dissolved', 2], ['member.joined', 8], ['member.transferred', 5], ['member.left', 5], ['service.delivered', 10], ['site.opened', 2], ['site.closed', 1],
  ['legal.served', 2], ['fee.paid', 2], ['negotiation.held', 1], ['case.closed', 1], ['agreement.signed', 1], ['enterprise.linked', 1],
  ['partyorg.established', 1], ['union.changed', 1],
] as const // prettier-ignore

/** A history with corrections that move, voids that come early, and revisions in any order. */
export function randomHistory(random: Random, size: number): Record<string, unknown>[] {
  const events = Array.from({ length: size }, (_, index) => {
    const type = random.weighted(TYPES)
    return {
      source: random.pick(['a', 'b', '中']),
      id: `${index}`,
      type,
      occurred_on: randomDay(random),
      data: randomData(random, type),
    } as Record<string, unknown>
  })
  for (const event of events.slice(0, size / 5)) {
    const type = random.chance(0.7) ? String(event.type) : random.weighted(TYPES)
    if (random.chance(0.3)) events.push({ source: event.source, id: event.id, revision: 2 + random.below(2), void: true })
    else events.push({ ...event, revision: 2 + random.below(2), type, occurred_on: randomDay(random), data: randomData(random, type) })
  }
  // A place that counts individuals needs 25 of them: one enterprise with a crowd.
  for (let n = 0; n < 27; n++) {
    events.push({
      source: 'crowd',
      id: `${n}`,
      type: 'member.joined',
      occurred_on: `2023-0${1 + (n % 6)}-15`,
      data: {
        worker: { ref: `crowd-${n}` },
        union_id: 'U0',
        region: '330106',
        sector: 'freight',
        path: 'labour_relation',
        channel: 'individual',
        enterprise_id: 'local:e1',
      },
    })
  }
  return events
    .map((event) => [random.next(), event] as const)
    .toSorted((a, b) => a[0] - b[0])
    .map(([, event]) => event)
}
