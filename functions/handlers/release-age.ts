import { openLog } from '../event-log/log.ts'
import { currentManifest } from '../release-format/open.ts'
import type { Store } from '../storage/store.ts'

/** Seconds since the oldest upload that the current release of a dataset does not show; 0 where it shows all. */
export async function releaseAge(store: Store, now: Date): Promise<number> {
  const [log, manifest] = [await openLog(store), await currentManifest(store)]
  const shown = manifest?.log.seq ?? 0
  if (log.changed().seq <= shown) return 0
  const waiting = (await log.commitsAfter(shown)).find(({ kind, adds }) => kind === 'upload' && adds.length > 0)
  return waiting ? Math.max(0, (now.getTime() - Date.parse(waiting.committed_at)) / 1000) : 0
}
