/** How much of the members a membership rate speaks of. */
export interface RateCoverage {
  /** Members of those regions and sectors whose workforce is in the denominator. */
  covered: number
  members: number
  /** covered / members, below 1. */
  share: number
}

/** How much of the members some cover; undefined where they are all. */
export function coverageOf(covered: number, members: number): RateCoverage | undefined {
  return covered < members ? { covered, members, share: covered / members } : undefined
}

/**
 * What a membership rate covers, from the values of a place (`members`, `members_covered.BASIS`); undefined where it covers every member. Source:
 * contract, section 3: a rate over some members only is shown as partial, with its parts.
 */
export function partialCoverage(values: Readonly<Record<string, number | undefined>>, basis: string): RateCoverage | undefined {
  return coverageOf(values[`members_covered.${basis}`] ?? 0, values.members ?? 0)
}
