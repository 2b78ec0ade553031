import { beforeAll, describe, expect, it } from 'vitest'
import checksJson from '../../queries/catalogue/checks.json' with { type: 'json' }
import { openDataset } from '../../functions/ingest/dataset.ts'
import { buildRelease } from '../../functions/build/build.ts'
import { type ListRow, openCube } from '../../functions/reporting/cube.ts'
import { KEY, NOW, emptyStore } from '../context.ts'

let serial = 0
const tell = (type: string, on: string, data: object, source = 'union:330000') => ({
  source,
  id: String(++serial),
  type,
  occurred_on: on,
  data,
})
const figure = (metric: string, region: string, sector: string, value: number, as_of = '2024-12-31', more: object = {}) =>
  tell('figure.published', '2025-01-10', { metric, region, sector, value, unit: '人', as_of, qualifier: 'exact', outlet: 'o', title: 't', quote: 'q', ...more }) // prettier-ignore
const join = (region: string, on: string, n: number) =>
  Array.from({ length: n }, () => tell('member.joined', on, { worker: { ref: `w${serial}` }, union_id: 'U', region, sector: 'courier', path: 'self_run', channel: 'scan' })) // prettier-ignore

/** For each check: what it finds odd, in one province, and what is much like it and is not, in another. */
const EVENTS = [
  figure('members_total', '330000', 'all', 100), figure('members_total', '330000', 'all', 120),
  figure('members_total', '340000', 'all', 100), figure('members_total', '340000', 'all', 120, '2023-12-31'),
  figure('stations_total', '330000', 'all', 10), figure('stations_total', '330000', 'courier', 6), figure('stations_total', '330000', 'freight', 5),
  figure('stations_total', '340000', 'all', 10), figure('stations_total', '340000', 'courier', 6), figure('stations_total', '340000', 'freight', 4),
  figure('unions_total', '000000', 'all', 10), figure('unions_total', '330000', 'all', 6), figure('unions_total', '340000', 'all', 5),
  figure('unions_total', '000000', 'all', 12, '2023-12-31'), figure('unions_total', '330000', 'all', 6, '2023-12-31'), figure('unions_total', '340000', 'all', 5, '2023-12-31'),
  figure('members_new', '330000', 'all', 130, '2024-12-31'), figure('members_new', '340000', 'all', 90, '2024-12-31'),
  // A hundred a month and then five hundred; in the other province a hundred each month.
  ...['2025-01-10', '2025-02-10', '2025-03-10'].flatMap((day) => [...join('350102', day, 100), ...join('360102', day, 100)]),
  ...join('350102', '2025-04-10', 500), ...join('360102', '2025-04-10', 100),
  // On the 15th of February two hundred are members in each: the numbers of today, and of the month's end, are others.
  figure('members_total', '350000', 'all', 800, '2025-02-15'), figure('members_total', '360000', 'all', 205, '2025-02-15'),
  figure('members_total', '350000', 'courier', 900, '2025-01-31'), figure('members_total', '350000', 'all', 800, '2025-04-30'),
  ...join('450102', '2025-02-10', 100), ...join('450102', '2025-02-20', 100),
  figure('members_total', '450000', 'all', 10, '2025-02-15', { qualifier: 'at_least' }), figure('members_total', '450000', 'all', 130, '2025-02-15', { qualifier: 'approx' }),
  ...join('460105', '2025-02-10', 100), figure('members_total', '460000', 'all', 130, '2025-02-15', { qualifier: 'at_least' }),
  // 20余万 beside 204,000; 约20万 beside 204,000; and more than 100 beside 90.
  figure('federations_total', '510000', 'all', 200, '2024-12-31', { qualifier: 'at_least' }), figure('federations_total', '510000', 'all', 204),
  figure('federations_total', '520000', 'all', 200, '2024-12-31', { qualifier: 'approx' }), figure('federations_total', '520000', 'all', 204),
  figure('federations_total', '530000', 'all', 100, '2024-12-31', { qualifier: 'at_least' }), figure('federations_total', '530000', 'all', 90),
  // A whole of a number or more is no limit, and what print calls other groups is no sector.
  figure('federations_total', '540000', 'all', 10, '2024-12-31', { qualifier: 'at_least' }), figure('federations_total', '540000', 'courier', 8), figure('federations_total', '540000', 'freight', 7),
  figure('federations_total', '610000', 'all', 10), figure('federations_total', '610000', 'courier', 8), figure('federations_total', '610000', 'other', 9),
  figure('members_new', '620000', 'all', 130), figure('members_total', '620000', 'all', 100, '2024-12-31', { qualifier: 'at_least' }),
  // Half of a month on its last day; in the other province a tenth.
  ...join('370102', '2025-02-28', 30), ...join('370102', '2025-02-10', 30), ...join('410102', '2025-02-28', 6), ...join('410102', '2025-02-10', 54),
  ...Array.from({ length: 12 }, (_, n) => tell('service.delivered', '2025-03-10', { kind: 'checkup', region: '420106', sector: 'courier', count: 100 * (n + 1) }, 'union:420106')),
  ...Array.from({ length: 12 }, (_, n) => tell('service.delivered', '2025-03-10', { kind: 'checkup', region: '430102', sector: 'courier', count: 100 * n + 7 }, 'union:430102')),
  tell('check.answered', '2025-05-01', { check_id: 'sudden_jumps', subject: `member.joined ${2025 * 12 + 3}`, region: '350000', answer: '四月集中行动' }),
] // prettier-ignore

const ODD: Record<string, [odd: string, even: string]> = {
  contradictory_figures: ['330000', '340000'],
  sectors_over_whole: ['330000', '340000'],
  provinces_over_nation: ['000000', '340000'],
  flow_over_stock: ['330000', '340000'],
  published_against_counted: ['350000', '360000'],
  sudden_jumps: ['350000', '360000'],
  month_end_spikes: ['370000', '410000'],
  round_numbers: ['420106', '430102'],
}

let rows: ListRow[]
beforeAll(async () => {
  const store = emptyStore()
  const dataset = await openDataset('test', store, KEY, () => NOW)
  const receipt = await dataset.ingest({ body: Buffer.from(JSON.stringify(EVENTS)), contentType: 'application/json' })
  expect(receipt.errors).toEqual([])
  const { manifest } = await buildRelease('test', store, { limits: { memory: '800MB', threads: 2 }, now: () => NOW })
  rows = await (await openCube(store, manifest)).list('checks', 1000)
})

describe('a check of a release', () => {
  it('has a case here for each of the catalogue', () => {
    expect(Object.keys(checksJson).sort()).toEqual(Object.keys(ODD).sort())
  })
  it.each(Object.entries(ODD))('%s finds what is odd, and not what is much like it', (check, [odd, even]) => {
    const found = rows.filter((row) => row.check_id === check).map((row) => row.region)
    expect(found).toContain(odd)
    expect(found).not.toContain(even)
  })
  it('sets a figure against the count of its own day, region and sector, and gives a region one line', () => {
    const found = rows.filter((row) => row.check_id === 'published_against_counted')
    expect(found.filter((row) => row.region === '350000')).toMatchObject([
      { subject: 'members_total 2025-02-15', sector: 'all', value: 800, other: 200, since: '2025-02-15', items: 2 },
    ])
  })
  it('takes a figure as its source qualifies it', () => {
    const found = (check: string, region: string) => rows.filter((row) => row.check_id === check && row.region === region).length
    expect([found('published_against_counted', '450000'), found('published_against_counted', '460000')]).toEqual([0, 1])
    expect(['510000', '520000', '530000'].map((region) => found('contradictory_figures', region))).toEqual([0, 0, 1])
    expect(['540000', '610000'].map((region) => found('sectors_over_whole', region))).toEqual([0, 0])
    expect(found('flow_over_stock', '620000')).toBe(0)
  })
  it('leaves alone a year in which the provinces do not exceed the nation', () => {
    expect(rows.filter((row) => row.check_id === 'provinces_over_nation').map((row) => row.since)).toEqual(['2024-12-31'])
  })
  it('carries what the region said of it', () => {
    const jump = rows.find((row) => row.check_id === 'sudden_jumps' && row.region === '350000')
    expect(jump).toMatchObject({ answer: '四月集中行动', answered_on: '2025-05-01', value: 500, other: 300 })
    expect(rows.find((row) => row.check_id === 'round_numbers')!.answer).toBeNull()
  })
})
