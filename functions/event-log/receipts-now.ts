import type { Store } from '../storage/store.ts'
import { checkpointReceipts } from './checkpoint.ts'
import type { ReceiptRef } from './commit.ts'
import type { Log } from './log.ts'

/** The receipts of a log with the files that they have now: an erasure may have written them anew. */
export async function receiptsNow(store: Store, log: Log): Promise<ReceiptRef[]> {
  const refs = new Map<string, ReceiptRef>()
  const all = [
    ...(await checkpointReceipts(store, log.base)).map(([, ref]) => ref),
    ...log.entries.flatMap(({ commit }) => commit.receipts),
  ]
  for (const ref of all) if (ref.is_rewritten || !refs.has(ref.receipt_id)) refs.set(ref.receipt_id, ref)
  return [...refs.values()]
}
