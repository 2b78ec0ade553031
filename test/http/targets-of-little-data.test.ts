import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Receipt } from '../../functions/http/routes/receipts.ts'
import { serve } from '../../functions/local/server.ts'
import type { TargetProgress } from '../../functions/reporting/target-progress.ts'
import { emptyContext } from '../context.ts'

/** Targets of datasets that hold a few events only: nothing is judged that they do not tell. */
let server: Awaited<ReturnType<typeof serve>>
let api: string
beforeAll(async () => {
  server = await serve(emptyContext(), 0)
  api = `http://127.0.0.1:${server.port}/api/v1`
})
afterAll(() => server.close())

let count = 0
const event = (type: string, occurred_on: string, data: object) => ({
  source: 'union:310000',
  id: `e${++count}`,
  type,
  occurred_on,
  data,
})
const target = (metric: string, more: object = {}) =>
  event('target.set', '2026-01-01', { target_id: `on-${metric}`, metric, region: '310000', sector: 'all', comparison: 'at_least', window_start: '2026-01-01', deadline: '2026-12-31', basis: '会议纪要', kind: 'assigned', ...more }) // prettier-ignore
const join = (ref: string, day: string, more: object = {}) =>
  event('member.joined', day, { worker: { ref }, union_id: 'U', region: '310115', sector: 'courier', path: 'self_run', channel: 'scan', ...more }) // prettier-ignore
const union = (more: object = {}) =>
  event('union.established', '2026-02-01', { union_id: 'U', name: '示例工会', form: 'joint_union', mode: 'joint', region: '310115', sector: 'courier', ...more }) // prettier-ignore
const workforce = (sector: string, size: number, basis = 'registered') =>
  event('workforce.reported', '2026-02-01', { region: '310115', sector, count: size, basis })
const survey = (day: string, rate: number) => event('survey.recorded', day, { kind: 'satisfaction', region: '610102', rate })

/** Posts events to a new dataset, builds its release, and answers the targets of a region. */
async function targetsWith(dataset: string, events: object[], region = '310000'): Promise<(id: string) => TargetProgress> {
  const headers = { 'content-type': 'application/json' }
  const sent = await fetch(`${api}/${dataset}/events`, { method: 'POST', headers, body: JSON.stringify(events) })
  expect(((await sent.json()) as Receipt).errors).toEqual([])
  expect((await fetch(`${api}/${dataset}/releases`, { method: 'POST' })).status).toBe(201)
  const answer = (await (await fetch(`${api}/${dataset}/progress?region=${region}`)).json()) as { targets: TargetProgress[] }
  return (id) => answer.targets.find((one) => one.target_id === id)!
}

describe('a target of zero', () => {
  it('is behind while something is left, and not met by nothing', async () => {
    const due = { path: 'labour_relation', enterprise_id: 'local:e', union_id: 'V' }
    const events = [
      union({ enterprise_id: 'local:e', form: 'enterprise_union', mode: 'single' }),
      target('transfers_due', { value: 0 }),
      target('transfers_due', { target_id: 'all-transfers', comparison: 'all' }),
    ]
    const of = await targetsWith('left', [...events, join('a', '2026-02-02', due), join('b', '2026-03-02', due)])
    expect(of('on-transfers_due')).toMatchObject({ status: 'behind', value: 2, target: 0 })
    expect(of('on-transfers_due')).not.toHaveProperty('expected')
    expect(of('all-transfers')).toMatchObject({ status: 'behind', value: 2, target: 0 })
  })
  it('of people to be carried over is not applicable where nobody was ever due', async () => {
    const of = await targetsWith('never-due', [union(), join('a', '2026-02-02'), target('transfers_due', { comparison: 'all' })])
    expect(of('on-transfers_due')).toMatchObject({ status: 'not_applicable', value: 0 })
  })
  it('is never looked at better where more is left than the most that may be', async () => {
    const due = { path: 'labour_relation', enterprise_id: 'local:e', union_id: 'V' }
    const of = await targetsWith('most', [
      union({ enterprise_id: 'local:e', form: 'enterprise_union', mode: 'single' }),
      ...['a', 'b', 'c'].map((ref) => join(ref, '2026-02-02', due)),
      target('transfers_due', { value: 2 }),
      target('transfers_due', { target_id: 'wider', value: 3 }),
    ])
    expect(of('on-transfers_due')).toMatchObject({ status: 'behind', value: 3, target: 2, less_is_better: true })
    expect(of('wider')).toMatchObject({ status: 'met', value: 3, target: 3 })
  })
})

describe('a trend', () => {
  it('of a single survey has no earlier value', async () => {
    const of = await targetsWith('one-survey', [survey('2026-03-01', 0.8)], '610000')
    expect(of('T30')).toMatchObject({ status: 'no_earlier', value: 0.8, is_share: true })
    expect(of('T30')).not.toHaveProperty('before')
  })
  it('of two surveys compares them', async () => {
    const of = await targetsWith('two-surveys', [survey('2026-03-01', 0.8), survey('2026-06-01', 0.7)], '610000')
    expect(of('T30')).toMatchObject({ status: 'not_rising', value: 0.7, before: 0.8 })
  })
  const service = (day: string, people: number) =>
    event('service.delivered', day, { kind: 'checkup', count: people, region: '310115', sector: 'courier' })
  it('of a first year, and of a year that was not reported from its beginning, has no earlier value', async () => {
    const of = await targetsWith('first-year', [service('2025-11-05', 1), service('2026-03-01', 5)])
    expect(of('T20')).toMatchObject({ status: 'no_earlier', value: 6, unit: '人次' })
    expect(of('T20')).not.toHaveProperty('before')
    const ofSecond = await targetsWith('part-of-a-year', [service('2025-01-05', 1), service('2026-03-01', 5)])
    expect(ofSecond('T20')).toMatchObject({ status: 'no_earlier' })
  })
  it('of a second full year compares counts with counts', async () => {
    const of = await targetsWith('second-year', [service('2024-04-05', 1), service('2026-03-01', 5)])
    expect(of('T20')).toMatchObject({ status: 'rising', value: 5, before: 1, unit: '人次' })
    expect(of('T20')).not.toHaveProperty('is_share')
  })
})

describe('a target on the membership rate', () => {
  it('is counted as a fraction of one basis, and says of which members it is', async () => {
    const of = await targetsWith('rate', [
      join('a', '2026-02-02'),
      join('b', '2026-02-03', { sector: 'freight' }),
      workforce('courier', 4),
      workforce('courier', 2, 'surveyed'),
      target('membership_rate', { value: 0.5 }),
      target('membership_rate', { target_id: 'of-courier', sector: 'courier', value: 0.25 }),
      target('membership_rate', { target_id: 'of-freight', sector: 'freight', value: 0.25 }),
    ])
    expect(of('on-membership_rate')).toMatchObject({
      value: 0.25,
      target: 0.5,
      is_share: true,
      counted: 'membership_rate',
      counted_parts: ['registered'],
      partial: { covered: 1, members: 2, share: 0.5 },
    })
    expect(of('of-courier')).toMatchObject({ status: 'met', value: 0.25 })
    expect(of('of-courier')).not.toHaveProperty('partial')
    expect(of('of-freight').status).toBe('not_reported')
    expect(of('of-freight')).not.toHaveProperty('value')
  })
})

describe('a target of a sector', () => {
  it('of which nothing was received is not reported', async () => {
    const of = await targetsWith('sectors', [
      join('a', '2026-02-02'),
      target('members', { target_id: 'couriers', sector: 'courier', value: 4 }),
      target('members', { target_id: 'truckers', sector: 'freight', value: 4 }),
    ])
    expect(of('couriers')).toMatchObject({ value: 1 })
    expect(of('truckers').status).toBe('not_reported')
    expect(of('truckers')).not.toHaveProperty('value')
  })
})

describe('a target that asks for all', () => {
  it('is not reported where its whole was not received; only what a document leaves open is a placeholder', async () => {
    const of = await targetsWith('whole', [join('a', '2026-02-02'), target('members', { target_id: 'open', comparison: 'at_least' })])
    expect(of('T13').status).toBe('not_reported')
    expect(of('T13')).not.toHaveProperty('target')
    expect(of('T07').status).toBe('placeholder')
    expect(of('open').status).toBe('placeholder')
  })
})

describe('a forecast', () => {
  const joins = (months: number, each: number) =>
    Array.from({ length: months }, (_, month) =>
      Array.from({ length: each }, (_unused, one) => join(`${month}-${one}`, `2026-0${month + 1}-10`)),
    ).flat()
  const forecastWith = async (dataset: string, events: object[]) =>
    (await targetsWith(dataset, [...events, target('members', { value: 100 })]))('on-members').forecast_finish
  it('needs three months of change and ten counted', async () => {
    expect(await forecastWith('one-event', joins(1, 1))).toBeUndefined()
    expect(await forecastWith('two-months', joins(2, 6))).toBeUndefined()
    expect(await forecastWith('nine', joins(3, 3))).toBeUndefined()
    expect(await forecastWith('twelve', joins(3, 4))).toBeDefined()
  })
})
