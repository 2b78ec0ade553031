import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serve } from '../../functions/local/server.ts'
import { emptyContext } from '../context.ts'

const CASE_28 = join(import.meta.dirname, '../fixtures/cases/fail-28')

let server: Awaited<ReturnType<typeof serve>>
const at = (path: string) => `http://127.0.0.1:${server.port}/api/v1/${path}`

let last = 0
const event = (type: string, data: object, more: object = {}) => ({
  source: 'union:310000',
  id: `e${++last}`,
  type,
  occurred_on: '2026-03-10',
  data,
  ...more,
})
const joined = (ref: string, more: object = {}) =>
  event('member.joined', {
    worker: { ref },
    union_id: 'U',
    region: '310115',
    sector: 'courier',
    path: 'self_run',
    channel: 'scan',
    ...more,
  })

/** Posts events and builds a release of a dataset. */
async function release(dataset: string, events: object[]): Promise<void> {
  const sent = await fetch(at(`${dataset}/events`), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(events) }) // prettier-ignore
  expect(((await sent.json()) as { errors: unknown[] }).errors).toEqual([])
  expect((await fetch(at(`${dataset}/releases`), { method: 'POST' })).ok).toBe(true)
}

/** The value of a number, and whether the answer says that it was not reported. */
async function ask(dataset: string, query: string): Promise<[value: number, isReported: boolean]> {
  const { values } = (await (await fetch(at(`${dataset}/values?${query}`))).json()) as { values: { value: number; reported?: false }[] }
  return [values[0]!.value, values[0]!.reported !== false]
}

beforeAll(async () => {
  server = await serve(emptyContext(), 0)
})
afterAll(() => server.close())

describe('a number of which nothing was received', () => {
  beforeAll(() => release('plain', [joined('a')]))
  it('is not reported, and one that was received is (F13)', async () => {
    expect(await ask('plain', 'metric=members&region=310115')).toEqual([1, true])
    expect(await ask('plain', 'metric=members&region=320000')).toEqual([0, false])
    expect(await ask('plain', 'metric=driver_homes&region=310115')).toEqual([0, false])
  })
  it('is not reported in a sector of which nothing was received, although another sector was', async () => {
    expect(await ask('plain', 'metric=members&region=310115&sector=courier')).toEqual([1, true])
    expect(await ask('plain', 'metric=members&region=310115&sector=freight')).toEqual([0, false])
  })
})

describe('services reported as a count only', () => {
  beforeAll(() => release('counted', [event('service.delivered', { kind: 'safety', region: '310115', sector: 'courier', count: 18 })]))
  it('say nothing of how many different workers were served, on cards, values and in sentences alike', async () => {
    expect(await ask('counted', 'metric=service_persontimes&region=310000')).toEqual([18, true])
    expect(await ask('counted', 'metric=workers_served&region=310000')).toEqual([0, false])
    expect(await ask('counted', 'metric=M121&region=310000')).toEqual([0, false])
    const { targets } = (await (await fetch(at('counted/progress?region=310000'))).json()) as {
      targets: { target_id: string; status: string }[]
    }
    expect(targets.find((one) => one.target_id === 'T01')).toMatchObject({ status: 'not_reported' })
    const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ region: '310000', period: '2026-03', preview: true }) } // prettier-ignore
    const text = await (await fetch(at('counted/bulletins'), request)).text()
    expect(text).toContain('累计服务18人次')
    expect(text).not.toContain('累计服务劳动者')
  })
})

describe('an absence', () => {
  beforeAll(() => release('blank', [event('workforce.reported', { region: '310115', sector: 'courier', count: 100, basis: 'registered' })]))
  it('is not reported where the register was and unions were not, and is no count then', async () => {
    expect(await ask('blank', 'metric=blank_cells&region=310000')).toEqual([0, false])
  })
  it('counts in a county that has no union once its province sent some', async () => {
    const workforce = (region: string) => event('workforce.reported', { region, sector: 'courier', count: 100, basis: 'registered' })
    const union = event('union.established', { union_id: 'U-1', name: '示例工会', form: 'joint_union', mode: 'joint', region: '310115', sector: 'freight' }) // prettier-ignore
    await release('one-province', [workforce('310104'), workforce('330106'), union])
    expect(await ask('one-province', 'metric=blank_cells&region=310104&sector=courier')).toEqual([1, true])
    expect(await ask('one-province', 'metric=blank_cells&region=330106&sector=courier')).toEqual([0, false])
  })
})

describe('a report that there is nothing', () => {
  const zero = (event_type: string, region: string) =>
    event('zero.reported', { region, event_type, period_start: '2026-03-01', period_end: '2026-03-31' })
  beforeAll(() => release('zeros', [joined('a'), zero('case.opened', '310000'), zero('site.opened', '310115')]))
  it('makes 0 a count in its region and in the regions below it, for every kind and sector', async () => {
    expect(await ask('zeros', 'metric=case.opened&region=310000')).toEqual([0, true])
    expect(await ask('zeros', 'metric=case.opened&region=310115&sector=courier')).toEqual([0, true])
    expect(await ask('zeros', 'metric=sites&kind=driver_home&region=310115')).toEqual([0, true])
    expect(await ask('zeros', 'metric=driver_homes&region=310115')).toEqual([0, true])
  })
  it('says nothing of the region above it, of another region or of another type', async () => {
    expect(await ask('zeros', 'metric=driver_homes&region=310000')).toEqual([0, false])
    expect(await ask('zeros', 'metric=case.opened&region=320000')).toEqual([0, false])
    expect(await ask('zeros', 'metric=risk.reported&region=310000')).toEqual([0, false])
  })
})

describe('what was received and counts no more', () => {
  it('is reported although it was withdrawn, in its region, sector and kind and no other', async () => {
    const site = event('site.opened', { site_id: 'S', kind: 'driver_home', name: '甲', region: '310115' })
    const member = joined('a')
    await release('withdrawn', [site, member])
    expect(await ask('withdrawn', 'metric=driver_homes&region=310115')).toEqual([1, true])
    await release(
      'withdrawn',
      [site, member].map(({ source, id }) => ({ source, id, revision: 2, void: true })),
    )
    expect(await ask('withdrawn', 'metric=driver_homes&region=310115')).toEqual([0, true])
    expect(await ask('withdrawn', 'metric=driver_homes&region=310000')).toEqual([0, true])
    expect(await ask('withdrawn', 'metric=sites&kind=love_stop&region=310115')).toEqual([0, false])
    expect(await ask('withdrawn', 'metric=members&region=310115&sector=courier')).toEqual([0, true])
    expect(await ask('withdrawn', 'metric=members&region=310115&sector=freight')).toEqual([0, false])
    expect(await ask('withdrawn', 'metric=members&region=310104')).toEqual([0, false])
  })
  it('is reported although it opened and closed within a month', async () => {
    await release('brief', [
      event('site.opened', { site_id: 'S', kind: 'driver_home', name: '甲', region: '310115' }),
      event('site.closed', { site_id: 'S' }, { occurred_on: '2026-03-12' }),
      joined('a', { union_id: 'U2' }),
      event('member.left', { worker: { ref: 'a' }, union_id: 'U2', reason: 'resigned' }, { occurred_on: '2026-03-12' }),
    ])
    expect(await ask('brief', 'metric=driver_homes&region=310115')).toEqual([0, true])
    expect(await ask('brief', 'metric=members&region=310115')).toEqual([0, true])
  })
})

describe('a month whose reports are still coming in', () => {
  it('is not the month that a page opens on: one late event does not empty the month of the nation (fail-28)', async () => {
    // The clock of the tests stands some days before that of the case.
    const body = (file: string) => readFileSync(join(CASE_28, file), 'utf8').replace('2026-11-27', '2026-11-20')
    for (const file of ['october.csv', 'late.csv']) {
      const sent = await fetch(at('one-late/events'), { method: 'POST', headers: { 'content-type': 'text/csv' }, body: body(file) })
      expect(await sent.json()).toMatchObject({ rejected: 0 })
    }
    const { release: number } = (await (await fetch(at('one-late/releases'), { method: 'POST' })).json()) as { release: string }
    const { head } = (await (await fetch(at(`one-late/releases/${number}/pages/overview.json`))).json()) as { head: object }
    expect(head).toMatchObject({ as_of: '2026-11-20', month: '2026-10' })
    expect(await ask('one-late', 'metric=service_persontimes&window=month&as_of=2026-10-31')).toEqual([40, true])
  })
  // The clock of the tests stands at 2026-11-24 in Shanghai: October is settled since the 10th, November is not.
  it('is marked in the values of its end, and settled months are not', async () => {
    await release('filling', [joined('a')])
    const fillingAt = async (day: string) => {
      const answer = await fetch(at(`filling/values?metric=members&region=310115&as_of=${day}`))
      return ((await answer.json()) as { values: { filling?: true }[] }).values[0]!.filling
    }
    expect(await fillingAt('2026-11-30')).toBe(true)
    expect(await fillingAt('2026-10-31')).toBeUndefined()
  })
})
