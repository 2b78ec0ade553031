import { describe, expect, it } from 'vitest'
import { asCounted, targetNumber } from '../../functions/reporting/target-number.ts'

const inPrint = 'published-figures'

describe('the number of a target', () => {
  it('is a share of 1 where the press prints a rate in per cent that is counted as a share', () => {
    expect(asCounted({ metric: 'join_rate', source: inPrint }, 65)).toBe(0.65)
    expect(asCounted({ metric: 'membership_rate', source: 'union:310000' }, 0.65)).toBe(0.65)
    expect(asCounted({ metric: 'members_new', source: inPrint }, 65)).toBe(65)
  })
  it('has its unit in words, in both languages', () => {
    expect(targetNumber({ metric: 'join_rate', source: inPrint }, 65)).toEqual({ zh: '65.0%', en: '65.0%' })
    expect(targetNumber({ metric: 'members_new', source: inPrint }, 40_000)).toEqual({ zh: '40,000 人', en: '40,000 people' })
    expect(targetNumber({ metric: 'stations_24h_share', source: inPrint }, 15)).toEqual({ zh: '15%', en: '15%' })
    expect(targetNumber({ metric: 'stations_total', source: inPrint }, 150_000)).toEqual({ zh: '150,000 个', en: '150,000' })
  })
})
