import { beforeAll, describe, expect, it } from 'vitest'
import { eventTypes } from '../../functions/catalogue/catalogue.ts'
import { partsOf } from '../../functions/catalogue/measures.ts'
import { registry } from '../../functions/catalogue/registry.ts'
import { evidenceOfTarget } from '../../functions/catalogue/target-evidence.ts'
import type { ExistenceDays } from '../../functions/release-format/rows.ts'
import { release } from './release.ts'

let last = 0
const event = (occurred_on: string, type: string, data: object) => ({ source: 's', id: `e${++last}`, type, occurred_on, data })
const federation = (day: string, id: string, form = 'sector_federation', region = '310115004') =>
  event(day, 'union.established', { union_id: id, name: id, form, mode: 'joint', region, sector: 'courier' })
const gone = (day: string, id: string) => event(day, 'union.dissolved', { union_id: id })
const join = (day: string, number: number, channel: string) =>
  event(day, 'member.joined', {
    worker: { ref: `w${number}` },
    union_id: 'U',
    region: '310115',
    sector: 'courier',
    path: 'self_run',
    channel,
  })

let rows: readonly ExistenceDays[]
const stretches = (metric: string, part: string, region = '310000', sector = 'all') =>
  rows
    .filter((row) => row.metric === metric && row.part === part && row.region === region && row.sector === sector)
    .map(({ from_day: from, to_day: to }) => [from, to])

/** What targets of existence count, as `metric part`. */
const wanted = [...registry.keys()].flatMap((code) => {
  const { counted, rule } = evidenceOfTarget(code)
  return rule === 'existence' ? partsOf(counted!).map((part) => `${counted!.metric} ${part}`) : []
})

beforeAll(async () => {
  const cube = await release([
    [
      // One ends on the day on which the next begins; then ten days without any; one that ends on its first day is on none.
      federation('2024-01-10', 'a'),
      gone('2024-03-05', 'a'),
      federation('2024-03-05', 'b'),
      gone('2024-06-10', 'b'),
      federation('2024-06-15', 'c'),
      gone('2024-06-15', 'c'),
      federation('2024-06-20', 'd'),
      federation('2024-05-01', 'elsewhere', 'courier_federation', '320100'),
      join('2024-02-20', 1, 'scan'),
      join('2024-03-21', 2, 'online_full'),
      join('2024-03-04', 3, 'online_full'),
      // Already a member: no join.
      join('2024-02-21', 4, 'scan'),
      join('2024-02-25', 4, 'online_full'),
      ...['2024-05-09', '2024-05-02', '2024-07-08'].map((day) =>
        event(day, 'bestpractice.published', { kind: 'published', region: '310115' }),
      ),
      event('2024-01-01', 'bestpractice.published', { kind: 'taken_up', region: '310115' }),
    ],
    [
      event('2024-04-01', 'mechanism.established', { kind: 'five_party', region: '310000' }),
      event('2024-04-02', 'mechanism.established', { kind: 'negotiation', region: '310000' }),
      event('2024-04-03', 'assessment.recorded', { scheme: 'party_assessment', region: '310000' }),
      event('2024-04-04', 'assessment.recorded', { scheme: 'union_assessment', region: '310000' }),
      event('2024-04-05', 'info.shared', { department: 'market_supervision', region: '310000' }),
      event('2024-04-06', 'informant.appointed', { region: '310000', count: 3 }),
      event('2024-04-07', 'servicelist.published', { region: '310000', enterprise_id: 'local:a' }),
      event('2024-04-08', 'site.designated', { region: '310000', site_id: 'site' }),
    ],
  ])
  rows = (await cube.existenceDays())!
})

describe('the days since which there is any', () => {
  it('are known of everything that targets of existence count', () => {
    expect(wanted).toHaveLength(12)
    expect([...new Set(rows.map(({ metric, part }) => `${metric} ${part}`))].sort()).toEqual(wanted.toSorted())
    expect(wanted.filter((one) => ![...eventTypes.keys(), 'unions', 'members_joined'].some((type) => one.startsWith(type)))).toEqual([])
  })
  it('begin and end with the things: without a break where one follows another on the same day', () => {
    const expected = [['2024-01-10', '2024-06-10'], ['2024-06-20', null]] // prettier-ignore
    for (const region of ['310115', '310000', '000000']) expect(stretches('unions', 'form=sector_federation', region)).toEqual(expected)
    expect(stretches('unions', 'form=sector_federation', '310000', 'courier')).toEqual(expected)
    expect(stretches('unions', 'form=courier_federation')).toEqual([])
    expect(stretches('unions', 'form=courier_federation', '000000')).toEqual([['2024-05-01', null]])
  })
  it('are of what was done the first of each month', () => {
    expect(stretches('bestpractice.published', 'kind=published')).toEqual([['2024-05-02', null], ['2024-07-08', null]]) // prettier-ignore
    expect(stretches('members_joined', 'channel=online_full')).toEqual([['2024-03-04', null]])
  })
})
