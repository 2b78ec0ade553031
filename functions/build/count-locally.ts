import { randomUUID } from 'node:crypto'
import { inStep } from '../engines/query-service.ts'
import type { FileRef } from '../storage/blobs.ts'
import { sha256 } from '../storage/hash.ts'
import type { EventFile } from '../event-log/commit.ts'
import type { Log } from '../event-log/log.ts'
import { allDays, aggregateEntities, isShown } from './aggregate-entities.ts'
import { type CountContext, aggregateAllWorkers, aggregateTouchedWorkers } from './aggregate-workers.ts'
import { byRun, runModels } from './run-models.ts'
import { cubeFilesOf, keepChangedCube, keepParts } from './store-cube.ts'
import { addStanding, keepTotals } from './store-tables.ts'
import { type ConnectionPool, openConnectionPool } from './connection-pool.ts'
import { type LayoutSizes, bucketsFor, mergeSmallBatches, partitionEvents, rowsOf } from './partition-events.ts'
import { getCached } from './build-cache.ts'
import type { Manifest } from '../release-format/manifest.ts'
import { type Batch, type IncrementalState, readIncrementalState } from '../release-format/incremental-state.ts'

/** Above this share of new events, all are counted: that costs less than to look up whom they touch. */
const MOSTLY_NEW = 0.2

/** What is counted, and how. */
export interface Plan {
  log: Log
  current: Manifest | undefined
  /** Models, catalogue and engine: what was counted otherwise is nothing to go on from. */
  rules: string
  sizes: LayoutSizes
  /** Whether nothing is gone on from, since some of it is lost. */
  isFromScratch: boolean
  /** `whole` counts all events, `changes` what changed wherever that is possible; by default whichever costs less. */
  basis?: 'whole' | 'changes' | undefined
}

/** The tables of a release, as they stand in the store. */
export interface Counted {
  basis: Manifest['basis']
  /** The files that a release shows, by name. */
  files: Record<string, FileRef>
  /** Rows of the tables, by name. */
  rows: Record<string, number>
  /** Live events by type and day, as a selection. */
  days: string
  /** What the next release may go on from; absent where an engine elsewhere counted. */
  pieces?: IncrementalState
}

/** What stands from the current release, and the event files that came since; undefined where events were written anew. */
async function sinceCurrent(
  { engine, store }: CountContext,
  { log, current }: Plan,
): Promise<{ pieces: IncrementalState; files: EventFile[] } | undefined> {
  if (!current?.pieces) return undefined
  const pieces = await readIncrementalState(store, current.pieces)
  // A release of a later commit may have been built while this one's work was shared out.
  if (pieces.engine !== engine.version || pieces.seq > log.head().seq) return undefined
  const commits = await log.commitsAfter(pieces.seq)
  if (commits.some(({ kind }) => kind === 'erasure' || kind === 'key_rotation')) return undefined
  return { pieces, files: commits.filter(({ kind }) => kind === 'upload').flatMap(({ adds }) => adds) }
}

/** The workers counted: the sums in the engine's tables, the cube's files, and what was laid out. */
interface WorkersCounted {
  layout: Batch[]
  /** Names the content of the events of things, and the tables that stand from before. */
  things: string
  standing: IncrementalState['made']
  cube: Record<string, FileRef>
  basis: Manifest['basis']
}

async function workerCube({ engine, models, onStep }: CountContext): Promise<void> {
  onStep?.('cube of workers')
  await runModels(engine, byRun(models).ofWhole.filter(({ name }) => name === 'worker_cube')) // prettier-ignore
}

/** Lays out what is not laid out yet. Throws, naming it, where a file of the log is missing or altered. */
export async function partitionAllEvents(counting: CountContext, plan: Plan): Promise<{ layout: Batch[]; buckets: number }> {
  const { engine, store, onStep } = counting
  const { sizes, isFromScratch } = plan
  const live = plan.log.live()
  const extent = { sizes, total: rowsOf(live) }
  const withBuckets = (layout: Batch[]) => ({
    layout,
    buckets: Math.max(bucketsFor(extent.total, sizes), ...layout.map((one) => one.buckets)),
  })
  const made = isFromScratch ? undefined : await getCached<Batch[]>(store, layoutInputs(counting, plan))
  if (made) return withBuckets(made)
  const since = isFromScratch ? undefined : await sinceCurrent(counting, plan)
  onStep?.(`laying out ${since ? since.files.length : live.length} event files`)
  const layout = since ? [...since.pieces.layout] : []
  const files = since ? since.files : live
  if (!since || files.length > 0) layout.push(await inStep('laying out events', () => partitionEvents(engine, store, files, extent)))
  return withBuckets(layout)
}

/** What a layout is made from. */
export function layoutInputs({ engine }: CountContext, { log, sizes }: Plan): unknown {
  return ['layout', engine.version, sizes, log.live().map((file) => file.sha256)]
}

async function countWhole(counting: CountContext, pool: ConnectionPool, plan: Plan): Promise<WorkersCounted> {
  const { layout, buckets } = await partitionAllEvents(counting, plan)
  // What others counted may be the very piece that is lost.
  await aggregateAllWorkers(counting, layout, buckets, plan.isFromScratch ? randomUUID() : plan.rules)
  await workerCube(counting)
  const cube = await keepParts(pool, counting.store, 'worker_cube')
  const things = sha256(JSON.stringify(layout.map((batch) => [batch.things.sha256, batch.revisions.sha256])))
  return { layout, things, standing: {}, cube, basis: { kind: 'whole' } }
}

/** What stands, and what came since, where a release can go on from it; undefined where all must be counted. */
export async function changesToCount(counting: CountContext, plan: Plan): ReturnType<typeof sinceCurrent> {
  const { current, rules, basis, isFromScratch } = plan
  if (isFromScratch || basis === 'whole' || current?.rules !== rules) return undefined
  const since = await sinceCurrent(counting, plan)
  const isMostlyNew = since && basis !== 'changes' && rowsOf(since.files) > MOSTLY_NEW * rowsOf(since.pieces.layout)
  return isMostlyNew ? undefined : since
}

/** Counts what changed since the current release; undefined where all must be counted. */
async function countChanges(counting: CountContext, pool: ConnectionPool, plan: Plan): Promise<WorkersCounted | undefined> {
  const { engine, store, onStep } = counting
  const since = await changesToCount(counting, plan)
  if (!since) return undefined
  const { pieces, files } = since
  const current = plan.current!
  const events = rowsOf(files)
  onStep?.(`laying out ${files.length} new event files`)
  const added = await partitionEvents(engine, store, files, { sizes: plan.sizes, total: rowsOf(pieces.layout) + events })
  const { workers, touchesThings } = await aggregateTouchedWorkers(counting, pieces.layout, added)
  await addStanding(pool, store, pieces.totals)
  await workerCube(counting)
  const beside = { standing: cubeFilesOf('worker_cube', current.files), most: plan.sizes.changesBeside }
  const cube = await keepChangedCube(engine, store, beside)
  const layout = await mergeSmallBatches(engine, store, [...pieces.layout, added], plan.sizes)
  const things = touchesThings ? sha256(JSON.stringify([pieces.things, added.things.sha256, added.revisions.sha256])) : pieces.things
  return { layout, things, standing: pieces.made, cube, basis: { kind: 'changes', since: current.release, events, workers } }
}

/**
 * Counts with DuckDB: only what changed since the current release where that is less. Throws IncrementalStateLost where something that it would
 * go on from is not there as it was.
 */
export async function countLocally(counting: CountContext, plan: Plan): Promise<Counted> {
  const { engine, store, models, onStep } = counting
  const pool = await openConnectionPool(engine)
  const workers = (await countChanges(counting, pool, plan)) ?? (await countWhole(counting, pool, plan))
  const { layout, things, standing, cube, basis } = workers
  onStep?.('sums')
  const totals = await keepTotals(pool, store)
  const made = await aggregateEntities(counting, pool, {
    layout,
    content: things,
    totals,
    standing,
    changesBeside: plan.sizes.changesBeside,
  })
  const shown = models.filter((model) => isShown(model)).map(({ name }) => made[name]!.files)
  return {
    basis,
    files: Object.assign({}, ...shown, cube) as Record<string, FileRef>,
    rows: Object.fromEntries(Object.entries(made).flatMap(([name, { rows }]) => (name === 'thing_cube' ? [] : [[name, rows]]))),
    days: await allDays(counting, made),
    pieces: { seq: plan.log.head().seq, engine: engine.version, layout, totals, things, made },
  }
}
