import { bytesOf } from '../storage/blobs.ts'
import { type Log, openLog } from '../event-log/log.ts'
import type { Store } from '../storage/store.ts'
import type { BuildOptions } from './build.ts'
import { type Plan, changesToCount, partitionAllEvents, layoutInputs } from './count-locally.ts'
import { type CountContext, countAndCachePartition } from './aggregate-workers.ts'
import { makeCells } from './run-models.ts'
import { LAYOUT_SIZES, partitionsOf, rowsOf } from './partition-events.ts'
import { putCached } from './build-cache.ts'
import { currentManifest } from '../release-format/open.ts'
import { chooseEngine } from './choose-engine.ts'
import { readRules } from './model-version.ts'
import { makeSources, withDuckDb } from './sources.ts'

/** A whole count of fewer events is not worth sharing out: one process is through with it in a minute or two. */
const WORTH_SHARING = 10_000_000

/** A whole count that is shared out: each piece may be counted by another process or function, in any order, also twice. */
export interface PartitionPlan {
  /** The commit up to which events are counted. */
  upTo: number
  /** The numbers of the pieces. */
  pieces: number[]
}

export type CountOptions = Pick<BuildOptions, 'limits' | 'onStep' | 'sizes' | 'basis'>

export type PartitionOptions = CountOptions &
  Pick<BuildOptions, 'engines'> & {
    /** From how many events on. */
    from?: number
  }

/** Runs work on a plan for the count of all events of a log. */
async function withPlan<T>(
  store: Store,
  log: Log,
  { limits, onStep, sizes = LAYOUT_SIZES, basis }: CountOptions,
  work: (counting: CountContext, plan: Plan) => Promise<T>,
): Promise<T> {
  const current = await currentManifest(store)
  const { models, by } = readRules()
  return withDuckDb(limits, (engine) =>
    work({ engine, store, models, onStep }, { log, current, rules: by(engine.version), sizes, isFromScratch: false, basis }),
  )
}

/**
 * Lays out the events of a dataset and says into which pieces their count can be shared; undefined where the next release goes on from the
 * one before, is counted by an engine elsewhere, or has too few events to share. Throws, naming it, where a file of the log is missing or altered.
 */
export async function planPartitions(store: Store, options: PartitionOptions): Promise<PartitionPlan | undefined> {
  const { from = WORTH_SHARING, engines } = options
  const log = await openLog(store)
  const live = log.live()
  if (rowsOf(live) < from || chooseEngine(engines, bytesOf(live)).engine !== 'duckdb') return undefined
  return withPlan(store, log, options, async (counting, plan) => {
    if (await changesToCount(counting, plan)) return undefined
    await makeSources(counting.engine)
    await makeCells(counting.engine, counting.models)
    const { layout, buckets } = await partitionAllEvents(counting, plan)
    await putCached(store, layoutInputs(counting, plan), layout)
    return { upTo: log.head().seq, pieces: partitionsOf(layout, buckets).map((_piece, index) => index) }
  })
}

/** Counts one piece of the count up to a commit and keeps its sums, which the release finds. */
export async function countPartition(store: Store, upTo: number, piece: number, options: CountOptions): Promise<void> {
  return withPlan(store, await openLog(store, upTo), options, async (counting, plan) => {
    await makeSources(counting.engine)
    await makeCells(counting.engine, counting.models)
    const { layout, buckets } = await partitionAllEvents(counting, plan)
    const one = partitionsOf(layout, buckets)[piece]
    if (!one) throw new Error(`piece ${piece}: there are ${buckets}`)
    await countAndCachePartition(counting, layout, one, plan.rules)
  })
}
