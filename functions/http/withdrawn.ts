import { type Withdrawal, allWithdrawals } from '../release-format/withdrawals.ts'
import type { Store } from '../storage/store.ts'
import { datasetStore } from './datasets.ts'
import { HttpError } from './message.ts'

/** How long one process goes on with the withdrawals that it knows, in milliseconds: another process may erase a person. */
const KNOWN_FOR = 5000

interface Known {
  until: number
  withdrawals: Promise<Withdrawal[]>
}

const knownByStore = new WeakMap<Store, Map<string, Known>>()

/** The withdrawals of a dataset, as they were some seconds ago at most. */
export function withdrawalsOf({ store }: { store: Store }, dataset: string): Promise<Withdrawal[]> {
  let datasets = knownByStore.get(store)
  if (!datasets) knownByStore.set(store, (datasets = new Map()))
  const known = datasets.get(dataset)
  const now = performance.now()
  if (known && known.until > now) return known.withdrawals
  const withdrawals = allWithdrawals(datasetStore(store, dataset))
  withdrawals.catch(() => datasets.delete(dataset))
  datasets.set(dataset, { until: now + KNOWN_FOR, withdrawals })
  return withdrawals
}

/** Forgets the withdrawals of a dataset that are known here: this process has just made one. */
export function forgetWithdrawals({ store }: { store: Store }, dataset: string): void {
  knownByStore.get(store)?.delete(dataset)
}

/** Throws HttpError 410 with the reason for a release or bulletin that was withdrawn. */
export async function refuseWithdrawn(
  context: { store: Store },
  dataset: string,
  { what, id }: Pick<Withdrawal, 'what' | 'id'>,
): Promise<void> {
  const found = (await withdrawalsOf(context, dataset)).find((one) => one.what === what && one.id === id)
  if (!found) return
  const name = what === 'release' ? { zh: '发布版', en: 'release' } : { zh: '通报', en: 'bulletin' }
  throw new HttpError(410, `${name.zh} ${id}：${found.reason.zh}`, `${name.en} ${id}: ${found.reason.en}`)
}
