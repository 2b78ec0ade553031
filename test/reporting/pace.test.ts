import { describe, expect, it } from 'vitest'
import { paceOf } from '../../functions/reporting/pace.ts'
import { workdaysBetween } from '../../functions/reporting/workdays.ts'

const target = { window_start: '2026-01-01', deadline: '2026-12-31' }

describe('working days', () => {
  it('leave out holidays and count make-up working days, as the State Council announced them', () => {
    expect(workdaysBetween('2025-10-01', '2025-10-08')).toBe(0)
    expect(workdaysBetween('2025-01-26', '2025-01-26')).toBe(1)
    expect(workdaysBetween('2026-01-01', '2026-12-31')).toBe(248)
  })
})

describe('pace', () => {
  it('expects the share of the working days of the window that have passed, and all of it after the deadline', async () => {
    const before = (await paceOf(target, { goal: 2480, day: '2026-02-28', sumOfMonths: undefined }))!
    expect(before).toEqual({ workdays: workdaysBetween('2026-01-01', '2026-02-28'), workdays_total: 248, expected_by_workdays: 10 * before.workdays })
    expect((await paceOf(target, { goal: 2480, day: '2027-03-01', sumOfMonths: undefined }))!.expected_by_workdays).toBe(2480)
  }) // prettier-ignore
  it('expects little in a season that was low in the years before', async () => {
    // Each year: 10 a month, and 110 in December.
    const sumOfMonths = async (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, n) => ((from + n) % 12 === 11 ? 110 : 10)).reduce((sum, one) => sum + one, 0)
    const pace = (await paceOf(target, { goal: 220, day: '2026-06-30', sumOfMonths }))!
    expect(pace.expected_by_season).toBeCloseTo(60, 9)
    expect(pace.season_years).toEqual([2025, 2024, 2023])
    expect(pace.expected_by_workdays).toBeGreaterThan(100)
  })
  it('has no season from one year, from years with almost nothing, or for a window that is not the calendar year', async () => {
    const oneYear = async (from: number) => (from >= 2025 * 12 ? 100 : 0)
    const little = async () => 1
    const plenty = async () => 100
    expect((await paceOf(target, { goal: 100, day: '2026-06-30', sumOfMonths: oneYear }))!.expected_by_season).toBeUndefined()
    expect((await paceOf(target, { goal: 100, day: '2026-06-30', sumOfMonths: little }))!.expected_by_season).toBeUndefined()
    expect(
      (await paceOf({ ...target, window_start: '2025-07-01' }, { goal: 100, day: '2026-06-30', sumOfMonths: plenty }))!.expected_by_season,
    ).toBeUndefined()
  })
  it('is undefined without both ends of a window, or before it begins', async () => {
    expect(await paceOf({ ...target, deadline: null }, { goal: 100, day: '2026-06-30', sumOfMonths: undefined })).toBeUndefined()
    expect(await paceOf(target, { goal: 100, day: '2025-06-30', sumOfMonths: undefined })).toBeUndefined()
  })
})
