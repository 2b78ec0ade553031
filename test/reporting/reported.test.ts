import { describe, expect, it } from 'vitest'
import { isReported } from '../../functions/catalogue/reported.ts'
import { measures } from '../../functions/catalogue/measures.ts'
import { isNumberReported } from '../../functions/catalogue/reported.ts'

const rows =
  (...known: string[]) =>
  (metric: string, part: string) =>
    known.includes(part === '' ? metric : `${metric} ${part}`)

const ofMeasure = (id: string, ...known: string[]) => isNumberReported(rows(...known), measures[id]!.indicator, measures[id]!.of)

describe('a measure', () => {
  it('is reported by the kind that makes it count, and not by another kind of the same event', () => {
    expect(ofMeasure('M085', 'activity.held', 'activity.held kind=culture_sport')).toBe(false)
    expect(ofMeasure('M085', 'activity.held', 'activity.held kind=publicity&channel=online')).toBe(true)
    expect(ofMeasure('M104', 'sites', 'sites love_stop')).toBe(false)
    expect(ofMeasure('M104', 'sites', 'sites outdoor_station')).toBe(true)
  })
  it('that is a part of a register has a true zero once the register has that part, and unions were reported', () => {
    expect(ofMeasure('M008', 'enterprises', 'unions')).toBe(false)
    expect(ofMeasure('M008', 'enterprises', 'enterprises kind=dispatch', 'unions')).toBe(true)
    expect(ofMeasure('M008', 'enterprises', 'enterprises kind=dispatch')).toBe(false)
  })
  it('that counts an absence needs both the register and the unions (M026 agrees with its list and with the API)', () => {
    expect(ofMeasure('M026', 'workforce')).toBe(false)
    expect(ofMeasure('M026', 'workforce', 'unions')).toBe(true)
    expect(ofMeasure('M026', 'workforce registered', 'unions')).toBe(true)
    expect(ofMeasure('M026', 'workforce registered')).toBe(false)
  })
})

describe('a value of a page', () => {
  it('is not "no union" where no union was ever reported', () => {
    expect(isReported('head_enterprises_unionized', { head_enterprises: 12, enterprises: 12 })).toBe(false)
    expect(isReported('head_enterprises_unionized', { head_enterprises: 12, enterprises: 12, unions: 1 })).toBe(true)
  })
})
