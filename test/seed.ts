/**
 * The seed of a random test: the environment variable SEED, or a new one from the clock. It is printed, so that a failure can be
 * replayed with `SEED=…`.
 */
export function randomSeed(test: string): number {
  const seed = Number(process.env.SEED ?? Date.now() % 2_147_483_647)
  if (!Number.isInteger(seed)) throw new Error(`environment variable SEED: expected a whole number, got ${process.env.SEED}`)
  console.log(`${test}: SEED=${seed}`)
  return seed
}
