import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registry } from '../../functions/catalogue/registry.ts'
import { evidenceOfTarget } from '../../functions/catalogue/target-evidence.ts'
import type { Receipt } from '../../functions/http/routes/receipts.ts'
import { serve } from '../../functions/local/server.ts'
import type { TargetProgress } from '../../functions/reporting/target-progress.ts'
import { emptyContext } from '../context.ts'

/** Targets on anything that is counted or published, and on nothing else. */
let server: Awaited<ReturnType<typeof serve>>
let api: string
beforeAll(async () => {
  server = await serve(emptyContext(), 0)
  api = `http://127.0.0.1:${server.port}/api/v1`
})
afterAll(() => server.close())

const json = (body: unknown) => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
const send = async (dataset: string, events: object[]) => (await (await fetch(`${api}/${dataset}/events`, json(events))).json()) as Receipt
let count = 0
const event = (type: string, occurred_on: string, data: object, source = 'union:310000') => ({
  source,
  id: `e${++count}`,
  type,
  occurred_on,
  data,
})
const target = (metric: string, more: object = {}, source?: string) =>
  event('target.set', '2026-01-01', { target_id: `on-${metric}`, metric, region: '310000', sector: 'all', value: 4, comparison: 'at_least', basis: 'test', kind: 'assigned', ...more }, source) // prettier-ignore

async function progress(dataset: string, query = ''): Promise<Map<string, TargetProgress>> {
  const answer = (await (await fetch(`${api}/${dataset}/progress?region=310000${query}`)).json()) as { targets: TargetProgress[] }
  return new Map(answer.targets.map((one) => [one.target_id, one]))
}

describe('a target on', () => {
  let targets: Map<string, TargetProgress>
  beforeAll(async () => {
    const place = { region: '310115', sector: 'courier' }
    const receipt = await send('codes', [
      target('unions'),
      target('M061'),
      target('legal.served.people'),
      target('stations'),
      target('stations', { target_id: 'in-print' }, 'published-figures'),
      target('courier_enterprises_covered', { value: undefined, comparison: 'all', sector: 'courier' }),
      target('best_practices', { value: undefined }),
      event('union.established', '2026-02-01', { union_id: 'U', name: 'u', form: 'joint_union', mode: 'joint', ...place }),
      event('station.registered', '2026-02-01', { station_id: 'S', enterprise_id: 'local:e', ...place }),
      event('ceremony.held', '2026-03-01', { region: '310115' }),
      event('legal.served', '2026-03-02', { kind: 'aid', count: 3, region: '310115' }),
      event('enterprise.registered', '2026-03-03', {
        enterprise_id: 'local:f',
        name: 'f',
        kind: 'small',
        region: '310115',
        sector: 'freight',
      }),
      event('bestpractice.published', '2026-02-05', { kind: 'published', region: '310115' }),
      event('bestpractice.published', '2026-03-01', { kind: 'published', region: '310115' }),
    ])
    expect(receipt.errors).toEqual([])
    await fetch(`${api}/codes/releases`, { method: 'POST' })
    targets = await progress('codes')
  })

  it('unions is counted', () => {
    expect(targets.get('on-unions')).toMatchObject({ value: 1, share: 0.25, counted: 'unions' })
  })
  it('a measure is judged by its number, under its name', () => {
    expect(targets.get('on-M061')).toMatchObject({ value: 1, counted: 'ceremony.held', name: { zh: '集中入会仪式' } })
  })
  it('the people of an event type is counted', () => {
    expect(targets.get('on-legal.served.people')).toMatchObject({ value: 3 })
  })
  it('stations counts delivery stations, but never where the figures in print say it: those are union service stations', () => {
    expect(targets.get('on-stations')).toMatchObject({ value: 1, counted: 'stations', name: { zh: '站点' } })
    expect(targets.get('in-print')).toMatchObject({ status: 'not_reported', name: { zh: '工会驿站' } })
    expect(targets.get('in-print')).not.toHaveProperty('counted')
  })
  it('all of something of which there is none is not applicable', () => {
    expect(targets.get('on-courier_enterprises_covered')).toMatchObject({ status: 'not_applicable', value: 0, of: { value: 0 } })
  })
  it('whether there is any says yes and since when, without a percentage', () => {
    const existence = targets.get('on-best_practices')!
    expect(existence).toMatchObject({ status: 'met', exists: true, since: '2026-02-05' })
    expect(existence).not.toHaveProperty('share')
  })
})

describe('GET /progress', () => {
  const ask = (query: string) => fetch(`${api}/clock/progress?region=310000${query}`)
  const first = async (query: string) =>
    ((await (await ask(query)).json()) as { targets: TargetProgress[] }).targets.find(({ target_id }) => target_id === 'on-unions')!
  beforeAll(async () => {
    await send('clock', [
      target('unions', { value: 5, window_start: '2026-01-01', deadline: '2026-06-30' }),
      event('union.established', '2026-02-01', { union_id: 'U', name: 'u', form: 'joint_union', mode: 'joint', region: '310115' }),
    ])
    await fetch(`${api}/clock/releases`, { method: 'POST' })
  })
  it('judges deadlines by the day that is asked for, and pace by the day of the facts', async () => {
    expect(await first('&on=2026-06-30')).toMatchObject({ status: 'on_track', as_of: '2026-02-01', on: '2026-06-30', age_days: 149 })
    expect(await first('&on=2026-07-01')).toMatchObject({ status: 'overdue', as_of: '2026-02-01', value: 1 })
  })
  it('is of today in Shanghai where no day is asked for, and then never kept past midnight there', async () => {
    // The clock of the tests stands at 2026-11-24 12:00 in Shanghai.
    expect(await first('')).toMatchObject({ status: 'overdue', on: '2026-11-24' })
    expect((await ask('&release=000001')).headers.get('cache-control')).toBe(`public, max-age=${12 * 60 * 60}`)
    expect((await ask('&release=000001&on=2026-07-01')).headers.get('cache-control')).toContain('immutable')
    expect((await ask('')).headers.get('cache-control')).toBe('no-cache')
  })
  it('refuses what is no day', async () => {
    expect((await ask('&on=2026-02-30')).status).toBe(400)
  })
})

describe('a target that nothing could judge', () => {
  it('is rejected at its metric with the nearest codes', async () => {
    const { errors } = await send('refused', [target('unionz'), target('county_federation_rate'), target('stations_24h_share')])
    expect(errors.map(({ row, field, code }) => [row, field, code])).toEqual([
      [1, 'data.metric', 'unknown_code'],
      [2, 'data.metric', 'not_countable'],
      [3, 'data.metric', 'not_countable'],
    ])
    expect(errors[0]!.message_en).toContain('unions (unions)')
    expect(errors[2]!.message).toContain('stations_24h_total')
  })
  it.each([
    ['queries/catalogue/targets.ndjson', 'application/x-ndjson'],
    ['queries/data/published-figures.csv', 'text/csv'],
  ])('is taken from the bundled file %s, of which no row is rejected', async (file, type) => {
    const body = readFileSync(new URL(`../../${file}`, import.meta.url))
    const answer = await fetch(`${api}/bundled/events`, { method: 'POST', headers: { 'content-type': type }, body })
    expect(await answer.json()).toMatchObject({ rejected: 0, errors: [] })
  })
})

describe('every number of the registry', () => {
  it('says whether a target can be set on it, and all that are counted or published can', () => {
    const refused = [...registry.values()].filter(({ targetable }) => !targetable).map(({ code }) => code)
    expect(refused.sort()).toEqual([
      'accident_insurance_persons',
      'county_federation_rate',
      'members_new_via_platform_union',
      'platform_partner_union_coverage',
      'stations_24h_share',
      'stations_upgraded',
    ])
    expect(evidenceOfTarget('membership_rate')).toEqual({ counted: null, published: 'join_rate' })
  })
})

describe('GET /values', () => {
  it('says of a zero where nothing was received that it is not reported, and leaves a counted zero alone', async () => {
    const ask = async (query: string) =>
      ((await (await fetch(`${api}/codes/values?${query}`)).json()) as { values: { value: number; reported?: false }[] }).values.map(
        ({ value, reported }) => [value, reported],
      )
    expect(await ask('metric=M137&region=310000')).toEqual([[0, false]])
    expect(await ask('metric=M061&region=310000')).toEqual([[1, undefined]])
    expect(await ask('metric=stations_unionized&region=310000')).toEqual([[0, undefined]])
    expect(await ask('metric=unions&region=110000')).toEqual([[0, false]])
    expect(await ask('metric=unions&region=310000&sector=freight')).toEqual([[0, undefined]])
  })
})
