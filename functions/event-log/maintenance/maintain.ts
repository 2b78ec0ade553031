import type { Store } from '../../storage/store.ts'
import { openLog } from '../log.ts'
import { type Collection, collectGarbage } from './collect-garbage.ts'
import { compact } from './compact.ts'
import { updateCheckpoint } from './write-checkpoint.ts'

export interface MaintenanceOptions {
  now(): Date
  /** Keys that releases still name. */
  named: ReadonlySet<string>
  /** Keys that only releases which were withdrawn have. */
  withdrawn?: ReadonlySet<string>
  guardHours: number
  /** Reports garbage; changes nothing. */
  isDryRun?: boolean
  /** Days for which rows that were not taken are kept; absent: for ever. */
  daysKept?: number
  /** How many small files are merged into one. */
  filesAtOnce?: number
  /** How many commits pass before the next checkpoint. */
  commitsBetween?: number
}

/** What was done for a dataset's log. */
export interface MaintenanceResult {
  commits: number
  checkpoint: number
  compactions: number
  collection: Collection
}

const COMMITS_BETWEEN = 100

/** Maintains a dataset's log: writes a checkpoint, merges small files (C5) and collects garbage (C7). */
export async function maintainLog(store: Store, options: MaintenanceOptions): Promise<MaintenanceResult> {
  const { now, named, withdrawn, guardHours, isDryRun = false, daysKept, filesAtOnce, commitsBetween = COMMITS_BETWEEN } = options
  const log = await openLog(store)
  const { seq } = isDryRun ? log.base : await updateCheckpoint(store, log, commitsBetween)
  const compactions = isDryRun ? 0 : await compact(store, log, now, filesAtOnce)
  const collection = await collectGarbage(store, log, { named, ...(withdrawn && { withdrawn }), guardHours, isDryRun, daysKept })
  return { commits: log.head().seq, checkpoint: seq, compactions, collection }
}
