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

async function pageOf(dataset: string, events: object[]): Promise<WorkListsPage> {
  const sent = await fetch(at(`${dataset}/events`), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(events) }) // prettier-ignore
  expect(((await sent.json()) as { errors: unknown[] }).errors).toEqual([])
  const { release } = (await (await fetch(at(`${dataset}/releases`), { method: 'POST' })).json()) as { release: string }
  return (await (await fetch(at(`${dataset}/releases/${release}/pages/work-lists.json`))).json()) as WorkListsPage
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
    ])
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
    expect(rowsOf('R15')['local:head']!.since).toBe('2021-02-10')
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
