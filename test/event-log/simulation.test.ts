import { describe, expect, it } from 'vitest'
import { simulateSeed } from './simulation.ts'

/** How many seeds: 500, or SEEDS (10,000 for a night), from FIRST_SEED on. SEED=N runs one seed alone, to replay a failure. */
const SEEDS = process.env.SEED === undefined ? Number(process.env.SEEDS ?? 500) : 1
const FIRST = Number(process.env.SEED ?? process.env.FIRST_SEED ?? 1)

describe('writers on a store that fails', () => {
  it(
    `lose no event, double none and store nothing of a person, whatever fails and when (${SEEDS} seeds from ${FIRST})`,
    { timeout: 3_600_000 },
    async () => {
      for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
        const faults = await simulateSeed(seed).catch((error: Error) => [String(error.stack)])
        expect([`SEED=${seed}`, faults]).toEqual([`SEED=${seed}`, []])
      }
    },
  )
})
