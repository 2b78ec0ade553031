import listed from '../../queries/catalogue/prices.json' with { type: 'json' }
import type { Prices } from '../domain/cost.ts'

/** The list prices that costs are computed with, unless the setting PRICES_FILE names a file of others. */
export const listPrices: Prices = listed
