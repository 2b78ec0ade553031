import { beforeAll, describe, expect, it } from 'vitest'
import { buildRelease } from '../../functions/build/build.ts'
import { childRegions } from '../../functions/catalogue/regions.ts'
import { sectors } from '../../functions/catalogue/catalogue.ts'
import { regionPage } from '../../functions/reporting/pages/region.ts'
import { metricValues } from '../../functions/http/operations/metric-values.ts'
import { readValuesQuery } from '../../functions/http/operations/values-query.ts'
import type { MetricValue } from '../../functions/http/routes/values.ts'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { type Cube, openCube } from '../../functions/reporting/cube.ts'
import { seededRandom } from '../../functions/simulator/random.ts'
import { regionsOfHistories, warmDuckDb } from '../build/warm-duckdb.ts'
import { KEY, NOW, emptyStore } from '../context.ts'
import { randomHistory } from './history.ts'

const useDuckDb = warmDuckDb(regionsOfHistories())

async function released(events: readonly object[]): Promise<Cube> {
  const store = emptyStore()
  const dataset = await openDataset('test', store, KEY, () => NOW)
  await dataset.ingest({ body: Buffer.from(JSON.stringify(events)), contentType: 'application/json' })
  const { manifest } = await buildRelease('test', store, { limits: { memory: '500MB', threads: 1 }, now: () => NOW, useDuckDb })
  return openCube(store, manifest)
}

/** The rates of a region, or its values of another metric, as GET /values answers. */
const ask = (cube: Cube, region: string, sector: string, metric = 'membership_rate'): Promise<MetricValue[]> =>
  metricValues(cube, readValuesQuery({ metric, region, sector, level: 'self', window: 'all', as_of: '2026-11-30' }, NOW))

let count = 0
const event = (type: string, occurred_on: string, data: object) => ({ source: 'test', id: String(++count), type, occurred_on, data })
const members = (number: number, region: string, sector: string) =>
  Array.from({ length: number }, (_, n) =>
    event('member.joined', '2026-01-10', { worker: { ref: `${region}-${sector}-${n}` }, union_id: 'U', region, sector, path: 'self_run', channel: 'scan' }),
  ) // prettier-ignore
const workforce = (number: number, region: string, sector: string, on = '2026-01-05') =>
  event('workforce.reported', on, { region, sector, count: number, basis: 'registered' })

describe('the membership rate', () => {
  let cube: Cube
  beforeAll(async () => {
    cube = await released([
      // Pudong: couriers with a workforce, riders without; Minhang: a report of 0; Huangpu: members and no report.
      ...members(3, '310115', 'courier'),
      ...members(4, '310115', 'food_delivery'),
      ...members(2, '310112', 'courier'),
      ...members(5, '310101', 'courier'),
      workforce(10, '310115', 'courier'),
      workforce(0, '310112', 'courier'),
      // Hangzhou reports for itself, and Xihu below it too.
      ...members(6, '330106', 'courier'),
      ...members(2, '330102', 'courier'),
      workforce(40, '330100', 'courier', '2026-03-01'),
      workforce(12, '330106', 'courier'),
    ])
  })

  it('counts only members whose region and sector reported their workforce, and says of how many members it speaks', async () => {
    expect(await ask(cube, '310115', 'all')).toMatchObject([
      { value: 0.3, numerator: 3, denominator: 10, covered: 3, of_members: 7, partial: true, basis: 'registered' },
    ])
    expect(await ask(cube, '310115', 'courier')).toEqual([expect.not.objectContaining({ partial: true })])
  })
  it('sums the regions below where a region has no report of its own, and leaves out those without one, and those with a report of 0', async () => {
    expect(await ask(cube, '310000', 'all')).toMatchObject([{ value: 0.3, covered: 3, of_members: 14, partial: true }])
  })
  it('names the sectors and the regions that it covers, where it does not cover all members', async () => {
    expect(await ask(cube, '310115', 'all')).toMatchObject([{ covers_sectors: ['courier'], covers_regions: [] }])
    expect(await ask(cube, '310000', 'all')).toMatchObject([{ covers_sectors: ['courier'], covers_regions: ['310115'] }])
    expect(await ask(cube, '310115', 'courier')).toEqual([expect.not.objectContaining({ covers_sectors: expect.anything() as unknown })])
  })
  it('says by how much the own report of a region differs from those below it', async () => {
    const own = { own_report: 40, sum_below: 12, difference: 28, regions_below: 1 }
    expect(await ask(cube, '330100', 'courier')).toMatchObject([own])
    expect(await ask(cube, '330100', 'all', 'workforce')).toMatchObject([{ value: 40, ...own }])
    expect(await ask(cube, '310000', 'courier')).toEqual([expect.not.objectContaining({ own_report: expect.anything() as unknown })])
    const page = (await regionPage(cube, '330100'))!
    expect(page.own_reports).toMatchObject([{ sector_name: { zh: '快递' }, own: 40, below: 12, difference: 28, of_regions: 13 }])
  })
  it('shows on pages of which sectors and regions a partial rate is', async () => {
    const { partial_rates: whole, sectors: rows, children } = (await regionPage(cube, '310000'))!
    const parts = { sectors: [{ zh: '快递' }], regions: [{ zh: '浦东新区' }], of_regions: 16 }
    expect(whole).toMatchObject({ registered: parts })
    expect(rows.find(({ code }) => code === 'courier')!.partial_rates).toMatchObject({ registered: { ...parts, sectors: [] } })
    expect(children.find(({ code }) => code === '310115')!.partial_rates).toMatchObject({ registered: { regions: [] } })
    expect((await regionPage(cube, '330100'))!.partial_rates).toBeUndefined()
  })
  it('is absent where the workforce is 0, or was not reported', async () => {
    expect([await ask(cube, '310112', 'courier'), await ask(cube, '310101', 'courier')]).toEqual([[], []])
  })
  it('takes the report of the region itself, from its month on, with all members of the region', async () => {
    expect(await ask(cube, '330100', 'courier')).toMatchObject([{ value: 0.2, covered: 8, of_members: 8 }])
    const before = await metricValues(cube, readValuesQuery({ metric: 'membership_rate', region: '330100', sector: 'courier', level: 'self', window: 'all', as_of: '2026-02-28' }, NOW)) // prettier-ignore
    expect(before).toMatchObject([{ value: 0.5, covered: 6, of_members: 8, partial: true }])
  })
})

describe.each([11, 12, 13])('the membership rates of a random history (seed %i)', (seed) => {
  let cube: Cube
  beforeAll(async () => {
    cube = await released(randomHistory(seededRandom(seed), 250))
  })
  const regions = ['000000', '310000', '330000', '330100', '420000', '440000', '650000']
  const rates = async (region: string, sector: string, basis: string) =>
    (await ask(cube, region, sector)).filter((one) => one.basis === basis).map(({ value }) => value)

  it('of all sectors lie between those of the sectors in the denominator', async () => {
    let compared = 0
    for (const region of regions)
      for (const basis of ['registered', 'estimated']) {
        const [all] = await rates(region, 'all', basis)
        const each = (await Promise.all(sectors.map((sector) => rates(region, sector, basis)))).flat()
        if (all === undefined) continue
        compared++
        expect(all).toBeGreaterThanOrEqual(Math.min(...each) - 1e-9)
        expect(all).toBeLessThanOrEqual(Math.max(...each) + 1e-9)
      }
    expect(compared).toBeGreaterThan(5)
  })
  it('of a region whose parts are summed lie between those of its parts', async () => {
    let compared = 0
    for (const region of regions)
      for (const basis of ['registered', 'estimated'])
        for (const sector of sectors) {
          const own = (await cube.workforceReports(region)).some((row) => row.sector === sector && row.basis === basis)
          const [whole] = await rates(region, sector, basis)
          if (own || whole === undefined) continue
          const parts = (await Promise.all(childRegions(region).map(({ code }) => rates(code, sector, basis)))).flat()
          expect(whole).toBeGreaterThanOrEqual(Math.min(...parts) - 1e-9)
          expect(whole).toBeLessThanOrEqual(Math.max(...parts) + 1e-9)
          compared++
        }
    expect(compared).toBeGreaterThan(3)
  })
})
