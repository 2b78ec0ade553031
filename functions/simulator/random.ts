/** A seeded random number generator (Mulberry32): the same seed gives the same numbers on every machine. */
export interface Random {
  /** A number from 0 (inclusive) to 1 (exclusive). */
  next(): number
  /** A whole number from 0 (inclusive) to `n` (exclusive). */
  below(n: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly T[]): T
  /** A random item by weight; weights need not add up to 1. */
  weighted<T>(items: readonly (readonly [item: T, weight: number])[]): T
}

/** The seed of one of many streams of a simulation, by its name: what one stream draws changes no other. (FNV-1a) */
export function seedOf(seed: number, name: string): number {
  let hash = 0x811c9dc5
  for (const unit of `${seed} ${name}`) hash = Math.imul(hash ^ unit.codePointAt(0)!, 0x01000193)
  return hash >>> 0
}

/** Creates a generator from a seed, a whole number of 32 bits. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const below = (n: number) => Math.floor(next() * n)
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick: (items) => items[below(items.length)]!,
    weighted(items) {
      let left = next() * items.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [item, weight] of items) if ((left -= weight) < 0) return item
      return items.at(-1)![0]
    },
  }
}
