import { type Checkpoint, writeCheckpoint } from '../checkpoint.ts'
import { type Collection, collectGarbage } from './collect-garbage.ts'
import { compact } from './compact.ts'
import { admitFile, noIdentities } from '../identity-index.ts'
import { type Log, openLog } from '../log.ts'
import type { Store } from '../../storage/store.ts'

export interface MaintenanceOptions {
  now(): Date
  /** Keys that releases still name. */
  named: ReadonlySet<string>
  guardHours: number
  /** Marks garbage and removes none. */
  isDryRun?: boolean
  /** How many small files are written as one. */
  filesAtOnce?: number
  /** How many commits go by before the next checkpoint. */
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

/**
 * Writes a checkpoint where the last one lies some commits back. What it says of identities goes on from the last one, unless files
 * of other content took the place of those it had read.
 */
async function checkpoint(store: Store, log: Log, between: number): Promise<Checkpoint> {
  if (log.head().seq - log.base.seq < between) return log.base
  const added = log.entries.filter(({ commit }) => commit.kind === 'upload').flatMap(({ commit }) => commit.adds)
  const goesOn =
    log.entries.every(({ commit }) => commit.kind === 'upload' || commit.kind === 'compaction') &&
    added.every((file) => log.isLive(file.key)) &&
    (log.base.seq === 0 || log.base.identities.length > 0 || log.base.live.length === 0)
  const identities = noIdentities()
  for (const file of goesOn ? added : log.live()) await admitFile(identities, store, file)
  return writeCheckpoint(store, log, { pieces: identities.pack(0), areAll: !goesOn })
}

/** Looks after a dataset's log: a checkpoint, fewer and larger files, and the collection of what nothing names. */
export async function maintainLog(store: Store, options: MaintenanceOptions): Promise<MaintenanceResult> {
  const { now, named, guardHours, isDryRun = false, filesAtOnce, commitsBetween = COMMITS_BETWEEN } = options
  const log = await openLog(store)
  const { seq } = isDryRun ? log.base : await checkpoint(store, log, commitsBetween)
  const compactions = isDryRun ? 0 : await compact(store, log, now, filesAtOnce)
  const collection = await collectGarbage(store, log, { named, guardHours, isDryRun })
  return { commits: log.head().seq, checkpoint: seq, compactions, collection }
}
