import { describe, expect, it } from 'vitest'
import {
  addDays,
  daysBetween,
  isDay,
  lastSettledMonth,
  monthEnd,
  monthNumber,
  secondsToMidnight,
  shanghaiDay,
} from '../../functions/domain/calendar.ts'

describe('a day in Shanghai', () => {
  it.each([
    ['2026-02-28T15:59:59Z', '2026-02-28', 1],
    ['2026-02-28T16:00:00Z', '2026-03-01', 86_400],
    ['2024-02-28T16:00:00Z', '2024-02-29', 86_400],
    ['2025-12-31T15:59:59.999Z', '2025-12-31', 1],
    ['2025-12-31T16:00:00Z', '2026-01-01', 86_400],
    // Days on which other zones change their clocks are days like others here.
    ['2026-03-29T01:30:00Z', '2026-03-29', 52_200],
    ['2026-10-25T00:30:00Z', '2026-10-25', 55_800],
  ])('at %s it is %s, whatever the zone of the machine, and midnight is %d seconds away (G08)', (instant, day, seconds) => {
    expect([shanghaiDay(new Date(instant)), secondsToMidnight(new Date(instant))]).toEqual([day, seconds])
  })
  it.each([
    ['2024-02-29', true],
    ['2025-02-29', false],
    ['2100-02-29', false],
    ['2000-02-29', true],
    ['2026-04-31', false],
    ['2026-13-01', false],
    ['2026-00-10', false],
  ])('%s exists: %s (G08)', (day, exists) => {
    expect(isDay(day)).toBe(exists)
  })
  it('is counted on over leap days and turns of years, and back (G08)', () => {
    expect([addDays('2024-02-28', 1), addDays('2023-02-28', 1), addDays('2025-12-31', 1)]).toEqual([
      '2024-02-29',
      '2023-03-01',
      '2026-01-01',
    ])
    expect([daysBetween('2024-01-01', '2025-01-01'), daysBetween('2025-01-01', '2026-01-01')]).toEqual([366, 365])
    expect(['2024-02-01', '2025-02-01', '2025-12-01'].map((day) => monthEnd(monthNumber(day)))).toEqual([
      '2024-02-29',
      '2025-02-28',
      '2025-12-31',
    ])
  })
})

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
