import { beforeAll, describe, expect, it } from 'vitest'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { countedMetrics, publishedMetrics } from '../../functions/catalogue/catalogue.ts'
import { addDays } from '../../functions/domain/calendar.ts'
import type { Cube, ListRow } from '../../functions/reporting/cube.ts'
import { seededRandom } from '../../functions/simulator/random.ts'
import { randomHistory } from './history.ts'
import { type PlainEvent, reference } from './reference.ts'
import { accepted, release } from './release.ts'

let serial = 0
const tell = (type: string, occurred_on: string, data: object) => ({
  source: 'union:310000',
  id: String(++serial),
  type,
  occurred_on,
  data,
})
const figure = (metric: string, as_of: string, value: number, more: object = {}) =>
  tell('figure.published', '2025-12-01', { metric, region: '310000', sector: 'all', value, unit: '人', as_of, qualifier: 'exact', outlet: 'o', title: 't', quote: 'q', ...more }) // prettier-ignore

/** What is counted for the figures of a release, by their id. */
async function countsOf(cube: Cube): Promise<Map<string, Record<string, unknown>>> {
  return new Map((await cube.figureCounts()).map((row) => [row.id, { ...row }]))
}

describe('a published figure', () => {
  const member = { worker: { ref: 'w' }, union_id: 'U', region: '310115', sector: 'courier' }
  const join = tell('member.joined', '2025-03-10', { ...member, path: 'self_run', channel: 'scan' })
  const leave = tell('member.left', '2025-03-20', { worker: member.worker, union_id: 'U', reason: 'resigned' })
  const onDay = (day: string, more: object = {}) => figure('members_total', day, 5, more)
  const inside = onDay('2025-03-15')
  const before = onDay('2025-03-09')
  const first = onDay('2025-03-10')
  const last = onDay('2025-03-19')
  const after = onDay('2025-03-20')
  const ofSector = onDay('2025-03-15', { sector: 'courier' })
  const ofOther = onDay('2025-03-15', { sector: 'freight' })
  const ofGroups = onDay('2025-03-15', { sector: 'other' })
  const cumulative = onDay('2025-03-15', { period_start: '2025-01-01' })
  const elsewhere = onDay('2025-03-15', { region: '440000' })
  const joined = figure('members_new', '2025-03-20', 5, { period_start: '2025-03-10' })
  const joinedLater = figure('members_new', '2025-03-20', 5, { period_start: '2025-03-11' })
  const events = [join, leave, inside, before, first, last, after, ofSector, ofOther, ofGroups, cumulative, elsewhere, joined, joinedLater]

  let numbers: Map<string, unknown>
  beforeAll(async () => {
    const counts = await countsOf(await release([events]))
    numbers = new Map([...counts].map(([id, row]) => [id, row.number]))
  })
  const numberOf = ({ id }: { id: string }) => numbers.get(id)

  it('is set against the count on its own day: of a worker who joined on the 10th and left on the 20th', () => {
    expect([before, first, inside, last, after].map(numberOf)).toEqual([0, 1, 1, 1, 0])
  })
  it('of new members is set against those who joined within its own period', () => {
    expect([joined, joinedLater].map(numberOf)).toEqual([1, 0])
  })
  it('is set against its own sector and region, where anything was received there', () => {
    expect([ofSector, ofOther, elsewhere].map(numberOf)).toEqual([1, undefined, undefined])
  })
  it('of other groups, or of a total within a period, is not like what is counted', () => {
    expect([ofGroups, cumulative].map(numberOf)).toEqual([undefined, undefined])
  })
})

const DAYS = ['2022-07-13', '2023-02-15', '2023-12-31', '2024-03-02', '2025-08-20']
const ASKED = ['000000', '310000', '310115', '330000', '330100', '429004', '660000']
/** The pairs by the words of the catalogue, each once as a total or within a period. */
const PAIRS = [
  ['members_total', 'members'], ['members_new', 'members_joined'], ['unions_total', 'unions'], ['unions_new', 'unions_established'],
  ['head_enterprises_in_scope', 'head_enterprises'], ['head_enterprises_unionized', 'head_enterprises_unionized'],
  ['enterprises_unionized', 'enterprises_unionized'], ['driver_homes_total', 'driver_homes'],
] as const // prettier-ignore

/** The count on a day, or within a period, by the words of the contract. */
function expectedCount(events: readonly PlainEvent[], counted: string, { region, sector, period_start, as_of }: ListRow): number {
  const upTo = (asOf: string, ofSector: string) =>
    reference(events, { metric: counted, region: String(region), sector: ofSector, asOf, span: 'all', part: '' })!
  const isFlow = countedMetrics[counted]!.windowed
  return upTo(String(as_of), String(sector)) - (isFlow ? upTo(addDays(String(period_start), -1), String(sector)) : 0)
}

describe('the counts of figures', () => {
  it.each([21, 22, 23, 24])('are those of the contract on any day (seed %i)', async (seed) => {
    // A driver home whose opening names no sector is of freight: the reference is told so.
    const history = randomHistory(seededRandom(seed), 200).map((event) => {
      const data = event.data as Record<string, unknown> | undefined
      return data?.kind === 'driver_home' && !data.sector ? { ...event, data: { ...data, sector: 'freight' } } : event
    })
    const figures = DAYS.flatMap((day) =>
      ASKED.flatMap((region) =>
        ['all', 'freight', 'courier'].flatMap((sector) =>
          PAIRS.map(([metric, counted]) =>
            figure(metric, day, 1, { region, sector, ...(countedMetrics[counted]!.windowed && { period_start: addDays(day, -100) }) }),
          ),
        ),
      ),
    )
    const counts = [...(await countsOf(await release([history, figures]))).values()] as unknown as ListRow[]
    const events = accepted(history)
    const wrong = counts.flatMap((row) => {
      const expected = expectedCount(events, String(row.counted), row)
      return expected === row.number ? [] : [{ ...row, expected }]
    })
    expect(wrong.slice(0, 5)).toEqual([])
    const some = new Set(counts.filter((row) => Number(row.number) > 0).map((row) => row.counted))
    expect(counts.length).toBeGreaterThan(300)
    expect(some.size).toBeGreaterThan(5)
  })

  it('are of every pair of the catalogue that memberships and openings can count on a day', () => {
    const pairs = Object.entries(countedMetrics).flatMap(([counted, { published_beside: published }]) =>
      published ? [`${published} ${counted}`] : [],
    )
    // Services are counted by the month, and these two have no denominator, or basis, that print and events share.
    const left = ['service_persontimes service_persontimes', 'sector_workers_total workforce', 'join_rate membership_rate']
    expect([...PAIRS.map((pair) => pair.join(' ')), ...left].sort()).toEqual(pairs.sort())
    const sql = readFileSync(join(import.meta.dirname, '../../queries/marts/figure_counts.sql'), 'utf8')
    const listed = [...sql.matchAll(/\('(\w+)', '(\w+)', (true|false)\)/g)].map(([, published, counted, isFlow]) => [
      published,
      counted,
      isFlow,
    ])
    expect(listed).toEqual(PAIRS.map(([published, counted]) => [published, counted, String(countedMetrics[counted]!.windowed)]))
    expect(listed.every(([published, , isFlow]) => publishedMetrics[published!]!.kind === (isFlow === 'true' ? 'flow' : 'stock'))).toBe(
      true,
    )
  })
})
