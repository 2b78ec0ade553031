import { describe, expect, it } from 'vitest'
import { expectedBy, forecastFinish, judge, ranks } from '../../functions/domain/progress.ts'

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
  ])('%# is told by the first rule that fits', (change, status) => {
    expect(judge({ ...base, ...change }).status).toBe(status)
  })
  it('expects a straight line from the first day to the last', () => {
    expect(expectedBy(364, '2026-01-01', '2026-12-31', '2026-01-01')).toBe(0)
    expect(expectedBy(364, '2026-01-01', '2026-12-31', '2026-04-11')).toBe(100)
    expect(expectedBy(364, '2026-01-01', '2026-12-31', '2026-12-31')).toBe(364)
    expect(expectedBy(364, '2026-01-01', '2026-12-31', '2025-06-01')).toBe(0)
    expect(expectedBy(364, '2026-01-01', '2026-01-01', '2026-01-01')).toBe(364)
  })
  it('shows a share above 1 as it is', () => {
    expect(judge({ ...base, value: 489 }).share).toBe(4.89)
  })
})

describe('the forecast', () => {
  it('goes on at the pace that was', () => {
    expect(forecastFinish(100, { on: '2026-07-01', value: 50 }, { on: '2026-06-21', value: 40 })).toBe('2026-08-20')
  })
  it('is silent without progress and beyond ten years', () => {
    expect(forecastFinish(100, { on: '2026-07-01', value: 50 }, { on: '2026-06-21', value: 50 })).toBeUndefined()
    expect(forecastFinish(1e6, { on: '2026-07-01', value: 50 }, { on: '2025-07-01', value: 49 })).toBeUndefined()
  })
})

describe('ranks', () => {
  it('go 1, 2, 2, 4', () => {
    expect(ranks([9, 7, 7, 3])).toEqual([1, 2, 2, 4])
  })
})
