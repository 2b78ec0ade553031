import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serve } from '../../functions/local/server.ts'
import { workListsPage } from '../../functions/reporting/pages/work-lists.ts'
import { placeName } from '../../functions/catalogue/place-names.ts'
import { cubeOf } from '../../functions/http/release-cache.ts'
import { emptyContext } from '../context.ts'

/*
 * Counted on paper. 310115004 and 310115005 are streets of Pudong (310115). Anna is served in the first street and in Pudong without a
 * street, Bela in both streets, Cara in Pudong only, Dora in a village of the first street: 4 workers, 3 in the first street, 1 in the
 * second, and 2 where no street is named.
 */
let id = 0
const served = (ref: string, region: string) => ({
  source: 'union:310115', id: String(++id), type: 'service.delivered', occurred_on: '2026-03-10',
  data: { kind: 'safety', region, sector: 'courier', worker: { ref } },
}) // prettier-ignore
const EVENTS = [
  served('anna', '310115004'), served('anna', '310115'), served('bela', '310115004'), served('bela', '310115005'), served('cara', '310115'),
  served('dora', '310115004001'),
  { source: 'union:310115', id: 'members', type: 'member.joined', occurred_on: '2026-03-10', data: { worker: { ref: 'anna' }, union_id: 'U', region: '310115', sector: 'courier', path: 'self_run', channel: 'scan' } },
  { source: 'union:310115', id: 'workforce', type: 'workforce.reported', occurred_on: '2026-03-10', data: { region: '310115004', sector: 'courier', count: 40, basis: 'registered' } },
  { source: 'union:310115', id: 'station', type: 'station.registered', occurred_on: '2026-03-10', data: { station_id: 'S', enterprise_id: 'local:e', region: '310115004', sector: 'courier' } },
] // prettier-ignore

interface Value {
  region: string
  value: number
  no_street_named?: true
  reported?: false
}

let server: Awaited<ReturnType<typeof serve>>
let api: string
const context = emptyContext()
beforeAll(async () => {
  server = await serve(context, 0)
  api = `http://127.0.0.1:${server.port}/api/v1/streets`
  const sent = await fetch(`${api}/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(EVENTS),
  })
  expect(await sent.json()).toMatchObject({ accepted: EVENTS.length })
  expect((await fetch(`${api}/releases`, { method: 'POST' })).status).toBe(201)
})
afterAll(() => server.close())

const get = async (query: string) => {
  const answer = await fetch(`${api}/values?${query}`)
  return { status: answer.status, body: (await answer.json()) as { values: Value[]; parameter?: string; detail?: string } }
}

describe('values of townships', () => {
  it('are answered for a region of nine digits', async () => {
    const { status, body } = await get('metric=workers_served&region=310115004')
    expect([status, body.values]).toMatchObject([200, [{ region: '310115004', value: 3 }]])
    expect((await get('metric=service_persontimes&region=310115005&sector=courier&window=month')).body.values).toMatchObject([{ value: 1 }])
  })
  it('are listed for a county, with what names no street in a row of its own', async () => {
    const { values } = (await get('metric=workers_served&region=310115&level=township')).body
    expect(values.filter(({ value }) => value > 0)).toMatchObject([
      { region: '310115004', value: 3 },
      { region: '310115005', value: 1 },
      { region: '310115', value: 2, no_street_named: true },
    ])
    expect(values.filter((one) => one.no_street_named)).toHaveLength(1)
    expect(values.find(({ region }) => region === '310115007')).toMatchObject({ value: 0, reported: false })
    const persontimes = (await get('metric=service_persontimes&region=310115&level=township')).body.values
    expect(persontimes.reduce((sum, { value }) => sum + value, 0)).toBe(6)
    expect(persontimes.at(-1)).toMatchObject({ value: 2, no_street_named: true })
    expect((await get('metric=workers_served&region=310115')).body.values).toMatchObject([{ value: 4 }])
  })
  it('have a column for what names no street in a file that lists townships, and in no other', async () => {
    const head = async (query: string) => (await (await fetch(`${api}/values.csv?metric=workers_served&${query}`)).text()).split('\r\n')[0]!
    expect(await head('region=310115&level=township')).toMatch(/,no_street_named,release$/)
    expect(await head('region=310115')).not.toContain('no_street_named')
  })
  it('are refused for a metric whose events name no township, which is named', async () => {
    for (const metric of ['members', 'workforce', 'blank_cells', 'membership_rate'])
      for (const query of [`region=310115004`, 'region=310115&level=township']) {
        const { status, body } = await get(`metric=${metric}&${query}`)
        expect([metric, status, JSON.stringify(body)]).toEqual([metric, 400, expect.stringContaining(metric) as string])
      }
  })
  it.each(['region=310000&level=township', 'level=township', 'region=310115004&level=township', 'region=310115004&level=county'])(
    'are refused for %s',
    async (query) => {
      expect((await get(`metric=workers_served&${query}`)).status).toBe(400)
    },
  )
  it.each(['310115999', '310115004001', '31011500'])('are refused for the unknown place %s', async (region) => {
    expect((await get(`metric=workers_served&region=${region}`)).status).toBe(400)
  })
})

describe('work lists of streets', () => {
  it('show the township with its county where the thing names one', async () => {
    const { lists } = (await workListsPage(await cubeOf(context, 'streets'), '310115004'))!
    const stations = lists.find(({ rule }) => rule === 'R13')!
    expect(stations.level).toBe('street')
    expect(stations.first).toMatchObject([{ subject: 'S', region: '310115004', region_name: { zh: '浦东新区潍坊新村街道' } }])
  })
  it('say in plain words which street it is where the table has no name', () => {
    expect(placeName('310115999')).toEqual({ zh: '浦东新区街镇 310115999', en: 'Pudong New Area, street 310115999' })
    expect(placeName('310115004001')?.zh).toBe('浦东新区潍坊新村街道')
    expect(placeName('310115')?.zh).toBe('浦东新区')
    expect(placeName(null)).toBeNull()
  })
})
