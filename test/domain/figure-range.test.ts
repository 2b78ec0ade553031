import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contradict, figureRange } from '../../functions/domain/figure-range.ts'

const exactly = (value: number) => ({ value, qualifier: 'exact' })
const about = (value: number) => ({ value, qualifier: 'approx' })
const atLeast = (value: number) => ({ value, qualifier: 'at_least' })

describe('published figures of one thing', () => {
  it('do not contradict each other as long as all of them can be true', () => {
    expect(contradict([atLeast(200_000), exactly(204_000)])).toBe(false)
    expect(contradict([about(200_000), exactly(204_000)])).toBe(false)
    expect(contradict([atLeast(200_000), atLeast(300_000)])).toBe(false)
  })
  it('contradict each other where they cannot', () => {
    expect(contradict([exactly(100), exactly(120)])).toBe(true)
    expect(contradict([atLeast(1_960), exactly(1_900)])).toBe(true)
    expect(contradict([about(100), about(115)])).toBe(true)
  })
  it('hold the number that is printed, and never contradict themselves', () => {
    const figure = fc.record({ value: fc.nat(), qualifier: fc.constantFrom('exact', 'approx', 'at_least') })
    fc.assert(
      fc.property(figure, (one) => {
        const { lowest, highest } = figureRange(one)
        expect(lowest <= one.value && one.value <= highest).toBe(true)
        expect(contradict([one, one])).toBe(false)
      }),
    )
  })
})
