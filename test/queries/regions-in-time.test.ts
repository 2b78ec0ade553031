import { describe, expect, it } from 'vitest'
import { allFormerRegions, countedRegion } from '../../functions/catalogue/former-regions.ts'
import { buildRelease } from '../../functions/build/build.ts'
import { openLog } from '../../functions/event-log/log.ts'
import { openDuckDb } from '../../functions/engines/duckdb.ts'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { monthNumber } from '../../functions/domain/calendar.ts'
import { type Cube, openCube } from '../../functions/reporting/cube.ts'
import { seededRandom } from '../../functions/simulator/random.ts'
import { KEY, NOW, emptyStore } from '../context.ts'
import { warmDuckDb } from '../build/warm-duckdb.ts'
import { randomHistory } from './history.ts'

const useDuckDb = warmDuckDb()

async function told(batches: readonly object[][]) {
  const store = emptyStore()
  const dataset = await openDataset('test', store, KEY, () => NOW)
  const receipts = []
  for (const batch of batches)
    receipts.push(await dataset.ingest({ body: Buffer.from(JSON.stringify(batch)), contentType: 'application/json' }))
  return { store, receipts, errors: receipts.flatMap(({ errors }) => errors).filter(({ code }) => code !== 'conflict') }
}

async function counted(batches: readonly object[][]): Promise<{ cube: Cube; errors: unknown[] }> {
  const { store, errors } = await told(batches)
  const { manifest } = await buildRelease('test', store, { limits: { memory: '800MB', threads: 2 }, now: () => NOW, useDuckDb })
  return { cube: await openCube(store, manifest), errors }
}

let id = 0
const site = (region: string, day: string) => ({
  source: 'union:test',
  id: String(++id),
  type: 'site.opened',
  occurred_on: day,
  data: { site_id: `site-${id}`, kind: 'driver_home', name: '司机之家', region },
})
const served = (region: string, day: string, ref: string) => ({
  source: 'union:test',
  id: String(++id),
  type: 'service.delivered',
  occurred_on: day,
  data: { kind: 'safety', region, sector: 'freight', worker: { ref } },
})

async function valueOf(cube: Cube, metric: string, region: string): Promise<number> {
  const rows = await cube.valuesAt({
    regions: [region],
    metrics: [metric],
    sectors: ['all'],
    spans: ['all'],
    month: monthNumber('2026-11-30'),
  })
  return rows.find(({ part }) => part === '')?.value ?? 0
}

describe('an event in a region that is no more', () => {
  it('is taken while its code was valid, and counts in the region that succeeds it and above', async () => {
    const { cube, errors } = await counted([
      [site('310230', '2016-03-01'), served('310230', '2016-12-31', 'a'), served('310151', '2017-01-01', 'a')],
    ])
    expect(errors).toEqual([])
    for (const region of ['310151', '310000', '000000']) {
      expect([region, await valueOf(cube, 'driver_homes', region)]).toEqual([region, 1])
      expect([region, await valueOf(cube, 'workers_served', region)]).toEqual([region, 1])
      expect([region, await valueOf(cube, 'service_persontimes', region)]).toEqual([region, 2])
    }
    expect(cube.manifest.regions.year).toBe(2023)
    expect(await cube.list('region_split', 10)).toEqual([])
  })
  it('keeps its code as it was sent in the log', async () => {
    const { store } = await told([[site('310230', '2016-03-01')]])
    const engine = await openDuckDb({ memory: '200MB', threads: 1 })
    const path = join(engine.folder, 'events.parquet')
    writeFileSync(path, (await store.get((await openLog(store)).live()[0]!.key))!)
    expect(await engine.rows(`select region from read_parquet('${path}')`)).toEqual([{ region: '310230' }])
    await engine.close()
  })
  it('is rejected once its code was valid neither on its day nor today, with the days and the successors', async () => {
    const { errors, receipts } = await told([[site('310230', '2017-01-01'), site('330104', '2022-05-01'), site('310230000', '2016-05-01')]])
    expect(receipts[0]).toMatchObject({ rows: 3, accepted: 1, rejected: 2 })
    expect(errors).toEqual([
      {
        row: 1,
        field: 'data.region',
        code: 'region_not_valid',
        message: '310230 崇明县自 1981-01-01 至 2016-12-31 有效，事件发生在 2017-01-01；该地区现为 310151 崇明区',
        message_en:
          '310230 崇明县 was valid from 1981-01-01 to 2016-12-31, and the event is of 2017-01-01; the region is now 310151 Chongming District',
      },
      expect.objectContaining({ row: 2, message: expect.stringContaining('330102 上城区、330114 钱塘区') as string }),
    ])
  })
  it('is taken under the code of today also before that code existed', async () => {
    const { errors } = await told([[site('310151', '2015-02-01')]])
    expect(errors).toEqual([])
  })
  it('is judged by the day in every field that names a region, and not in a void without a day', async () => {
    const paid = {
      source: 'union:test', id: 'paid', type: 'subsidy.paid', occurred_on: '2018-02-01',
      data: { worker: { ref: 'a' }, amount_cny: 500, region: '310115', sector: 'courier', works_in: '310230' },
    } // prettier-ignore
    const { errors } = await told([[paid, { source: 'union:test', id: 'void', void: true, data: { region: '310230' } }]])
    expect(errors).toMatchObject([{ row: 1, field: 'data.works_in', code: 'region_not_valid' }])
  })
  it('stands on the list region_split where several regions succeed, of workers and of things', async () => {
    const { cube } = await counted([[site('330104', '2020-05-01'), served('330104', '2021-05-01', 'a'), site('310230', '2016-05-01')]])
    expect(await cube.list('region_split', 10)).toEqual([
      expect.objectContaining({ occurred_on: '2020-05-01', region: '330102', subject: '330104' }),
      expect.objectContaining({ occurred_on: '2021-05-01', region: '330102', subject: '330104', sector: 'freight' }),
    ])
    expect(await valueOf(cube, 'driver_homes', '330102')).toBe(1)
    expect(await valueOf(cube, 'driver_homes', '330114')).toBe(0)
  })
})

/** The regions of a random history by the codes of before, all of them valid from 2015 to 2018. */
const BEFORE: Readonly<Record<string, string>> = { '330106': '330104', '330100': '371200', '429004': '220381', '310104': '340203' }
const AFTER = Object.fromEntries(Object.entries(BEFORE).map(([code, former]) => [code, countedRegion(former)]))

/** A random history seven years earlier, with other codes. */
function retold(history: readonly object[], codes: Readonly<Record<string, string>>): object[] {
  const earlier = JSON.stringify(history).replaceAll(/"(202[2-5])-/g, (_, year) => `"${Number(year) - 7}-`)
  return JSON.parse(earlier.replaceAll(/"(\d{6})"/g, (text, code: string) => (codes[code] ? `"${codes[code]}"` : text))) as object[]
}

describe('a random history', () => {
  it.each([1, 2, 3, 4])(
    'that names regions by codes of before counts as one that names their successors, also after a second commit (seed %i)',
    async (seed) => {
      const history = randomHistory(seededRandom(seed), 240)
      const [before, after] = await Promise.all([BEFORE, AFTER].map(async (codes) => {
      const events = retold(history, codes)
      const { cube, errors } = await counted([events.slice(0, 160), events.slice(160)])
      expect(errors).toEqual([])
      const regions = ['000000', '310000', '330000', '330100', '330102', '370000', '370100', '220000', '220100', '220184', '340000', '340209']
      const rows = await Promise.all(['2016-06-01', '2018-12-01'].map((day) => cube.valuesAt({ regions, metrics: 'every', month: monthNumber(day) })))
      const lists = await Promise.all(cube.lists.filter((name) => name !== 'region_split').map((name) => cube.list(name, 1000)))
      return { rows: rows.map((one) => one.map((row) => JSON.stringify(row)).sort()), lists }
    })) // prettier-ignore
      expect(before!.rows[1]!.length).toBeGreaterThan(300)
      expect(before!.rows).toEqual(after!.rows)
      expect(before!.lists).toEqual(after!.lists)
    },
  )
  it('has codes of before that were valid in its years', () => {
    const valid = allFormerRegions().filter(({ validFrom, validTo }) => validFrom <= '2015-01-01' && validTo >= '2018-12-31')
    expect(Object.values(BEFORE).filter((code) => !valid.some((one) => one.code === code))).toEqual([])
  })
})
