import { describe, expect, it } from 'vitest'
import { PROVINCE_WORKERS, SECTOR_WEIGHTS, shareOfProvince } from '../../functions/simulator/distributions.ts'
import { EventStream, type SimulatedEvent } from '../../functions/simulator/event-stream.ts'
import { simulate } from '../../functions/simulator/simulate.ts'
import { regionsAtLevel } from '../../functions/catalogue/regions.ts'

const UNTIL = '2026-11-30'
const events = [...simulate({ events: 60_000, seed: 20210701, until: UNTIL, statesArrivals: true })]
const joins = events.filter(({ type, revision, void: isVoid }) => type === 'member.joined' && !revision && !isVoid)
const services = events.filter(({ type, revision, void: isVoid }) => type === 'service.delivered' && !revision && !isVoid)

const count = (rows: readonly SimulatedEvent[], by: (event: SimulatedEvent) => string) => {
  const counts = new Map<string, number>()
  for (const row of rows) counts.set(by(row), (counts.get(by(row)) ?? 0) + 1)
  return (key: string) => counts.get(key) ?? 0
}
const inMonth = (rows: readonly SimulatedEvent[]) => count(rows, ({ occurred_on }) => occurred_on.slice(0, 7))

describe('the campaign that the simulator tells', () => {
  it('has in each province about the share of members that it has of the workers', () => {
    // Without those of the one month in which a province made a drive of it.
    const usual = joins.filter(({ data }) => !data!.campaign)
    const of = count(usual, ({ source }) => `${source.slice(6, 8)}0000`)
    const shares = PROVINCE_WORKERS.map(([province]) => ({ province, off: of(province) / usual.length / shareOfProvince(province) }))
    expect(shares.filter(({ off }) => off < 0.7 || off > 1.4)).toEqual([])
  })
  it('has in each sector about the share of members that it has of the workers', () => {
    const of = count(joins, ({ data }) => String(data!.sector))
    const all = SECTOR_WEIGHTS.reduce((sum, [, weight]) => sum + weight, 0)
    const shares = SECTOR_WEIGHTS.map(([sector, weight]) => ({ sector, off: of(sector) / joins.length / (weight / all) }))
    expect(shares.filter(({ off }) => off < 0.85 || off > 1.25)).toEqual([])
  })
  it('grows as the published series: most join in 2022, and no later year has more than the one before', () => {
    const of = count(joins, ({ occurred_on }) => occurred_on.slice(0, 4))
    const years = ['2022', '2023', '2024', '2025', '2026'].map(of)
    expect(years).toEqual(years.toSorted((a, b) => b - a))
    // 10.37 million joined from 2021 to February 2023, of some 25 million in this campaign.
    const until2023 = joins.filter(({ occurred_on }) => occurred_on < '2023-03-01').length / joins.length
    expect(until2023).toBeGreaterThan(0.35)
    expect(until2023).toBeLessThan(0.47)
  })
  it('has services that grow less each year, and by less than a quarter in the last', () => {
    const of = count(services, ({ occurred_on }) => occurred_on.slice(0, 4))
    const [before, last, elevenMonths] = [of('2024'), of('2025'), of('2026')]
    expect(last / before).toBeLessThan(1.3)
    expect((elevenMonths * 12) / 11 / last).toBeLessThan(Math.min(1.25, last / before))
  })
  it('has a dip at the Spring Festival, and summer service in summer', () => {
    const of = inMonth(joins)
    expect(of('2026-02')).toBeLessThan(of('2026-01') * 0.6)
    expect(of('2026-02')).toBeLessThan(of('2026-03') * 0.6)
    const summer = inMonth(services.filter(({ data }) => data!.kind === 'summer_cool'))
    expect(summer('2025-07')).toBeGreaterThan(100)
    expect(summer('2025-12') + summer('2025-01') + summer('2025-02')).toBeLessThan(10)
  })
  it('reaches counties of every prefecture of a large province', () => {
    const seen = new Set(events.map(({ source }) => source.slice(6, 10)))
    const without = regionsAtLevel('370000', 'prefecture').filter(({ code }) => !seen.has(code.slice(0, 4)))
    expect(without.map(({ name }) => name)).toEqual([])
  })
  it('says of each event when it arrived: on the day or after it, and never after the last day', () => {
    const wrong = events.filter(({ occurred_on, received_on = '', revision, void: isVoid }) => {
      const isEarly = received_on < occurred_on && !revision && !isVoid
      return isEarly || received_on > UNTIL || received_on === ''
    })
    expect(wrong).toEqual([])
  })
  it('says nothing of arrivals unless it is asked to: other datasets do not take them', () => {
    const plain = [...simulate({ events: 2000, seed: 1, until: UNTIL })]
    expect(plain.filter((event) => 'received_on' in event)).toEqual([])
  })
  it('has parts with random numbers and ids of their own: what one draws and sends changes no other', () => {
    const lone = new EventStream({ events: 100, seed: 7, until: UNTIL })
    const busy = new EventStream({ events: 100, seed: 7, until: UNTIL })
    const other = busy.part('county-110101')
    for (let n = 0; n < 20; n++) void [...other.send('110101', 'union.dissolved', '2024-05-10', { union_id: other.random.next() })]
    const sentBy = (stream: EventStream) => {
      const part = stream.part('county-310115')
      return [1, 2, 3].flatMap(() => [...part.send('310115', 'union.dissolved', part.dayBetween('2022-01-01', '2024-12-31'), { union_id: 'u' })]) // prettier-ignore
    }
    expect(sentBy(lone)).not.toEqual([])
    expect(sentBy(busy)).toEqual(sentBy(lone))
  })
})
