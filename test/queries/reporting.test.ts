import { beforeAll, describe, expect, it } from 'vitest'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { compact } from '../../functions/event-log/maintenance/compact.ts'
import { openLog } from '../../functions/event-log/log.ts'
import { buildRelease } from '../../functions/build/build.ts'
import { type Cube, openCube } from '../../functions/reporting/cube.ts'
import { reportingPage } from '../../functions/reporting/pages/reporting.ts'
import { KEY, emptyStore } from '../context.ts'

const duty = (region: string, more: object = {}) => ({ source: 'union:000000', id: `duty-${region}`, type: 'duty.set', occurred_on: '2026-08-01', data: { duty_id: `D-${region}`, region, event_type: 'member.joined', every: 'month', due_days: 10, set_by: '办公室', basis: '通知', ...more } }) // prettier-ignore
const join = (id: string, region: string, on: string) => ({ source: `union:${region}`, id, type: 'member.joined', occurred_on: on, data: { worker: { ref: id }, union_id: 'U', region, sector: 'courier', path: 'self_run', channel: 'scan' } }) // prettier-ignore

/** What arrived on which day: Zhejiang in time, late, and nothing to report; Anhui nothing at all; Fujian has no duty. */
const ARRIVALS: [day: string, events: object[]][] = [
  ['2026-08-01', [duty('330000'), duty('340000'), duty('610000', { event_type: 'case.opened', every: 'quarter', period_start: '2026-07-01' })]],
  ['2026-09-05', [join('a', '330106', '2026-08-20'), join('f', '350102', '2026-08-20')]],
  ['2026-10-25', [join('b', '330106', '2026-09-20'), { source: 's', id: 'c', type: 'case.opened', occurred_on: '2026-08-03', data: { case_id: 'C', channel: 'mediation', region: '610102' } }]],
  ['2026-11-08', [{ source: 'union:330000', id: 'z', type: 'zero.reported', occurred_on: '2026-11-01', data: { region: '330000', event_type: 'member.joined', period_start: '2026-10-01', period_end: '2026-10-31' } }]],
] // prettier-ignore

let cube: Cube
beforeAll(async () => {
  const store = emptyStore()
  const now = () => new Date('2026-11-08T04:00:00Z')
  for (const [day, events] of ARRIVALS) {
    const dataset = await openDataset('test', store, KEY, () => new Date(`${day}T04:00:00Z`))
    const receipt = await dataset.ingest({ body: Buffer.from(JSON.stringify(events)), contentType: 'application/json' })
    expect(receipt.errors).toEqual([])
  }
  // Files that are written anew keep the day on which their events came.
  expect(await compact(store, await openLog(store), now, 2)).toBeGreaterThan(0)
  const { manifest } = await buildRelease('test', store, { limits: { memory: '800MB', threads: 2 }, now })
  cube = await openCube(store, manifest)
})

describe('reporting', () => {
  it('tells on time, late, nothing to report, missing and not due yet apart, by the day on which data came', async () => {
    const rows = await cube.list('reporting', 100)
    const of = (region: string) => rows.filter((row) => row.region === region).map((row) => [row.period_end, row.state, row.events])
    expect(of('330000')).toEqual([
      ['2026-08-31', 'on_time', 1],
      ['2026-09-30', 'late', 1],
      ['2026-10-31', 'zero', 0],
    ])
    expect(of('340000')).toEqual([
      ['2026-08-31', 'missing', 0],
      ['2026-09-30', 'missing', 0],
      ['2026-10-31', 'pending', 0],
    ])
    expect(of('610000')).toEqual([['2026-09-30', 'late', 1]])
  })
  it('expects nothing of whom nothing was asked', async () => {
    expect((await cube.list('reporting', 100)).filter((row) => row.region === '350000')).toEqual([])
  })
  it('adds up to rates by period, and lists whom to remind with the days since', async () => {
    const page = await reportingPage(cube)
    const joined = page.duties.find((one) => one.event_type === 'member.joined')!
    expect(joined.periods.map(({ period_end, expected, received, on_time, missing }) => [period_end, expected, received, on_time, missing])).toEqual([
      ['2026-10-31', 2, 1, 0, 0],
      ['2026-09-30', 2, 1, 0, 1],
      ['2026-08-31', 2, 1, 1, 1],
    ]) // prettier-ignore
    expect(page.remind.map(({ region, period_end, days }) => [region, period_end, days])).toEqual([
      ['340000', '2026-08-31', 59],
      ['340000', '2026-09-30', 29],
    ])
  })
})
