import { describe, expect, it } from 'vitest'
import { monthNumber } from '../../functions/domain/calendar.ts'
import { decodeIdentities } from '../../functions/event-log/event-file.ts'
import { buildRelease } from '../../functions/build/build.ts'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { openCube } from '../../functions/reporting/cube.ts'
import { getFile } from '../../functions/storage/blobs.ts'
import { warmDuckDb } from '../build/warm-duckdb.ts'
import { KEY, NOW, emptyStore } from '../context.ts'
import { accepted } from './release.ts'
import { reference } from './reference.ts'

const useDuckDb = warmDuckDb()

type Raw = Record<string, unknown> & { id: string }
const event = (id: string, type: string, on: string, data: object, more: object = {}): Raw => ({ source: 's', id, type, occurred_on: on, data, ...more }) // prettier-ignore
const joined = (id: string, on: string, worker: string, region = '310115', more: object = {}) => event(id, 'member.joined', on, { worker: { ref: worker }, union_id: `U-${region}`, region, sector: 'courier', path: 'self_run', channel: 'scan' }, more) // prettier-ignore
const left = (id: string, on: string, worker: string) =>
  event(id, 'member.left', on, { worker: { ref: worker }, union_id: 'U-310115', reason: 'resigned' })
const voided = (id: string) => ({ source: 's', id, revision: 2, void: true })

/** A dataset that took each event as an upload of its own, and released after each of them. */
async function sentOneByOne(events: readonly Raw[]) {
  const store = emptyStore()
  const dataset = await openDataset('test', store, KEY, () => NOW)
  const options = { limits: { memory: '800MB', threads: 2 }, now: () => NOW, useDuckDb }
  for (const one of events) {
    const receipt = await dataset.ingest({ body: Buffer.from(JSON.stringify([one])), contentType: 'application/json' })
    expect([one.id, receipt.accepted]).toEqual([one.id, 1])
  }
  const { manifest } = await buildRelease('test', store, options)
  const cube = await openCube(store, manifest)
  const logged: string[] = []
  for (const file of dataset.log.live())
    for (const { id, revision } of await decodeIdentities(await getFile(store, file))) logged.push(`${id} ${revision}`)
  const value = async (metric: string, month: string, region = '310000', sector = 'all') => {
    const rows = await cube.valuesAt({ regions: [region], metrics: [metric], sectors: [sector], spans: ['all'], month: monthNumber(`${month}-01`) }) // prettier-ignore
    return rows[0]?.value ?? 0
  }
  return { logged: logged.sort(), value, cube, manifest, dataset }
}

/** All orders of a list. */
function orders<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]]
  return items.flatMap((item, index) => orders(items.toSpliced(index, 1)).map((rest) => [item, ...rest]))
}

describe('a state', () => {
  const events = [joined('late', '2025-03-14', 'w'), left('gone', '2025-06-01', 'w'), joined('early', '2025-01-10', 'w')]
  it.each(orders(events).map((order) => [order.map(({ id }) => id).join(', '), order] as const))(
    'follows from the days of its events, whichever arrived first: %s (B07)',
    async (_what, order) => {
      const { logged, value } = await sentOneByOne(order)
      const found: number[] = []
      for (const month of ['2024-12', '2025-01', '2025-03', '2025-05', '2025-06']) found.push(await value('members', month))
      expect(found).toEqual([0, 1, 1, 1, 0])
      expect(logged).toEqual(['early 1', 'gone 1', 'late 1'])
      const asOf = '2025-05-31'
      expect(found[3]).toBe(reference(accepted(order), { metric: 'members', region: '310000', sector: 'all', asOf, span: 'all', part: '' }))
    },
  )
  it('forgets an event that was withdrawn, and takes one of an older day that comes after that; both stay in the log (B07)', async () => {
    const { logged, value } = await sentOneByOne([joined('first', '2025-03-14', 'w'), voided('first'), joined('older', '2025-01-10', 'w')])
    const found: number[] = []
    for (const month of ['2024-12', '2025-01', '2025-03']) found.push(await value('members', month))
    expect(found).toEqual([0, 1, 1])
    expect(await value('members_joined', '2025-03')).toBe(1)
    expect(logged).toEqual(['first 1', 'first 2', 'older 1'])
  })
  it('is that of the highest revision, also where that one arrived first; of two contents of one revision the first stays (B06)', async () => {
    const shanghai = joined('a', '2025-01-10', 'w', '310115', { revision: 1 })
    const hangzhou = joined('a', '2025-01-10', 'w', '330106', { revision: 2 })
    for (const order of [[shanghai, hangzhou], [hangzhou, shanghai]]) {
      const { logged, value, dataset } = await sentOneByOne(order)
      expect([await value('members', '2025-02', '310115'), await value('members', '2025-02', '330106')]).toEqual([0, 1])
      expect(logged).toEqual(['a 1', 'a 2'])
      const other = joined('a', '2024-01-10', 'w', '440305', { revision: 2 })
      expect(await dataset.ingest({ body: Buffer.from(JSON.stringify([other])), contentType: 'application/json' })).toMatchObject({ conflicts: 1, accepted: 0 }) // prettier-ignore
    }
  }) // prettier-ignore
})

describe('a worker in two regions', () => {
  it('counts once in the nation, whoever served them and whoever employs them (B14)', async () => {
    const served = (id: string, region: string) => event(id, 'service.delivered', '2025-02-01', { kind: 'training', region, sector: 'courier', worker: { ref: 'w' } }) // prettier-ignore
    const { value } = await sentOneByOne([
      joined('1', '2025-01-10', 'w', '310115'),
      joined('2', '2025-02-10', 'w', '330106'),
      served('3', '310115'),
      served('4', '330106'),
    ])
    const served_ = await Promise.all(['000000', '310000', '330000'].map((region) => value('workers_served', '2025-03', region)))
    expect(served_).toEqual([1, 1, 1])
    const members = await Promise.all(['000000', '310000', '330000'].map((region) => value('members', '2025-03', region)))
    expect(members).toEqual([1, 0, 1])
    const before = await Promise.all(['000000', '310000', '330000'].map((region) => value('members', '2025-01', region)))
    expect(before).toEqual([1, 1, 0])
  })
})

describe('a driver home that is registered twice', () => {
  const opened = (id: string, site: string, name: string, region: string) => event(id, 'site.opened', '2025-01-10', { site_id: site, kind: 'driver_home', name, region, sector: 'freight' }) // prettier-ignore
  it('counts once where both name its key, and once more only under another key, until that is withdrawn (G09)', async () => {
    const homes = [opened('1', 'H-1', '浦东司机之家', '310115'), opened('2', 'H-1', '外高桥司机之家', '310115')]
    expect(await (await sentOneByOne(homes)).value('driver_homes', '2025-02', '000000', 'freight')).toBe(1)
    const twice = [...homes, opened('3', 'H-2', '浦东司机之家', '320583')]
    expect(await (await sentOneByOne(twice)).value('driver_homes', '2025-02', '000000', 'freight')).toBe(2)
    const merged = await sentOneByOne([...twice, voided('3') as Raw])
    expect(await merged.value('driver_homes', '2025-02', '000000', 'freight')).toBe(1)
    expect(await merged.value('driver_homes', '2025-02', '320000', 'freight')).toBe(0)
    expect(merged.logged).toEqual(['1 1', '2 1', '3 1', '3 2'])
  })
})

describe('what was received, counted and published', () => {
  it('adds up: rows of receipts, rows of the log, live events and the values of the release (G07)', async () => {
    const events = [joined('1', '2025-01-10', 'a'), joined('2', '2025-01-11', 'b'), joined('3', '2025-01-12', 'c'), voided('3') as Raw]
    const { dataset, manifest, value } = await sentOneByOne(events)
    await dataset.ingest({ body: Buffer.from(JSON.stringify([joined('1', '2025-01-10', 'a'), joined('2', '2025-01-12', 'b'), { id: '9' }])), contentType: 'application/json' }) // prettier-ignore
    const receipts = await dataset.receipts(100)
    const sum = (field: 'rows' | 'accepted' | 'duplicates' | 'conflicts' | 'rejected') =>
      receipts.reduce((total, one) => total + one[field], 0)
    expect(sum('rows')).toBe(sum('accepted') + sum('duplicates') + sum('conflicts') + sum('rejected'))
    expect([sum('accepted'), sum('duplicates'), sum('conflicts'), sum('rejected')]).toEqual([4, 1, 1, 1])
    expect(dataset.log.live().reduce((rows, file) => rows + file.rows, 0)).toBe(sum('accepted'))
    expect([manifest.events.rows, manifest.events.live]).toEqual([4, 2])
    expect(Object.values(manifest.event_types).reduce((total, n) => total + n, 0)).toBe(manifest.events.live)
    expect(await value('members', '2025-02')).toBe(2)
  })
})
