import { readFileSync } from 'node:fs'
import { listPrices } from '../catalogue/prices.ts'
import type { Prices } from '../domain/cost.ts'

/** The list prices that costs are told in: those of the catalogue, or of the file that PRICES_FILE names, which has the same fields. */
export function readPrices(): Prices {
  const path = process.env.PRICES_FILE
  if (!path) return listPrices
  let given: Record<string, unknown>
  try {
    given = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
  } catch (error) {
    throw new Error(`environment variable PRICES_FILE: ${path} is not read as JSON: ${(error as Error).message}`, { cause: error })
  }
  for (const [name, value] of Object.entries(listPrices)) {
    const isSound = typeof given[name] === typeof value && (typeof value !== 'number' || Number(given[name]) >= 0)
    if (!isSound)
      throw new Error(
        `environment variable PRICES_FILE: ${path}: ${name} should be ${typeof value === 'number' ? 'a number from 0' : 'as in queries/catalogue/prices.json'}`,
      )
  }
  return given as unknown as Prices
}
