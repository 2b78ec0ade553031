import { describe, expect, it } from 'vitest'
import { lastSettledMonth, monthNumber } from '../../functions/domain/calendar.ts'

describe('the last settled month', () => {
  const settled = (day: string) => lastSettledMonth(day, 10)
  it('is the month before from the settling day on', () => {
    expect(settled('2026-11-10')).toBe(monthNumber('2026-10-01'))
    expect(settled('2026-11-30')).toBe(monthNumber('2026-10-01'))
  })
  it('is the month before that until then, across a turn of the year too', () => {
    expect(settled('2026-11-09')).toBe(monthNumber('2026-09-01'))
    expect(settled('2026-01-09')).toBe(monthNumber('2025-11-01'))
  })
})
