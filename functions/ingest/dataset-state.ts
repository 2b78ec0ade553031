import type { Log } from '../event-log/log.ts'
import { openLog } from '../event-log/log.ts'
import type { KeyRing } from '../pseudonyms/key-ring.ts'
import type { Store } from '../storage/store.ts'
import type { CheckThreadPool } from './check/thread-pool.ts'
import type { IntakeLimits } from './intake-limits.ts'
import { type KnownIdentities, knownIdentities } from './known-identities.ts'
import { ReceiptIndex } from './receipts.ts'

/** What one process knows of a dataset: its log and what follows from the log. */
export interface DatasetState {
  name: string
  store: Store
  log: Log
  keys: KeyRing
  receipts: ReceiptIndex
  identities: KnownIdentities
  now: () => Date
  limits: IntakeLimits
  /** Whether the card of the dataset says that its events are simulated. */
  isSimulated: boolean
  /** Whether who sends may know what others sent: a local server belongs to its user. */
  ownsEverything: boolean
  /** Threads that check large NDJSON; undefined: this thread checks everything. */
  threads: CheckThreadPool | undefined
  /** Reads the log's new commits and applies them. Throws if one of them needs a pseudonym key that this process does not hold. */
  refresh(): Promise<void>
  /** Applies the commits that the log has read and this state has not; throws as `refresh`. */
  applyNewCommits(): void
  /** The id of the key for the next commit: that of the last commit, or the newest key if there is no commit yet. */
  currentKeyId(): string
}

/** Opens the state of a dataset from its log. Throws if its pseudonyms were made with a key that is not in `keys`. */
export async function openState(
  given: Pick<DatasetState, 'name' | 'store' | 'keys' | 'now' | 'limits' | 'threads' | 'isSimulated' | 'ownsEverything'>,
): Promise<DatasetState> {
  const { name, store, keys } = given
  const log = await openLog(store)
  const receipts = await ReceiptIndex.open(store, log)
  let appliedSeq = log.base.seq

  function applyNewCommits(): void {
    for (const { commit } of log.entries.slice(appliedSeq - log.base.seq)) {
      if (!keys.ids.includes(commit.key_id)) {
        throw new Error(
          `dataset ${name}: commit ${commit.seq} was made with pseudonym key ${commit.key_id}, this process holds ${keys.ids.join(', ')}`,
        )
      }
      for (const ref of commit.receipts) receipts.add([commit.seq, ref])
      appliedSeq = commit.seq
    }
  }
  applyNewCommits()

  return {
    ...given,
    log,
    receipts,
    identities: knownIdentities(store, log),
    async refresh() {
      await log.refresh()
      applyNewCommits()
    },
    applyNewCommits,
    currentKeyId: () => log.keyId() || keys.ids.at(-1)!,
  }
}
