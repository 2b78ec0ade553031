import { type FindingInFile, findingsIn } from '../event-log/file-scans.ts'
import { openLog } from '../event-log/log.ts'
import { replaceFiles } from '../event-log/maintenance/rewrite.ts'
import type { Store } from '../storage/store.ts'

/** The numbers of people that the files of a dataset hold in texts, but for those that were recorded as harmless. */
export async function openFindings(store: Store): Promise<FindingInFile[]> {
  return findingsIn(store, await openLog(store))
}

/**
 * Records in the log that a finding is the number of nobody, and why. Returns the number of the commit; undefined if there is no such finding, or if
 * it was recorded before.
 */
export async function recordHarmless(
  store: Store,
  { finding, reason }: { finding: string; reason: string },
  now: () => Date,
): Promise<number | undefined> {
  const log = await openLog(store)
  const entry = await replaceFiles(log, async () => {
    if (!(await findingsIn(store, log)).some((one) => one.finding === finding)) return undefined
    return {
      kind: 'harmless_finding',
      committed_at: now().toISOString(),
      key_id: log.keyId(),
      adds: [],
      removes: [],
      receipts: [],
      harmless: { finding, reason },
    }
  })
  return entry?.commit.seq
}
