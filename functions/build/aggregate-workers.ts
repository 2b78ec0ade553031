import type { Engine } from '../engines/duckdb.ts'
import { inStep } from '../engines/query-service.ts'
import type { FileRef } from '../storage/blobs.ts'
import type { Store } from '../storage/store.ts'
import type { Model } from '../../queries/read-models.ts'
import { Totals, byRun, countRows, dropTables, runModels } from './run-models.ts'
import { ADDITIVE_MEASURES } from './additive-tables.ts'
import { keep } from './store-tables.ts'
import { type Partition, fetchToLocal, directoryHash, partitionsOf } from './partition-events.ts'
import { getCached, putCached } from './build-cache.ts'
import { eventsOf, reading } from './tables.ts'
import type { Batch } from '../release-format/incremental-state.ts'

/** What counting works with. */
export interface CountContext {
  engine: Engine
  store: Store
  models: readonly Model[]
  onStep?: ((text: string) => void) | undefined
}

const LATEST = 'select source, id, max(revision) as revision from'

async function readingOf({ engine, store }: CountContext, files: readonly FileRef[]): Promise<string> {
  return reading(await fetchToLocal(engine, store, files))
}

/** The events to be counted piece by piece: the layout, and which revision of what was corrected is the last. */
async function openPieces(counting: CountContext, batches: readonly Batch[]): Promise<void> {
  const { engine } = counting
  const revisions = await readingOf(counting, batches.map((batch) => batch.revisions)) // prettier-ignore
  await engine.run(`create table latest_revisions as ${LATEST} ${revisions} group by source, id`)
}

/** Runs the models of a piece: leaves its tables. */
async function countPartitionTables({ engine, store, models }: CountContext, { files, filter }: Partition): Promise<void> {
  const { staging, ofParts } = byRun(models)
  await engine.run(eventsOf(await fetchToLocal(engine, store, files), 'no_worker_events', filter))
  // Read once, not by each model: to tell which events are live takes their ids, the longest column of all.
  await engine.run(`create table stg_events as\n${staging.sql}`)
  await runModels(engine, ofParts)
  await engine.run('drop table stg_events')
}

/** Counts all workers, piece by piece, but for the pieces that others counted: leaves the sums in the tables that add up. */
export async function aggregateAllWorkers(
  counting: CountContext,
  batches: readonly Batch[],
  buckets: number,
  rules: string,
): Promise<void> {
  const { engine, store, models, onStep } = counting
  const names = byRun(models).ofParts.map(({ name }) => name)
  const totals = new Totals(engine)
  const pieces = partitionsOf(batches, buckets)
  await openPieces(counting, batches)
  for (const [index, piece] of pieces.entries()) {
    const made = await getCached<Record<string, FileRef>>(store, sumsInputs(batches, piece, rules))
    onStep?.(`workers ${index + 1} of ${pieces.length}${made ? ', counted before' : ''}`)
    if (!made) await inStep(`workers ${index + 1} of ${pieces.length}`, () => countPartitionTables(counting, piece))
    for (const [name, file] of Object.entries(made ?? {}))
      await engine.run(`create view "${name}" as select * from ${await readingOf(counting, [file])}`)
    await totals.add()
    if (made) for (const name of Object.keys(made)) await engine.run(`drop view "${name}"`)
    else await dropTables(engine, names)
  }
  await totals.finish()
  await engine.run('drop table latest_revisions')
}

/** Counts one piece and keeps its sums for whoever counts the whole. */
export async function countAndCachePartition(
  counting: CountContext,
  batches: readonly Batch[],
  piece: Partition,
  rules: string,
): Promise<void> {
  const { engine, store } = counting
  const inputs = sumsInputs(batches, piece, rules)
  if (await getCached(store, inputs)) return
  await openPieces(counting, batches)
  await countPartitionTables(counting, piece)
  const files: Record<string, FileRef> = {}
  for (const table of Object.keys(ADDITIVE_MEASURES)) files[table] = await keep(engine, store, 'pieces', `from "${table}"`)
  await putCached(store, inputs, files)
}

/** What the sums of a piece are made from. */
function sumsInputs(batches: readonly Batch[], { files, filter }: Partition, rules: string): unknown {
  return ['sums', rules, files.map((file) => file.sha256), filter, batches.map((batch) => batch.revisions.sha256)]
}

/** The files of a batch in which a table's workers or sources stand, by the batch's directory. */
async function filesFor(counting: CountContext, batch: Batch, sought: string): Promise<FileRef[]> {
  if (batch.workers.every((file) => file.home === '')) return batch.workers
  const directory = await readingOf(counting, [batch.directory])
  const rows = await counting.engine.rows(`select distinct home from ${directory} where ${sought}`)
  const homes = new Set(rows.map((row) => String(row.home)))
  return batch.workers.filter((file) => homes.has(file.home))
}

async function filesOfAll(counting: CountContext, batches: readonly Batch[], sought: string): Promise<FileRef[]> {
  const files: FileRef[] = []
  for (const batch of batches) files.push(...(await filesFor(counting, batch, sought)))
  return files
}

/**
 * Counts the workers that a new batch touches, before and after it: leaves the differences in the tables that add up. Touched is whoever
 * an event of the batch names, or named before a revision of the batch took its place.
 */
export async function aggregateTouchedWorkers(
  counting: CountContext,
  before: readonly Batch[],
  added: Batch,
): Promise<{ workers: number; touchesThings: boolean }> {
  const { engine, models, onStep } = counting
  const { staging, ofParts } = byRun(models)
  const names = ofParts.map(({ name }) => name)
  onStep?.('finding the workers that changes touch')
  await engine.run(`create table new_rows as select * from ${await readingOf(counting, added.workers)}`)
  await engine.run(`create table new_revisions as select * from ${await readingOf(counting, [added.revisions])}`)
  await engine.run('create table touched as select distinct worker from new_rows')

  // Who was named by an event that now has a later revision: of its source, so that no other province need be looked through.
  const sources = (await engine.rows('select distinct source from new_revisions')).map(
    ({ source }) => `'${String(source).replaceAll("'", "''")}'`,
  )
  if (sources.length > 0) {
    const files = await filesOfAll(counting, before, `source in (${sources.join(', ')})`)
    if (files.length > 0)
      await engine.run(
        `insert into touched select distinct earlier.worker from (
           select worker, source, id from ${await readingOf(counting, files)} where source in (${sources.join(', ')})
         ) as earlier semi join new_revisions on new_revisions.source = earlier.source and new_revisions.id = earlier.id`,
      )
  }
  const files = await filesOfAll(counting, before, `worker in (select ${directoryHash('worker')} from touched)`)
  const earlier = files.length > 0 ? await readingOf(counting, files) : 'no_worker_events'
  await engine.run(`create table old_rows as select * from ${earlier} where worker in (select worker from touched)`)

  const revisions = await readingOf(counting, before.map((batch) => batch.revisions)) // prettier-ignore
  const ofTouched = 'select source, id from old_rows union all select source, id from new_rows'
  await engine.run(`create table old_revisions as select * from ${revisions} semi join (${ofTouched}) as rows using (source, id)`)
  const totals = new Totals(engine)
  await engine.run(eventsOf([], 'no_worker_events'))
  await engine.run('create table latest_revisions (source varchar, id varchar, revision integer)')
  await engine.run(`create view stg_events as\n${staging.sql}`)
  for (const [sign, rows, latest] of [
    [-1, 'select * from old_rows', 'old_revisions'],
    [1, 'select * from old_rows union all by name select * from new_rows', '(from old_revisions union all by name from new_revisions)'],
  ] as const) {
    onStep?.(sign < 0 ? 'their events before' : 'their events now')
    await engine.run(`create or replace view events as ${rows}`)
    await engine.run('delete from latest_revisions')
    await engine.run(`insert into latest_revisions ${LATEST} ${latest} group by source, id`)
    await runModels(engine, ofParts)
    await totals.add(sign)
    await dropTables(engine, names)
  }
  await totals.finish()
  const workers = await countRows(engine, 'touched')
  const all = before.map((batch) => batch.things)
  const things = all.length > 0 ? `union all select source, id from ${await readingOf(counting, all)}` : ''
  const [touching] = await engine.rows(
    `select (select count(*) from ${await readingOf(counting, [added.things])})
       + (select count(*) from new_revisions semi join (select source, id from no_events ${things}) as things using (source, id)) as n`,
  )
  await engine.run('drop view stg_events')
  await dropTables(engine, ['latest_revisions', 'old_rows', 'new_rows', 'old_revisions', 'new_revisions', 'touched'])
  return { workers, touchesThings: Number(touching!.n) > 0 }
}
