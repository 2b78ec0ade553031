import type { Problem, ProblemCode } from '../events/problems.ts'

/**
 * A problem as it is stored in a sequence: in full where it comes for the first time, then by its number in the sequence. Rejected rows mostly
 * have the same few problems, and storing their texts each time would take many times the space of the rows.
 */
export type PackedProblem = number | [field: string, code: string, message: string, message_en: string]

/** Packs the problems of a sequence, in order. */
export function problemPacker(): (problem: Problem) => PackedProblem {
  const numbers = new Map<string, number>()
  return ({ field, code, message, message_en }) => {
    const full: PackedProblem = [field, code, message, message_en]
    const key = full.join('\u0000')
    const number = numbers.get(key)
    if (number !== undefined) return number
    numbers.set(key, numbers.size)
    return full
  }
}

/** Unpacks the problems of a sequence, in the same order. */
export function problemUnpacker(): (packed: PackedProblem) => Problem {
  const problems: Problem[] = []
  return (packed) => {
    if (typeof packed === 'number') return problems[packed]!
    const [field, code, message, message_en] = packed
    const problem: Problem = { field, code: code as ProblemCode, message, message_en }
    problems.push(problem)
    return problem
  }
}
