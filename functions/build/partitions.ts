import { bytesOf } from '../storage/blobs.ts'
import { type Log, openLog } from '../event-log/log.ts'
import type { Store } from '../storage/store.ts'
import { currentManifest } from '../release-format/open.ts'
import { cacheMovedRows, countAndCachePartition } from './aggregate-workers.ts'
import type { BuildOptions } from './build.ts'
import { chooseEngine } from './choose-engine.ts'
import type { CountContext } from './count-context.ts'
import { type CountPlan, planIncrement } from './count-plan.ts'
import { cacheLayout, partitionAllEvents } from './event-layout.ts'
import { LAYOUT_SIZES, rowsOf } from './layout-sizes.ts'
import { modelVersion } from './model-version.ts'
import { partitionsOf } from './partition-events.ts'
import { createSourcesAndCells, withNewDuckDb } from './sources.ts'

/** Below this number of events a full count is not divided: one process counts them in a minute or two. */
const MIN_EVENTS = 10_000_000

/** A full count, divided: each partition may be counted by another process or function, in any order, and more than once. */
export interface PartitionPlan {
  /** The commit up to which events are counted. */
  upTo: number
  /** The numbers of the partitions. The state machine in `infra/` reads this field by this name. */
  pieces: number[]
}

export type CountOptions = Pick<BuildOptions, 'limits' | 'onStep' | 'sizes' | 'basis' | 'useDuckDb'>

export type PartitionOptions = CountOptions &
  Pick<BuildOptions, 'engines'> & {
    /** The number of events from which on a count is divided. */
    from?: number
  }

/** Runs work on a plan for a full count of the events of a log. */
async function withPlan<T>(
  { store, log, options }: { store: Store; log: Log; options: CountOptions },
  work: (context: CountContext, plan: CountPlan) => Promise<T>,
): Promise<T> {
  const { limits, onStep, sizes = LAYOUT_SIZES, basis, useDuckDb = withNewDuckDb } = options
  const current = await currentManifest(store)
  const { models, forEngine } = modelVersion()
  return useDuckDb(limits, (engine) =>
    work({ engine, store, models, onStep }, { log, current, rules: forEngine(engine.version), sizes, isFromScratch: false, basis }),
  )
}

/**
 * Partitions the events of a dataset, and gives the partitions that can be counted apart. Undefined if the next release resumes from the current
 * one, is counted by a remote engine, or has too few events. Throws, naming the file, if a file of the log is missing or altered.
 */
export async function planPartitions(store: Store, options: PartitionOptions): Promise<PartitionPlan | undefined> {
  const { from = MIN_EVENTS, engines } = options
  const log = await openLog(store)
  const live = log.live()
  if (rowsOf(live) < from || chooseEngine(engines, bytesOf(live)).engine !== 'duckdb') return undefined
  return withPlan({ store, log, options }, async (context, plan) => {
    if (await planIncrement(context, plan)) return undefined
    await createSourcesAndCells(context.engine, context.models)
    const { layout, buckets } = await partitionAllEvents(context, plan)
    await cacheLayout(context, plan, layout)
    await cacheMovedRows(context, { batches: layout, buckets, rules: plan.rules })
    return { upTo: log.head().seq, pieces: partitionsOf(layout, buckets).map((_partition, index) => index) }
  })
}

/** Counts one partition of the count up to a commit, and caches its sums, which the release uses. */
export async function countPartition(
  store: Store,
  { upTo, partition }: { upTo: number; partition: number },
  options: CountOptions,
): Promise<void> {
  return withPlan({ store, log: await openLog(store, upTo), options }, async (context, plan) => {
    await createSourcesAndCells(context.engine, context.models)
    const { layout, buckets } = await partitionAllEvents(context, plan)
    const one = partitionsOf(layout, buckets)[partition]
    if (!one) throw new Error(`partition ${partition}: there are ${buckets}`)
    await countAndCachePartition(context, { batches: layout, buckets, rules: plan.rules }, one)
  })
}
