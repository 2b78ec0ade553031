import { openLog } from '../lake/log.ts'
import type { Store } from '../lake/store.ts'
import type { BuildOptions } from './build.ts'
import { type Plan, changesToCount, layOutAll, layoutInputs } from './count-here.ts'
import { type Counting, countShared } from './count-workers.ts'
import { LAYOUT_SIZES, piecesOf, rowsOf } from './layout.ts'
import { keepMade } from './made.ts'
import { currentManifest } from './open.ts'
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

export type ShareOptions = Pick<BuildOptions, 'limits' | 'onStep' | 'sizes' | 'basis'> & {
  /** From how many events on. */
  from?: number
}

/** Runs work on a plan for the count of all events up to a commit, or up to the last one. */
async function withPlan<T>(
  store: Store,
  options: ShareOptions & { upTo?: number },
  work: (counting: Counting, plan: Plan) => Promise<T>,
): Promise<T> {
  const { limits, onStep, sizes = LAYOUT_SIZES, basis, upTo } = options
  const log = await openLog(store, upTo)
  const current = await currentManifest(store)
  const { models, by } = readRules()
  return withDuckDb(limits, (engine) =>
    work({ engine, store, models, onStep }, { log, current, rules: by(engine.version), sizes, isAnew: false, basis }),
  )
}

/**
 * Lays out the events of a dataset and says into which pieces their count can be shared; undefined where the next release goes on from the
 * one before, or there are too few events to share. Throws, naming it, where a file of the log is missing or altered.
 */
export function shareOut(store: Store, options: ShareOptions): Promise<Shared | undefined> {
  return withPlan(store, options, async (counting, plan) => {
    const { from = WORTH_SHARING } = options
    if (rowsOf(plan.log.live()) < from || (await changesToCount(counting, plan))) return undefined
    await makeSources(counting.engine)
    const { layout, buckets } = await layOutAll(counting, plan)
    await keepMade(store, layoutInputs(counting, plan), layout)
    return { upTo: plan.log.head().seq, pieces: piecesOf(layout, buckets).map((_piece, index) => index) }
  })
}

/** Counts one piece of a shared count and keeps its sums, which the release finds. */
export function countPieceOf(store: Store, { upTo }: Shared, piece: number, options: ShareOptions): Promise<void> {
  return withPlan(store, { ...options, upTo }, async (counting, plan) => {
    await makeSources(counting.engine)
    const { layout, buckets } = await layOutAll(counting, plan)
    const one = piecesOf(layout, buckets)[piece]
    if (!one) throw new Error(`piece ${piece}: there are ${buckets}`)
    await countShared(counting, layout, one, plan.rules)
  })
}
