import { inStep } from '../engines/query-service.ts'
import type { FileRef } from '../storage/blobs.ts'
import type { Batch } from '../release-format/incremental-state.ts'
import { ADDITIVE_TABLES } from './additive-tables.ts'
import { getCached, putCached } from './build-cache.ts'
import type { CountContext } from './count-context.ts'
import { fetchToLocal, storeRows } from './local-files.ts'
import { groupModels } from './model-groups.ts'
import { PartialSums } from './partial-sums.ts'
import { type Partition, partitionsOf } from './partition-events.ts'
import { type RowCounts, createViews, dropTables, runModels } from './run-models.ts'
import { eventsOf } from './tables.ts'
import { NOT_ELSEWHERE, TIE_TABLES, createTies, hasNames, namingInputs, storeMovedRows, useTiesOfBucket } from './ties.ts'
import { createLatestRevisions, readingFiles } from './worker-events.ts'

/** All events of workers, partitioned. */
export interface WorkerPartitions {
  batches: readonly Batch[]
  buckets: number
  /** Version of the models. Sums that were cached for another version are not used. */
  rules: string
}

/** The events that are counted in another bucket than that in which they are stored. */
interface MovedRows {
  buckets: number
  /** Their files, by the bucket in which they are counted. */
  rows: Record<string, FileRef>
}

/** Ties identifiers to persons, and moves the events of identifiers to the buckets of their persons. */
async function tieAndMove(context: CountContext, workers: WorkerPartitions): Promise<MovedRows> {
  await createTies(context, workers.batches)
  return { buckets: workers.buckets, rows: await storeMovedRows(context, workers) }
}

/** Moves events as a count of one partition needs it, for the processes that count the partitions. */
export async function cacheMovedRows(context: CountContext, workers: WorkerPartitions): Promise<void> {
  if (hasNames(workers.batches)) await tieAndMove(context, workers)
}

/** Runs the models of a partition, and leaves their tables, of which it gives the row counts. */
async function countPartitionTables(context: CountContext, moved: MovedRows, { bucket, files, filter }: Partition): Promise<RowCounts> {
  const { engine, models } = context
  const { staging, workerViews, perPartition } = groupModels(models)
  const { buckets, rows } = moved
  const hasMoved = Object.keys(rows).length > 0
  await useTiesOfBucket(context, bucket, buckets)
  await engine.run(
    eventsOf(await fetchToLocal(context, files), 'no_worker_events', {
      filter: hasMoved ? `${filter ? `${filter} and` : 'where'} ${NOT_ELSEWHERE}` : filter,
      unfiltered: rows[bucket] ? await fetchToLocal(context, [rows[bucket]]) : [],
    }),
  )
  // A table, so that the ids, the longest column of all, are read once and not by every model.
  await engine.run(`create table ${staging.name} as\n${staging.sql}`)
  await createViews(engine, workerViews)
  const counts = await runModels({ engine }, perPartition)
  await engine.run(`drop table ${staging.name}`)
  return counts
}

/** Counts all workers, partition by partition, and leaves the sums in the additive tables. Cached sums of a partition are used. */
export async function aggregateAllWorkers(context: CountContext, workers: WorkerPartitions): Promise<void> {
  const { engine, store, models, onStep } = context
  const sums = new PartialSums(engine)
  const partitions = partitionsOf(workers.batches, workers.buckets)
  const names = groupModels(models).perPartition.map(({ name }) => name)
  const moved = await tieAndMove(context, workers)
  await createLatestRevisions(context, workers.batches)
  for (const [index, partition] of partitions.entries()) {
    const cached = await getCached<Record<string, FileRef>>(store, sumsInputs(workers, partition))
    const step = `workers ${index + 1} of ${partitions.length}`
    onStep?.(cached ? `${step}, cached` : step)
    if (cached) {
      for (const [name, file] of Object.entries(cached)) sums.addRows({ [name]: await readingFiles(context, [file]) })
      continue
    }
    await sums.takeTables(await inStep(step, () => countPartitionTables(context, moved, partition)))
    await dropTables(engine, names)
  }
  await sums.finish()
  await dropTables(engine, ['latest_revisions', ...TIE_TABLES])
}

/** Counts one partition, and caches its sums for the process that counts the whole. */
export async function countAndCachePartition(context: CountContext, workers: WorkerPartitions, partition: Partition): Promise<void> {
  const { store } = context
  const inputs = sumsInputs(workers, partition)
  if (await getCached(store, inputs)) return
  const moved = await tieAndMove(context, workers)
  await createLatestRevisions(context, workers.batches)
  await countPartitionTables(context, moved, partition)
  const files: Record<string, FileRef> = {}
  for (const table of ADDITIVE_TABLES) files[table] = (await storeRows(context, 'pieces', `from "${table}"`)).file
  await putCached(store, inputs, files)
}

/** The cache key of the sums of a partition. */
function sumsInputs({ batches, rules }: WorkerPartitions, { files, filter }: Partition): unknown {
  return ['sums', rules, files.map((file) => file.sha256), filter, batches.map((batch) => batch.revisions.sha256), namingInputs(batches)]
}
