import { bytesOf } from '../lake/files.ts'
import { type Log, openLog } from '../lake/log.ts'
import type { Store } from '../lake/store.ts'
import type { BuildOptions } from './build.ts'
import { type Plan, changesToCount, layOutAll, layoutInputs } from './count-here.ts'
import { type Counting, countShared } from './count-workers.ts'
import { makeCells } from './count.ts'
import { LAYOUT_SIZES, piecesOf, rowsOf } from './layout.ts'
import { keepMade } from './made.ts'
import { currentManifest } from './open.ts'
import { routeOf } from './route.ts'
import { readRules } from './rules.ts'
import { makeSources, withDuckDb } from './sources.ts'

/** A whole count of fewer events is not worth sharing out: one process is through with it in a minute or two. */
const WORTH_SHARING = 10_000_000

/** A whole count that is shared out: each piece may be counted by another process or function, in any order, also twice. */
export interface Shared {
  /** The commit up to which events are counted. */
  upTo: number
  /** The numbers of the pieces. */
  pieces: number[]
}

export type CountOptions = Pick<BuildOptions, 'limits' | 'onStep' | 'sizes' | 'basis'>

export type ShareOptions = CountOptions &
  Pick<BuildOptions, 'engines'> & {
    /** From how many events on. */
    from?: number
  }

/** Runs work on a plan for the count of all events of a log. */
async function withPlan<T>(
  store: Store,
  log: Log,
  { limits, onStep, sizes = LAYOUT_SIZES, basis }: CountOptions,
  work: (counting: Counting, plan: Plan) => Promise<T>,
): Promise<T> {
  const current = await currentManifest(store)
  const { models, by } = readRules()
  return withDuckDb(limits, (engine) =>
    work({ engine, store, models, onStep }, { log, current, rules: by(engine.version), sizes, isAnew: false, basis }),
  )
}

/**
 * Lays out the events of a dataset and says into which pieces their count can be shared; undefined where the next release goes on from the
 * one before, is counted by an engine elsewhere, or has too few events to share. Throws, naming it, where a file of the log is missing or altered.
 */
export async function shareOut(store: Store, options: ShareOptions): Promise<Shared | undefined> {
  const { from = WORTH_SHARING, engines } = options
  const log = await openLog(store)
  const live = log.live()
  if (rowsOf(live) < from || routeOf(engines, bytesOf(live)).engine !== 'duckdb') return undefined
  return withPlan(store, log, options, async (counting, plan) => {
    if (await changesToCount(counting, plan)) return undefined
    await makeSources(counting.engine)
    await makeCells(counting.engine, counting.models)
    const { layout, buckets } = await layOutAll(counting, plan)
    await keepMade(store, layoutInputs(counting, plan), layout)
    return { upTo: log.head().seq, pieces: piecesOf(layout, buckets).map((_piece, index) => index) }
  })
}

/** Counts one piece of the count up to a commit and keeps its sums, which the release finds. */
export async function countPieceOf(store: Store, upTo: number, piece: number, options: CountOptions): Promise<void> {
  return withPlan(store, await openLog(store, upTo), options, async (counting, plan) => {
    await makeSources(counting.engine)
    await makeCells(counting.engine, counting.models)
    const { layout, buckets } = await layOutAll(counting, plan)
    const one = piecesOf(layout, buckets)[piece]
    if (!one) throw new Error(`piece ${piece}: there are ${buckets}`)
    await countShared(counting, layout, one, plan.rules)
  })
}
