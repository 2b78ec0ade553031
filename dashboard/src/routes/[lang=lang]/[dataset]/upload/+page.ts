import { readReceipts } from '#lib/data.ts'
import type { PageLoad } from './$types'

/** The latest receipts, read again after each upload. */
export const load: PageLoad = async ({ params, fetch, depends }) => {
  depends('app:receipts')
  return { receipts: await readReceipts(fetch, params.dataset) }
}
