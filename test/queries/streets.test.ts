import { describe, expect, it } from 'vitest'
import { countedMetrics } from '../../functions/catalogue/catalogue.ts'
import { monthEnd, monthNumber } from '../../functions/domain/calendar.ts'
import { seededRandom } from '../../functions/simulator/random.ts'
import { randomHistory } from './history.ts'
import { type Question, live, reference } from './reference.ts'
import { accepted, release } from './release.ts'

/** Metrics that are no sums of townships: they have no values there. */
const NOT_BY_STREET = ['workforce', 'membership_rate', 'blank_cells']
const STREETS = ['310115004', '441900003']
const ABOVE = ['310115', '441900']
const MONTHS = ['2022-12', '2023-06', '2024-02', '2025-12']

describe('the values of townships', () => {
  it.each([1, 2, 3, 4, 5, 6])('are counted from a random history (seed %i) as the words of the contract say', async (seed) => {
    const history = randomHistory(seededRandom(seed), 200)
    const cube = await release([history.slice(0, 90), history.slice(90, 150), history.slice(150)])
    const events = accepted(history)
    // A service that names a township is left out, and nothing else is said of it: who is who stays as all events say.
    const elsewhere = live(events)
      .filter(({ type, data }) => type !== 'service.delivered' || String(data.region).length === 6)
      .map((event) => ({ ...event, data: { ...event.data, worker_id_number: undefined, worker_phone: undefined, worker_ref: undefined } }))
    const wrong: unknown[] = []
    let some = 0
    for (const asOf of MONTHS.map((month) => monthEnd(monthNumber(`${month}-01`)))) {
      const rows = await cube.streets.valuesAt({ regions: [...STREETS, ...ABOVE], metrics: 'every', month: monthNumber(asOf) })
      const found = new Map(rows.map((row) => [JSON.stringify([row.metric, row.part, row.region, row.sector, row.span]), row.value]))
      const check = (question: Question, expected: number) => {
        const { metric, region, sector, span } = question
        const value = found.get(JSON.stringify([metric, '', region, sector, span])) ?? 0
        if (value !== 0) some++
        if (value !== expected) wrong.push({ ...question, value, expected })
      }
      for (const [metric, { windowed, is_detail: isDetail }] of Object.entries(countedMetrics)) {
        if (isDetail || NOT_BY_STREET.includes(metric)) continue
        for (const span of windowed ? (['all', 'year', 'month'] as const) : (['all'] as const))
          for (const sector of ['all', 'freight', 'courier']) {
            const question = { metric, sector, asOf, span, part: '' }
            const at = (region: string, of = events) => reference(of, { ...question, region }) ?? 0
            for (const street of STREETS) check({ ...question, region: street }, at(street))
            for (const region of ABOVE) {
              const named = metric === 'workers_served' ? at(region) - at(region, elsewhere) : at(STREETS[ABOVE.indexOf(region)]!)
              check({ ...question, region }, named)
            }
          }
      }
    }
    expect(wrong.slice(0, 5)).toEqual([])
    expect(some).toBeGreaterThan(60)
  })
  it('have no files where no event names a township, and the metrics of those that do where one does', async () => {
    const site = (id: string, region: string) => ({
      source: 'union:310115', id, type: 'site.opened', occurred_on: '2024-02-01', data: { site_id: id, kind: 'driver_home', name: '司机之家', region },
    }) // prettier-ignore
    const without = await release([[site('a', '310115')]])
    expect(Object.keys(without.manifest.files).filter((name) => name.startsWith('street_cube'))).toEqual([])
    expect([...(await without.streets.metrics())]).toEqual([])
    const named = await release([[site('a', '310115')], [site('b', '310115004001')]])
    expect(Object.keys(named.manifest.files).filter((name) => name.startsWith('street_cube'))).toEqual(['street_cube/31'])
    expect([...(await named.streets.metrics())]).toEqual(['driver_homes', 'sites', 'streets_with_site'])
  })
})
