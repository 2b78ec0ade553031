import { readFileSync } from 'node:fs'
import type { Prices } from '../domain/cost.ts'
import { WrongSetting, readSetting } from '../settings/read-setting.ts'
import { listPrices } from './prices.ts'

/** The list prices of the cost page: those of the catalogue, or of the file of PRICES_FILE, which has the same fields. Throws WrongSetting. */
export function readPrices(): Prices {
  const path = readSetting('PRICES_FILE')
  if (!path) return listPrices
  let given: Record<string, unknown>
  try {
    given = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
  } catch (error) {
    throw new WrongSetting('PRICES_FILE', `: ${path} is not read as JSON: ${(error as Error).message}`, { cause: error })
  }
  for (const [name, value] of Object.entries(listPrices)) {
    const isSound = typeof given[name] === typeof value && (typeof value !== 'number' || Number(given[name]) >= 0)
    if (!isSound)
      throw new WrongSetting(
        'PRICES_FILE',
        `: ${path}: ${name} should be ${typeof value === 'number' ? 'a number from 0' : 'as in queries/catalogue/prices.json'}`,
      )
  }
  return given as unknown as Prices
}
