import { describe, expect, it } from 'vitest'
import { trendRows } from '../../dashboard/src/lib/trend-rows.ts'
import { readSeries } from '../../functions/reporting/pages/series.ts'
import { release } from '../queries/release.ts'

let last = 0
const event = (type: string, occurred_on: string, data: object) => ({ source: 's', id: `e${++last}`, type, occurred_on, data })
const place = { region: '310115', sector: 'courier' }
const join = (day: string) =>
  event('member.joined', day, { worker: { ref: `w${++last}` }, union_id: 'U', ...place, path: 'self_run', channel: 'scan' })
const served = (day: string) => event('service.delivered', day, { kind: 'safety', count: 3, ...place })

/** The rows of a series: their labels and values. */
async function rowsOf(events: object[], metric: string, sector = 'all') {
  const cube = await release([events])
  const series = (await readSeries(cube, '310000', sector)).find((one) => one.metric === metric)!
  return trendRows(series).map(({ label, value }) => [label, value])
}

describe('a series', () => {
  it('has a gap before its first report, zeros after it, and no day still to come', async () => {
    const events = [served('2026-07-03'), join('2026-09-03'), join('2026-11-05')]
    expect(await rowsOf(events, 'members')).toEqual([
      ['2026-07', null],
      ['2026-08', null],
      ['2026-09', 1],
      ['2026-10', 1],
      ['2026-11-05', 2],
    ])
    expect((await rowsOf(events, 'members_joined')).map(([, value]) => value)).toEqual([null, null, 1, 0, 1])
    expect((await rowsOf(events, 'service_persontimes')).map(([, value]) => value)).toEqual([3, 0, 0, 0, 0])
  })
  it('of what was never received has no row, in a sector too', async () => {
    expect(await rowsOf([join('2026-09-03')], 'workers_served')).toEqual([])
    expect(await rowsOf([join('2026-09-03')], 'members', 'freight')).toEqual([])
  })
  it('of a report that there is nothing is 0 on the day of the release', async () => {
    const nothing = event('zero.reported', '2026-10-01', { region: '310000', event_type: 'service.delivered', period_start: '2026-09-01', period_end: '2026-09-30' }) // prettier-ignore
    expect((await rowsOf([join('2026-09-03'), join('2026-10-03'), nothing], 'workers_served')).map(([, value]) => value)).toEqual([null, 0])
  })
})
