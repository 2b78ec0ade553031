import { describe, expect, it } from 'vitest'
import { codeLists, countedMetrics, sectors } from '../../functions/domain/catalogue.ts'
import { readEvent } from '../../functions/domain/event.ts'
import { monthEnd, monthNumber } from '../../functions/domain/calendar.ts'
import { openDataset } from '../../functions/intake/dataset.ts'
import { buildRelease } from '../../functions/release/build.ts'
import { openCube } from '../../functions/release/cube.ts'
import { type Random, seededRandom } from '../../functions/simulation/random.ts'
import { KEY, NOW, emptyStore } from '../house.ts'
import { type PlainEvent, reference } from './reference.ts'

/** A small world, so that histories meet: the same few workers, unions, enterprises and places over four years. */
const REGIONS = [
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
const MONTHS = ['2022-12', '2023-06', '2024-02', '2025-12']

function randomDay(random: Random): string {
  return `${2022 + random.below(4)}-${String(1 + random.below(12)).padStart(2, '0')}-${String(1 + random.below(random.chance(0.5) ? 3 : 28)).padStart(2, '0')}`
}

function randomData(random: Random, type: string): Record<string, unknown> {
  const region = random.pick(REGIONS)
  const sector = random.pick(sectors)
  const maybe = (name: string, value: unknown, chance = 0.5) => (random.chance(chance) ? { [name]: value } : {})
  const union = () => `U${random.below(6)}`
  const worker = { ref: `w${random.below(12)}` }
  switch (type) {
    case 'enterprise.registered':
      return { enterprise_id: random.pick(ENTERPRISES), name: 'e', kind: random.pick(['head', 'branch']), sector, region }
    case 'enterprise.closed':
      return { enterprise_id: random.pick(ENTERPRISES) }
    case 'station.registered':
      return { station_id: `S${random.below(3)}`, enterprise_id: random.pick(ENTERPRISES), region, sector }
    case 'station.closed':
      return { station_id: `S${random.below(3)}` }
    case 'workforce.reported':
      return {
        region,
        sector,
        count: random.below(4) * 10,
        basis: random.pick(['registered', 'estimated']),
        ...maybe('enterprise_id', random.pick(ENTERPRISES), 0.1),
      }
    case 'union.established':
      return {
        union_id: union(), name: 'u', form: random.pick(['enterprise_union', 'head_office_union', 'joint_union', 'station_branch']), mode: 'single', region,
        ...maybe('sector', sector, 0.8), ...maybe('enterprise_id', random.pick(ENTERPRISES)), ...maybe('station_id', `S${random.below(3)}`, 0.3),
        ...maybe('covers', [random.pick(ENTERPRISES), random.pick(ENTERPRISES)], 0.3),
      } // prettier-ignore
    case 'union.dissolved':
      return { union_id: union() }
    case 'member.joined':
      return {
        worker,
        union_id: union(),
        region,
        sector,
        path: random.pick(['labour_relation', 'self_run']),
        channel: random.pick(['individual', 'scan']),
        ...maybe('enterprise_id', random.pick(ENTERPRISES)),
      }
    case 'member.transferred':
      return {
        worker,
        from_union_id: union(),
        to_union_id: union(),
        region,
        kind: 'moved',
        ...maybe('sector', sector),
        ...maybe('enterprise_id', random.pick(ENTERPRISES), 0.3),
      }
    case 'member.left':
      return { worker, union_id: union(), reason: 'resigned' }
    case 'service.delivered':
      return { kind: 'checkup', region, sector, ...(random.chance(0.7) ? { worker } : { count: 1 + random.below(9) }) }
    case 'site.opened':
      return {
        site_id: `P${random.below(3)}`,
        kind: random.pick(['driver_home', 'love_stop']),
        name: 'p',
        region,
        ...maybe('sector', sector),
      }
    default:
      return { site_id: `P${random.below(3)}` }
  }
}

const TYPES = [
  ['enterprise.registered', 3], ['enterprise.closed', 1], ['station.registered', 2], ['station.closed', 1], ['workforce.reported', 6], ['union.established', 5],
  ['union.dissolved', 2], ['member.joined', 8], ['member.transferred', 5], ['member.left', 5], ['service.delivered', 10], ['site.opened', 2], ['site.closed', 1],
] as const // prettier-ignore

/** A history with corrections that move, voids that come early, and revisions in any order. */
function randomHistory(random: Random, size: number): Record<string, unknown>[] {
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

async function release(batches: readonly unknown[][]) {
  const store = emptyStore()
  const dataset = await openDataset('test', store, KEY, () => NOW)
  for (const batch of batches) {
    const receipt = await dataset.receive({ body: Buffer.from(JSON.stringify(batch)), contentType: 'application/json' })
    expect(receipt.errors.filter((error) => error.code !== 'conflict')).toEqual([])
  }
  const { manifest } = await buildRelease('test', store, { limits: { memory: '800MB', threads: 2 }, now: () => NOW })
  return openCube(store, manifest, { memory: '800MB', threads: 2 })
}

/** What was accepted: of two events of one identity and revision the first. */
function accepted(history: readonly unknown[]): PlainEvent[] {
  const seen = new Set<string>()
  return history.flatMap((raw): PlainEvent[] => {
    const read = readEvent(raw, { today: '2026-11-24', lastDay: '2026-11-25', pseudonym: (_kind, identifier) => identifier })
    if (!read.ok) throw new Error(JSON.stringify(read.problems))
    const { source, id, revision, isVoid, type, occurredOn, data } = read.event
    const key = `${source} ${id} ${revision}`
    if (seen.has(key)) return []
    seen.add(key)
    return [{ source, id, revision, isVoid, type, on: occurredOn, data: data as PlainEvent['data'] }]
  })
}

const PLACES = ['000000', '310000', '310115', '330000', '330100', '330106', '420000', '429004', '440000', '441900', '650000', '660000']

describe('the models', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('count a random history (seed %i) as the words of the contract do', async (seed) => {
    const random = seededRandom(seed)
    const history = randomHistory(random, 160)
    const cube = await release([history.slice(0, 70), history.slice(70, 140), history.slice(140)])
    const events = accepted(history)
    const wrong: unknown[] = []
    let asked = 0
    for (const asOf of MONTHS.map((month) => monthEnd(monthNumber(`${month}-01`)))) {
      const rows = await cube.valuesAt({ regions: PLACES, month: monthNumber(asOf) })
      const found = new Map(rows.map((row) => [JSON.stringify([row.metric, row.part, row.region, row.sector, row.span]), row.value]))
      for (const [metric, { windowed, by, ratio }] of Object.entries(countedMetrics)) {
        if (ratio) continue
        const parts = by === 'basis' ? Object.keys(codeLists.workforce_basis!.codes) : by === 'kind' ? ['', 'driver_home'] : ['']
        for (const span of windowed ? (['all', 'year', 'month'] as const) : (['all'] as const)) {
          for (const region of PLACES) {
            for (const sector of ['all', 'freight', 'courier']) {
              for (const part of parts) {
                const expected = reference(events, { metric, region, sector, asOf, span, part })
                const value = found.get(JSON.stringify([metric, part, region, sector, span])) ?? (by === 'basis' ? undefined : 0)
                asked++
                if (value !== expected) wrong.push({ metric, region, sector, asOf, span, part, value, expected })
              }
            }
          }
        }
      }
    }
    await cube.close()
    expect(wrong.slice(0, 5)).toEqual([])
    expect(asked).toBeGreaterThan(4000)
  })

  it('count the same whatever the order of arrival', async () => {
    const history = randomHistory(seededRandom(99), 80).filter(
      (event, index, all) =>
        all.findIndex((one) => one.source === event.source && one.id === event.id && (one.revision ?? 1) === (event.revision ?? 1)) ===
        index,
    )
    const cubes = [await release([history]), await release([history.toReversed()])]
    const [first, second] = await Promise.all(cubes.map((cube) => cube.valuesAt({ regions: PLACES, month: monthNumber('2025-12-01') })))
    const sorted = (rows: object[]) => rows.map((row) => JSON.stringify(row)).sort()
    expect(sorted(first!)).toEqual(sorted(second!))
    for (const cube of cubes) await cube.close()
  })
})
