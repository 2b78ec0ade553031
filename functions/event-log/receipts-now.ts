import type { Store } from '../storage/store.ts'
import { checkpointReceipts } from './checkpoint.ts'
import type { ReceiptRef } from './commit.ts'
import type { Log } from './log.ts'

/** A receipt with the files that it has now, and the moment of the commit that first named it, where that is known. */
export interface ReceiptNow {
  ref: ReceiptRef
  committedAt?: string
}

/** The receipts of a log with the files that they have now: an erasure may have written them anew. */
export async function receiptsNow(store: Store, log: Log): Promise<ReceiptNow[]> {
  const receipts = new Map<string, ReceiptNow>()
  const all: ReceiptNow[] = [
    ...(await checkpointReceipts(store, log.base)).map(([, ref]) => ({ ref })),
    ...log.entries.flatMap(({ commit }) => commit.receipts.map((ref) => ({ ref, committedAt: commit.committed_at }))),
  ]
  for (const one of all) {
    const existing = receipts.get(one.ref.receipt_id)
    if (!existing) receipts.set(one.ref.receipt_id, one)
    else if (one.ref.is_rewritten) existing.ref = one.ref
  }
  return [...receipts.values()]
}
