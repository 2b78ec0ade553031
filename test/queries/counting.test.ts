import { describe, expect, it } from 'vitest'
import { codeLists, countedMetrics } from '../../functions/catalogue/catalogue.ts'
import { monthEnd, monthNumber } from '../../functions/domain/calendar.ts'
import { seededRandom } from '../../functions/simulator/random.ts'
import { randomHistory } from './history.ts'
import { reference, told } from './reference.ts'
import { accepted, release } from './release.ts'

/** What is told beside the core, by metric and part; with sectors where it is told of them. */
const TOLD = [
  ['legal.served', '', true], ['legal.served', 'kind=aid', true], ['legal.served', 'topic=rest', true], ['legal.served.people', '', true],
  ['fee.paid', 'host=station', true], ['fee.paid.amount', '', true], ['negotiation.held', 'topic=pay', true], ['case.closed', 'result=settled', true],
  ['service.delivered', 'channel=online', false], ['member.joined', 'received_by=joint_union', false],
  ['member.joined', 'path=self_run&received_by=joint_union', false],
  ['members_joined', 'path=self_run', false], ['members_joined', 'channel=scan', false],
  ['service_persontimes', 'kind=safety', false], ['service_persontimes', 'at_site', false], ['service_persontimes', 'not_member', false],
] as const // prettier-ignore

const MONTHS = ['2022-12', '2023-06', '2024-02', '2025-12']
const ASKED_REGIONS = [
  '000000',
  '310000',
  '310115',
  '330000',
  '330100',
  '330106',
  '420000',
  '429004',
  '440000',
  '441900',
  '650000',
  '660000',
]

/** The metrics of which some history has any: of the others 0 was compared with 0. */
const counted = new Set<string>()

describe('the models', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('count a random history (seed %i) as the words of the contract do', async (seed) => {
    const random = seededRandom(seed)
    const history = randomHistory(random, 160)
    const cube = await release([history.slice(0, 70), history.slice(70, 140), history.slice(140)])
    const events = accepted(history)
    const wrong: unknown[] = []
    let asked = 0
    for (const asOf of MONTHS.map((month) => monthEnd(monthNumber(`${month}-01`)))) {
      const rows = await cube.valuesAt({ regions: ASKED_REGIONS, month: monthNumber(asOf) })
      const found = new Map(rows.map((row) => [JSON.stringify([row.metric, row.part, row.region, row.sector, row.span]), row.value]))
      for (const [metric, { windowed, by, ratio, is_detail: isDetail }] of Object.entries(countedMetrics)) {
        if (ratio || isDetail) continue
        const parts = by === 'basis' ? Object.keys(codeLists.workforce_basis!.codes) : by === 'kind' ? ['', 'driver_home'] : ['']
        for (const span of windowed ? (['all', 'year', 'month'] as const) : (['all'] as const)) {
          for (const region of ASKED_REGIONS) {
            for (const sector of ['all', 'freight', 'courier']) {
              for (const part of parts) {
                const expected = reference(events, { metric, region, sector, asOf, span, part }) ?? (metric === 'workforce' ? undefined : 0)
                const value = found.get(JSON.stringify([metric, part, region, sector, span])) ?? (metric === 'workforce' ? undefined : 0)
                asked++
                if (expected) counted.add(metric)
                if (value !== expected) wrong.push({ metric, region, sector, asOf, span, part, value, expected })
              }
            }
          }
        }
      }
    }
    expect(wrong.slice(0, 5)).toEqual([])
    expect(asked).toBeGreaterThan(4000)
  })

  it('were compared where there is something to count, for every metric', () => {
    const core = Object.entries(countedMetrics).filter(([, { ratio, is_detail: isDetail }]) => !ratio && !isDetail)
    expect(core.map(([metric]) => metric).filter((metric) => !counted.has(metric))).toEqual([])
  })

  it.each([1, 2, 3, 4])('count acts, and the parts of joins and services, as they are told (seed %i)', async (seed) => {
    const history = randomHistory(seededRandom(seed), 400)
    const cube = await release([history.slice(0, 200), history.slice(200)])
    const events = accepted(history)
    const wrong: unknown[] = []
    let some = 0
    for (const asOf of MONTHS.map((month) => monthEnd(monthNumber(`${month}-01`)))) {
      const metrics = TOLD.map(([metric]) => metric)
      const rows = await cube.valuesAt({ regions: ASKED_REGIONS, metrics, month: monthNumber(asOf) })
      const found = new Map(rows.map((row) => [JSON.stringify([row.metric, row.part, row.region, row.sector, row.span]), row.value]))
      for (const [metric, part, hasSectors] of TOLD)
        for (const span of ['all', 'year', 'month'] as const)
          for (const region of ASKED_REGIONS)
            for (const sector of hasSectors ? ['all', 'freight'] : ['all']) {
              const expected = told(events, { metric, region, sector, asOf, span, part })
              const value = found.get(JSON.stringify([metric, part, region, sector, span])) ?? 0
              if (value > 0) some++
              if (value !== expected) wrong.push({ metric, part, region, sector, asOf, span, value, expected })
            }
    }
    expect(wrong.slice(0, 5)).toEqual([])
    expect(some).toBeGreaterThan(300)
  })

  it('count the same whatever the order of arrival', async () => {
    const history = randomHistory(seededRandom(99), 80).filter(
      (event, index, all) =>
        all.findIndex((one) => one.source === event.source && one.id === event.id && (one.revision ?? 1) === (event.revision ?? 1)) ===
        index,
    )
    const cubes = [await release([history]), await release([history.toReversed()])]
    const [first, second] = await Promise.all(
      cubes.map((cube) => cube.valuesAt({ regions: ASKED_REGIONS, month: monthNumber('2025-12-01') })),
    )
    const sorted = (rows: object[]) => rows.map((row) => JSON.stringify(row)).sort()
    expect(sorted(first!)).toEqual(sorted(second!))
  })
})
