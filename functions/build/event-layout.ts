import { inStep } from '../engines/query-service.ts'
import type { Batch } from '../release-format/incremental-state.ts'
import { bucketsFor } from './buckets.ts'
import { getCached, putCached } from './build-cache.ts'
import type { CountContext } from './count-context.ts'
import { type CountPlan, eventsSinceCurrent } from './count-plan.ts'
import { rowsOf } from './layout-sizes.ts'
import { partitionEvents } from './partition-events.ts'

/** All events in batches, and the number of buckets that their workers are counted in. */
export interface EventLayout {
  layout: Batch[]
  buckets: number
}

/** Partitions the events that are not partitioned yet. Throws, naming the file, if a file of the log is missing or altered. */
export async function partitionAllEvents(context: CountContext, plan: CountPlan): Promise<EventLayout> {
  const { sizes } = plan
  const layout = await batchesOf(context, plan)
  const buckets = Math.max(bucketsFor(rowsOf(plan.log.live()), sizes), ...layout.map((batch) => batch.buckets))
  return { layout, buckets }
}

async function batchesOf(context: CountContext, plan: CountPlan): Promise<Batch[]> {
  const { log, sizes, isFromScratch } = plan
  const live = log.live()
  const cached = isFromScratch ? undefined : await getCached<Batch[]>(context.store, layoutInputs(context, plan))
  if (cached) return cached
  const since = isFromScratch ? undefined : await eventsSinceCurrent(context, plan)
  const files = since ? since.files : live
  context.onStep?.(`partitioning ${files.length} event files`)
  const layout = since ? [...since.state.layout] : []
  const extent = { sizes, total: rowsOf(live) }
  if (!since || files.length > 0) layout.push(await inStep('partitioning events', () => partitionEvents(context, files, extent)))
  return layout
}

/** Caches the layout, for the processes that count its partitions. */
export async function cacheLayout(context: CountContext, plan: CountPlan, layout: readonly Batch[]): Promise<void> {
  await putCached(context.store, layoutInputs(context, plan), [...layout])
}

/** The cache key of a layout. */
function layoutInputs({ engine }: CountContext, { log, sizes }: CountPlan): unknown {
  return ['layout', engine.version, sizes, log.live().map((file) => file.sha256)]
}
