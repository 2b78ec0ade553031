import { describe, expect, it } from 'vitest'
import { type BenchLine, compare, median, table } from './compare.ts'

const rounds = (bench: string, unit: string, values: readonly number[]): BenchLine[][] =>
  values.map((value) => [{ bench, n: 1, value, unit }])

const shortLines = (unit: string, ours: readonly number[], theirs: readonly number[]) =>
  compare(rounds('a', unit, ours), rounds('a', unit, theirs)).lines.filter((line) => line.is_short).length

describe('the comparison of two trees', () => {
  it('calls a line short if its median ratio is past the limit and the ranges do not overlap', () => {
    expect(shortLines('s', [1.1, 1.2, 1.15], [1, 1.01, 1.02])).toBe(1)
    expect(shortLines('events/s', [90, 91, 92], [100, 101, 102])).toBe(1)
  })
  it('does not call a line short whose ranges overlap', () => {
    expect(shortLines('s', [1.1, 1.2, 1.0], [1, 1.01, 1.02])).toBe(0)
    expect(shortLines('events/s', [90, 91, 100], [100, 101, 102])).toBe(0)
  })
  it('does not call a line short that is within the limit, or better', () => {
    expect(shortLines('MB', [1.04, 1.04, 1.04], [1, 1, 1])).toBe(0)
    expect(shortLines('ms', [0.5, 0.5, 0.5], [1, 1, 1])).toBe(0)
    expect(shortLines('answers/s', [200, 200, 200], [100, 100, 100])).toBe(0)
  })
  it('takes the median over the rounds of the ratios', () => {
    expect(compare(rounds('a', 's', [2, 3, 8]), rounds('a', 's', [1, 2, 2])).lines[0]?.ratio).toBe(2)
    expect(compare(rounds('a', 'events/s', [1, 1, 1]), rounds('a', 'events/s', [2, 3, 4])).lines[0]?.ratio).toBe(3)
    expect(median([4, 1, 3, 2])).toBe(2.5)
  })
  it('names the lines that only one tree prints', () => {
    expect(compare(rounds('new', 's', [1]), rounds('old', 's', [1]))).toEqual({ lines: [], missing: ['new', 'old'] })
  })
  it('is printed as a table that marks short lines', () => {
    const { lines } = compare(rounds('release', 's', [2, 2]), rounds('release', 's', [1, 1]))
    expect(table(lines).split('\n')).toEqual([expect.stringContaining('ratio'), expect.stringMatching(/^release .* 2\.000 {2}SHORT$/)])
  })
})
