import { randomUUID } from 'node:crypto'
import type { FileRef } from '../storage/blobs.ts'
import { sha256 } from '../storage/hash.ts'
import { STORED_IN_PARTS } from '../release-format/cube-layout.ts'
import type { Batch, IncrementalState } from '../release-format/incremental-state.ts'
import type { Manifest } from '../release-format/manifest.ts'
import { replaceBySumSql } from './additive.ts'
import { ADDITIVE_MEASURES, STORED_SUMS } from './additive-tables.ts'
import { aggregateEntities, allDays } from './aggregate-entities.ts'
import { aggregateTouchedWorkers } from './aggregate-touched-workers.ts'
import { aggregateAllWorkers } from './aggregate-workers.ts'
import { type ConnectionPool, openConnectionPool } from './connection-pool.ts'
import type { CountContext, CountResult } from './count-context.ts'
import { type CountPlan, type NewEvents, planIncrement } from './count-plan.ts'
import { allSettled } from './dependency-order.ts'
import { partitionAllEvents } from './event-layout.ts'
import { rowsOf } from './layout-sizes.ts'
import { fetchToLocal, storeRows } from './local-files.ts'
import { CONFLICTS, isPublished } from './model-groups.ts'
import { mergeSmallBatches, partitionEvents } from './partition-events.ts'
import { runModels } from './run-models.ts'
import { addCubeDeltas, cubeFilesOf, storeCube } from './store-cube.ts'
import { reading } from './tables.ts'

const WORKER_CUBE = 'worker_cube'

const isInParts = (table: string) => STORED_IN_PARTS.some((name) => name === table)

/** The result of counting workers: the sums are in the engine's additive tables. */
interface WorkerCount {
  layout: Batch[]
  /** Hash that names the content of the events that name no worker. */
  entityContent: string
  /** The entity tables of the release that this count resumed from. */
  earlier: IncrementalState['made']
  /** The files of the cube of workers. */
  cube: Record<string, FileRef>
  basis: Manifest['basis']
}

async function createWorkerCube(context: CountContext): Promise<void> {
  context.onStep?.('cube of workers')
  await runModels({ engine: context.engine }, context.models.filter(({ name }) => name === WORKER_CUBE)) // prettier-ignore
}

async function countAllWorkers(context: CountContext, pool: ConnectionPool, plan: CountPlan): Promise<WorkerCount> {
  const { layout, buckets } = await partitionAllEvents(context, plan)
  // From scratch, under a version of its own: cached sums may be the very file that was lost.
  const rules = plan.isFromScratch ? randomUUID() : plan.rules
  await aggregateAllWorkers(context, { batches: layout, buckets, rules })
  await createWorkerCube(context)
  const cube = await storeCube(context, pool, WORKER_CUBE)
  const entityContent = sha256(JSON.stringify(layout.map((batch) => [batch.things.sha256, batch.revisions.sha256])))
  return { layout, entityContent, earlier: {}, cube, basis: { kind: 'whole' } }
}

/** Adds the stored sums of the current release to the differences in the additive tables. */
async function addStoredSums({ store }: CountContext, pool: ConnectionPool, stored: IncrementalState['totals']): Promise<void> {
  const add = (table: string) =>
    pool(async (engine) => {
      const before = reading(await fetchToLocal({ engine, store }, [stored[table]!]))
      const statements = replaceBySumSql(table, [{ rows: before }, { rows: `"${table}"` }], ADDITIVE_MEASURES[table]!)
      await engine.run(statements.join(';\n'))
    })
  await allSettled(STORED_SUMS.map(add))
}

/** Stores the sums over all workers, for the next release to resume from, and what contradicts itself about who is one person. */
async function storeSums({ store }: CountContext, pool: ConnectionPool): Promise<Record<string, FileRef>> {
  const names = [...STORED_SUMS, CONFLICTS]
  const storeOne = (table: string) => pool((engine) => storeRows({ engine, store }, 'pieces', `from "${table}"`))
  const stored = await allSettled(names.map(storeOne))
  return Object.fromEntries(names.map((table, index) => [table, stored[index]!.file]))
}

/** Counts the workers that new events touch. `current` is the release that the events are new to. */
async function countTouchedWorkers(
  context: CountContext,
  pool: ConnectionPool,
  { since, current, sizes }: { since: NewEvents; current: Manifest; sizes: CountPlan['sizes'] },
): Promise<WorkerCount> {
  const { state, files } = since
  const events = rowsOf(files)
  context.onStep?.(`partitioning ${files.length} new event files`)
  const added = await partitionEvents(context, files, { sizes, total: rowsOf(state.layout) + events })
  const { workers, touchesEntities } = await aggregateTouchedWorkers(context, { before: state.layout, added })
  await addStoredSums(context, pool, state.totals)
  await createWorkerCube(context)
  const cube = await addCubeDeltas(context, {
    cube: WORKER_CUBE,
    table: WORKER_CUBE,
    current: cubeFilesOf(WORKER_CUBE, current.files),
    maxRows: sizes.maxDeltaRows,
  })
  return {
    layout: await mergeSmallBatches(context, [...state.layout, added], sizes),
    entityContent: touchesEntities ? sha256(JSON.stringify([state.things, added.things.sha256, added.revisions.sha256])) : state.things,
    earlier: state.made,
    cube,
    basis: { kind: 'changes', since: current.release, events, workers },
  }
}

/**
 * Counts with DuckDB: only what changed since the current release if that costs less. Throws IncrementalStateLost if a file that it would resume from
 * is missing or altered.
 */
export async function countLocally(context: CountContext, plan: CountPlan): Promise<CountResult> {
  const { engine, models, onStep } = context
  const { current, sizes } = plan
  const pool = await openConnectionPool(engine)
  const since = await planIncrement(context, plan)
  const counted =
    since && current ? await countTouchedWorkers(context, pool, { since, current, sizes }) : await countAllWorkers(context, pool, plan)
  const { layout, entityContent, earlier, cube, basis } = counted
  onStep?.('sums')
  const sums = await storeSums(context, pool)
  const inputs = { layout, content: entityContent, sums }
  const tables = await aggregateEntities({ context, pool, inputs, earlier, maxDeltaRows: sizes.maxDeltaRows })
  const published = models.filter((model) => isPublished(model)).map(({ name }) => tables[name]?.files)
  return {
    basis,
    files: Object.assign({}, ...published, cube) as Record<string, FileRef>,
    rows: Object.fromEntries(Object.entries(tables).flatMap(([name, { rows }]) => (isInParts(name) ? [] : [[name, rows]]))),
    days: await allDays(context, tables),
    state: { seq: plan.log.head().seq, engine: engine.version, layout, totals: sums, things: entityContent, made: tables },
  }
}
