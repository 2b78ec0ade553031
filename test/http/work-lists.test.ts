import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WorkListsPage } from '../../functions/reporting/pages/work-lists.ts'
import { serve } from '../../functions/local/server.ts'
import { emptyContext } from '../context.ts'

let server: Awaited<ReturnType<typeof serve>>
const at = (path: string) => `http://127.0.0.1:${server.port}/api/v1/${path}`

let last = 0
const event = (occurred_on: string, type: string, data: object) => ({ source: 'union:310000', id: `e${++last}`, type, occurred_on, data })
const enterprise = (day: string, id: string, kind = 'agent') =>
  event(day, 'enterprise.registered', { enterprise_id: `local:${id}`, name: id, kind, sector: 'courier', region: '310115' })
const union = (day: string, id: string) =>
  event(day, 'union.established', { union_id: `U-${id}`, name: `${id}工会`, form: 'enterprise_union', mode: 'single', region: '310115', enterprise_id: `local:${id}` }) // prettier-ignore
const link = (day: string, id: string, parent: string) =>
  event(day, 'enterprise.linked', { enterprise_id: `local:${id}`, parent_id: `local:${parent}`, relation: 'agent' })

async function pageOf(dataset: string, events: object[], region = '000000'): Promise<WorkListsPage> {
  const sent = await fetch(at(`${dataset}/events`), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(events) }) // prettier-ignore
  expect(((await sent.json()) as { errors: unknown[] }).errors).toEqual([])
  const { release } = (await (await fetch(at(`${dataset}/releases`), { method: 'POST' })).json()) as { release: string }
  return (await (await fetch(at(`${dataset}/releases/${release}/pages/work-lists/${region}.json`))).json()) as WorkListsPage
}

beforeAll(async () => void (server = await serve(emptyContext(), 0)))
afterAll(() => server.close())

describe('a work list', () => {
  let page: WorkListsPage
  const rowsOf = (rule: string) => Object.fromEntries(page.lists.find((one) => one.rule === rule)!.first.map((row) => [row.subject, row]))
  beforeAll(async () => {
    page = await pageOf('days', [
      enterprise('2021-01-10', 'head', 'head'),
      union('2021-02-10', 'head'),
      // Registered after the union above was founded; linked after that; without a union again after one was dissolved.
      enterprise('2025-03-10', 'registered-later'),
      link('2021-01-11', 'registered-later', 'head'),
      enterprise('2021-01-12', 'linked-later'),
      link('2025-04-10', 'linked-later', 'head'),
      enterprise('2021-01-13', 'without-again'),
      link('2021-01-14', 'without-again', 'head'),
      union('2022-01-10', 'without-again'),
      event('2025-05-10', 'union.dissolved', { union_id: 'U-without-again' }),
      // Registered again with another kind, and open since the first time.
      enterprise('2021-01-15', 'registered-twice'),
      enterprise('2025-06-10', 'registered-twice', 'franchise'),
      link('2021-01-16', 'registered-twice', 'head'),
      event('2025-07-10', 'partyorg.established', { enterprise_id: 'local:linked-later', region: '310115' }),
      event('2025-07-11', 'activity.held', { kind: 'publicity', enterprise_id: 'local:linked-later', region: '310115' }),
    ], '310115') // prettier-ignore
  })
  it('counts the days of a row from the day on which all of its conditions held', () => {
    const rows = rowsOf('R16')
    expect(Object.entries(rows).map(([subject, { since }]) => [subject, since])).toEqual(
      expect.arrayContaining([
        ['local:registered-later', '2025-03-10'],
        ['local:linked-later', '2025-04-10'],
        ['local:without-again', '2025-05-10'],
        ['local:registered-twice', '2021-02-10'],
      ]),
    )
    expect(rowsOf('R17')['local:linked-later']!.since).toBe('2025-07-10')
    // The province acts on it: it is neither a row of the county nor of anything below it.
    const ofProvince = page.lists.find((one) => one.rule === 'R15')!
    expect(ofProvince).toMatchObject({ level: 'province', rows: 0, first: [] })
    expect(ofProvince).not.toHaveProperty('below')
  })
  it('names the enterprises and unions that it is about', () => {
    expect(rowsOf('R16')['local:registered-later']).toMatchObject({
      name: { zh: 'registered-later', en: 'registered-later' },
      other_name: { zh: 'head', en: 'head' },
    })
  })
})

describe('a rule of which something that it needs was never received', () => {
  it('is neither a list nor one with nothing to do, and says what is missing', async () => {
    const page = await pageOf('undecided', [enterprise('2021-01-10', 'a'), union('2021-02-10', 'a')])
    expect(page.lists.map((one) => one.rule)).not.toContain('R18')
    expect(page.lists.map((one) => one.rule)).not.toContain('R31')
    expect(page.undecided.find((one) => one.rule === 'R18')!.missing.map(({ en }) => en)).toHaveLength(2)
    expect(page.lists.map((one) => one.rule)).toContain('no_authority')
  })
})

describe('the list of a level', () => {
  const station = (id: string, region: string) =>
    event('2025-01-10', 'station.registered', { station_id: id, enterprise_id: 'local:x', region, sector: 'courier' })
  let nation: WorkListsPage
  beforeAll(async () => {
    nation = await pageOf('levels', [
      station('a', '310115004'),
      station('b', '310115004'),
      station('c', '310115'),
      station('d', '310101'),
      station('e', '441900003'),
    ])
  })
  const listOf = async (region: string) =>
    ((await (await fetch(at(`levels/releases/000001/pages/work-lists/${region}.json`))).json()) as WorkListsPage).lists.find(
      ({ rule }) => rule === 'R13',
    )!
  const subjects = (list: WorkListsPage['lists'][number]) => list.first.map(({ subject }) => subject)

  it('holds the rows of its own level only, and counts those of the regions below with their names', async () => {
    const list = nation.lists.find(({ rule }) => rule === 'R13')!
    expect([list.rows, list.first]).toEqual([0, []])
    expect(list.below).toEqual({
      rows: 5,
      regions: 4,
      places: [
        { code: '310000', name: { zh: '上海市', en: expect.any(String) as string }, rows: 4 },
        { code: '440000', name: { zh: '广东省', en: expect.any(String) as string }, rows: 1 },
      ],
    })
    const county = await listOf('310115')
    // It names no street, so that its county has to find out.
    expect(subjects(county)).toEqual(['c'])
    expect(county.below).toMatchObject({ rows: 2, regions: 1, places: [{ code: '310115004', rows: 2 }] })
    const street = await listOf('310115004')
    expect(subjects(street)).toEqual(['a', 'b'])
    expect(street).not.toHaveProperty('below')
    expect((await listOf('441900')).below).toMatchObject({ places: [{ code: '441900003', rows: 1 }] })
  })
  it('is answered by the API for the region that acts', async () => {
    const rowsOf = async (query: string) =>
      ((await (await fetch(at(`levels/lists/organisation_rules?rule=R13&${query}`))).json()) as { rows: { subject: string }[] }).rows.map(
        ({ subject }) => subject,
      )
    expect(await rowsOf('acting=310115')).toEqual(['c'])
    expect((await rowsOf('acting=310115004')).sort()).toEqual(['a', 'b'])
    expect(await rowsOf('acting=000000')).toEqual([])
    expect((await rowsOf('region=310115')).sort()).toEqual(['a', 'b', 'c'])
    expect((await fetch(at('levels/lists/organisation_rules?acting=123'))).status).toBe(400)
  })
  it('of a region that is not in the table does not exist', async () => {
    expect((await fetch(at('levels/releases/000001/pages/work-lists/123456.json'))).status).toBe(404)
  })
})
