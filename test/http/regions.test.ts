import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serve } from '../../functions/local/server.ts'
import type { Region } from '../../functions/http/routes/regions.ts'
import { emptyContext } from '../context.ts'

let server: Awaited<ReturnType<typeof serve>>
beforeAll(async () => {
  server = await serve(emptyContext(), 0)
})
afterAll(() => server.close())

const ask = async (path: string) => (await fetch(`http://127.0.0.1:${server.port}/api/v1/${path}`)).json()

describe('GET /api/v1/regions', () => {
  let regions: Map<string, Region>
  beforeAll(async () => {
    regions = new Map(((await ask('regions')) as { regions: Region[] }).regions.map((region) => [region.code, region]))
  })
  it('says of 31 provinces and the Corps, and of what lies below them, that they report', () => {
    const units = [...regions.values()].filter(({ level, reports }) => level === 'province' && reports)
    expect(units.map(({ code }) => code)).toHaveLength(32)
    expect(regions.get('310115')).toEqual({ code: '310115', name: { zh: '浦东新区', en: expect.any(String) as string }, level: 'county', parent: '310000', reports: true, reports_since: '2015-01-01' }) // prettier-ignore
  })
  it('lists the codes that were given up, with their days and successors', async () => {
    const { former } = (await ask('regions')) as { former: { code: string }[] }
    expect(former.find(({ code }) => code === '310230')).toEqual({ code: '310230', name: '崇明县', valid_from: '1981-01-01', valid_to: '2016-12-31', successors: ['310151'] }) // prettier-ignore
    expect(former.length).toBeGreaterThan(370)
  })
  it.each(['710000', '810000', '820000'])('says of %s that it is a place', (code) => {
    expect(regions.get(code)).toMatchObject({ level: 'province', reports: false })
  })
})

describe('a place that does not report', () => {
  it('answers GET /values all the same', async () => {
    const at = `http://127.0.0.1:${server.port}/api/v1/places`
    const event = { source: 's', id: '1', type: 'site.opened', occurred_on: '2026-01-05', data: { site_id: 'S', kind: 'driver_home', name: 'n', region: '810000' } } // prettier-ignore
    await fetch(`${at}/events`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(event) })
    await fetch(`${at}/releases`, { method: 'POST' })
    expect(await ask('places/values?metric=driver_homes&region=810000')).toMatchObject({ values: [{ region: '810000', value: 1 }] })
    const { measures, below } = (await ask('places/releases/000001/pages/measures/000000.json')) as {
      measures: { id: string; places: number }[]
      below: { count: number }
    }
    expect([below.count, measures.find(({ id }) => id === 'M103')!.places]).toEqual([32, 0])
  })
})
