import type { EventFile } from '../event-log/commit.ts'
import type { Log } from '../event-log/log.ts'
import type { IncrementalState } from '../release-format/incremental-state.ts'
import { readIncrementalState } from '../release-format/incremental-state.ts'
import type { Manifest } from '../release-format/manifest.ts'
import type { CountContext } from './count-context.ts'
import { type LayoutSizes, rowsOf } from './layout-sizes.ts'

/** `whole` counts all events, `changes` what changed since the current release if that is possible. */
export type Basis = Manifest['basis']['kind']

/** Above this share of new events, counting all costs less than finding the workers that the new ones touch. */
const MAX_NEW_SHARE = 0.2

/** What is counted, and how. */
export interface CountPlan {
  log: Log
  current: Manifest | undefined
  /** Version of models, catalogue and engine: nothing that was counted by another is reused. */
  rules: string
  sizes: LayoutSizes
  /** Whether the targets of the documents apply to the dataset; by default they do. */
  hasDocumentTargets?: boolean
  /** True when no cached state may be reused, because some of it was lost. */
  isFromScratch: boolean
  /** By default whichever costs less. */
  basis?: Basis | undefined
}

/** The state of the current release, and the event files that were added since. */
export interface NewEvents {
  state: IncrementalState
  files: EventFile[]
}

/** The new events since the current release; undefined if events were rewritten since, or if its state was counted by another engine. */
export async function eventsSinceCurrent({ engine, store }: CountContext, { log, current }: CountPlan): Promise<NewEvents | undefined> {
  if (!current?.pieces) return undefined
  const state = await readIncrementalState(store, current.pieces)
  // The current release may be of a later commit than a count that was planned before it.
  if (state.engine !== engine.version || state.seq > log.head().seq) return undefined
  const commits = await log.commitsAfter(state.seq)
  if (commits.some(({ kind }) => kind === 'erasure' || kind === 'key_rotation' || kind === 'clock_correction')) return undefined
  return { state, files: commits.filter(({ kind }) => kind === 'upload').flatMap(({ adds }) => adds) }
}

/** The new events if the count can and should resume from the current release; undefined if all events are counted. */
export async function planIncrement(context: CountContext, plan: CountPlan): Promise<NewEvents | undefined> {
  const { current, rules, basis, isFromScratch } = plan
  if (isFromScratch || basis === 'whole' || current?.rules !== rules) return undefined
  const since = await eventsSinceCurrent(context, plan)
  const isMostlyNew = since && basis !== 'changes' && rowsOf(since.files) > MAX_NEW_SHARE * rowsOf(since.state.layout)
  return isMostlyNew ? undefined : since
}
