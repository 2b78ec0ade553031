import { describe, expect, it } from 'vitest'
import { readFileSync } from 'node:fs'
import { expectedBy, forecastBand, forecastFinish, judge, ranks, statusOn } from '../../functions/domain/progress.ts'

const base = {
  value: 50,
  target: 100,
  comparison: 'at_least',
  windowStart: '2026-01-01',
  deadline: '2026-12-31',
  asOf: '2026-07-02',
} as const

describe('the status of a target', () => {
  it.each([
    [{ target: undefined }, 'placeholder'],
    [{ value: undefined }, 'not_reported'],
    [{ value: 100 }, 'met'],
    [{ value: 100, comparison: 'more_than' as const }, 'on_track'],
    [{ value: 101, comparison: 'more_than' as const }, 'met'],
    [{ asOf: '2027-01-01' }, 'overdue'],
    [{ deadline: undefined }, 'no_deadline'],
    [{ windowStart: undefined }, 'not_judged'],
    [{ value: 51 }, 'on_track'],
    [{ value: 49 }, 'behind'],
    [{ value: 0, target: 0, comparison: 'all' as const }, 'met'],
    [{ value: 2, target: 0, comparison: 'all' as const, deadline: undefined }, 'no_deadline'],
    [{ value: 2, target: 0, comparison: 'all' as const }, 'behind'],
    [{ value: 2, target: 0 }, 'behind'],
    [{ value: 2, target: 0, windowStart: undefined }, 'behind'],
    [{ value: 2, target: 0, asOf: '2027-01-01' }, 'overdue'],
    [{ value: 0, target: 0, asOf: '2027-01-01', wasReached: false }, 'made_good_late'],
    [{ value: 2, target: 0, comparison: 'more_than' as const }, 'met'],
    [{ value: 0, target: 0, comparison: 'more_than' as const }, 'behind'],
    [{ value: 120, isLessBetter: true }, 'behind'],
    [{ value: 100, isLessBetter: true }, 'met'],
    [{ target: undefined, isGoalSet: true }, 'not_reported'],
    [{ asksForRise: true, target: undefined, before: 49 }, 'rising'],
    [{ asksForRise: true, target: undefined, before: 50 }, 'not_rising'],
    [{ asksForRise: true, target: undefined }, 'no_earlier'],
    [{ asksForRise: true, target: undefined, value: undefined, before: 49 }, 'not_reported'],
  ])('case %# takes the first rule that fits', (change, status) => {
    expect(judge({ ...base, ...change }).status).toBe(status)
  })
  it('expects a straight line from the first day to the last', () => {
    expect(expectedBy(364, '2026-01-01', '2026-12-31', '2026-01-01')).toBe(0)
    expect(expectedBy(364, '2026-01-01', '2026-12-31', '2026-04-11')).toBe(100)
    expect(expectedBy(364, '2026-01-01', '2026-12-31', '2026-12-31')).toBe(364)
    expect(expectedBy(364, '2026-01-01', '2026-12-31', '2025-06-01')).toBe(0)
    expect(expectedBy(364, '2026-01-01', '2026-01-01', '2026-01-01')).toBe(364)
  })
  it('expects nothing by now, and gives no share and gap, where nothing may be left', () => {
    expect(judge({ ...base, value: 3, target: 0 })).toEqual({ status: 'behind' })
  })
  it('shows a share above 1 as it is (F13)', () => {
    expect(judge({ ...base, value: 489 }).share).toBe(4.89)
  })
})

describe('the status of a target on the reader’s day', () => {
  it.each([
    ['behind', '2026-12-31', '2027-01-01', 'overdue'],
    ['on_track', '2026-12-31', '2027-01-01', 'overdue'],
    ['behind', '2026-12-31', '2026-12-31', 'behind'],
    ['met', '2026-12-31', '2027-01-01', 'met'],
    ['no_deadline', undefined, '2027-01-01', 'no_deadline'],
  ] as const)('of %s with the deadline %s is on %s %s', (status, deadline, on, found) => {
    expect(statusOn(status, deadline, on)).toBe(found)
  })
})

describe('a target that a number does not judge', () => {
  const whole = { target: 0, comparison: 'all', windowStart: undefined, deadline: undefined, asOf: '2026-11-24' } as const
  it('of nothing, 0 of 0, is not applicable and never met', () => {
    expect(judge({ ...whole, value: 0, isOfNothing: true })).toEqual({ status: 'not_applicable' })
  })
  it('of zero is met by zero all the same, where no whole stands behind it (F13)', () => {
    expect(judge({ ...whole, value: 0 })).toMatchObject({ status: 'met' })
  })
  it('that asks only whether there is any has no share', () => {
    const existence = { ...whole, target: 1, comparison: 'at_least', asksForExistence: true } as const
    expect(judge({ ...existence, value: 2984 })).toEqual({ status: 'met' })
    expect(judge({ ...existence, value: 0 })).toEqual({ status: 'no_deadline', gap: 1 })
  })
})

describe('the forecast', () => {
  it('continues the pace so far', () => {
    expect(forecastFinish(100, { on: '2026-07-01', value: 50 }, { on: '2026-06-21', value: 40 })).toBe('2026-08-20')
  })
  it('is undefined without progress and beyond ten years', () => {
    expect(forecastFinish(100, { on: '2026-07-01', value: 50 }, { on: '2026-06-21', value: 50 })).toBeUndefined()
    expect(forecastFinish(1e6, { on: '2026-07-01', value: 50 }, { on: '2025-07-01', value: 49 })).toBeUndefined()
  })
})

describe('the band of a forecast', () => {
  const at = (on: string, value: number) => ({ on, value })
  it('is one day where all steps are equal', () => {
    const steady = [at('2026-01-01', 0), at('2026-01-11', 10), at('2026-01-21', 20), at('2026-01-31', 30)]
    expect(forecastBand(100, steady)).toEqual({ from: '2026-04-11', to: '2026-04-11' })
  })
  it('widens with the variance of the steps, around the day at the same pace', () => {
    const calm = forecastBand(100, [at('2026-01-01', 0), at('2026-01-11', 8), at('2026-01-21', 20), at('2026-01-31', 30)])!
    const wild = forecastBand(100, [at('2026-01-01', 0), at('2026-01-11', 1), at('2026-01-21', 25), at('2026-01-31', 30)])!
    expect(wild.from < calm.from && calm.from < '2026-04-11' && calm.to! > '2026-04-11' && wild.to! > calm.to!).toBe(true)
  })
  it('is undefined for fewer than three values, without progress, and where the target is reached', () => {
    expect(forecastBand(100, [at('2026-01-01', 0), at('2026-01-11', 10)])).toBeUndefined()
    expect(forecastBand(100, [at('2026-01-01', 9), at('2026-01-11', 9), at('2026-01-21', 9)])).toBeUndefined()
    expect(forecastBand(10, [at('2026-01-01', 0), at('2026-01-11', 5), at('2026-01-21', 10)])).toBeUndefined()
  })
  it('forecasts, from the figures published by the end of 2023, the day on which 180,000 union stations were published', () => {
    const lines = readFileSync(new URL('../../queries/data/published-figures.csv', import.meta.url), 'utf8').split('\n')
    const known = lines
      .map((line) => line.split(','))
      .filter((cells) => cells[2] === '000000' && cells[5] === 'stations_total' && cells[4] === 'all')
      .map((cells) => at(cells[0]!, Number(cells[8])))
      .sort((a, b) => (a.on < b.on ? -1 : 1))
    const band = forecastBand(180_000, known.filter((one) => one.on <= '2023-12-31'))! // prettier-ignore
    expect(known.find((one) => one.value === 180_000)!.on).toBe('2024-11-18')
    expect(band.from <= '2024-11-18' && (band.to ?? '9999') >= '2024-11-18').toBe(true)
  })
  it('contains the day in about four cases of five, over many random walks', () => {
    let seed = 7
    const next = () => (seed = (seed * 48271) % 2147483647) / 2147483647
    const day = (n: number) => new Date(Date.UTC(2024, 0, 1 + 30 * n)).toISOString().slice(0, 10)
    let held = 0
    const walks = 400
    for (let walk = 0; walk < walks; walk++) {
      const values = [0]
      for (let n = 1; n < 60; n++) values.push(values[n - 1]! + 10 + 12 * (next() + next() + next() - 1.5))
      const history = values.slice(0, 13).map((value, n) => at(day(n), value))
      const target = history.at(-1)!.value + 120
      const band = forecastBand(target, history)
      const reached = values.findIndex((value) => value >= target)
      if (band && reached > 0 && band.from <= day(reached) && (band.to ?? '9999') >= day(reached - 1)) held++
    }
    expect(held / walks).toBeGreaterThan(0.7)
    expect(held / walks).toBeLessThan(0.95)
  })
})

describe('ranks', () => {
  it('are 1, 2, 2, 4 where two values are equal', () => {
    expect(ranks([9, 7, 7, 3])).toEqual([1, 2, 2, 4])
  })
})
