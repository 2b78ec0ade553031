import { z } from 'zod'
import { bilingual, text } from './language.ts'

const price = z.number().min(0, { error: 'a number from 0' })

/** `prices.json`: list prices of the cloud. */
export const pricesFile = z.strictObject({
  currency: text,
  region: text,
  as_of: text,
  source: bilingual,
  function_memory_mb: price,
  function_gb_second: price,
  function_million_calls: price,
  store_gb_month: price,
  store_million_writes: price,
  store_million_reads: price,
  elsewhere_terabyte: price,
  elsewhere_least_bytes: price,
})
