import type { FileRef } from '../storage/blobs.ts'
import type { Batch } from '../release-format/incremental-state.ts'
import type { CountContext } from './count-context.ts'
import { TIES, groupModels } from './model-groups.ts'
import { PartialSums } from './partial-sums.ts'
import { countRows, createViews, dropTables, runModels } from './run-models.ts'
import { directoryHash } from './split-by-province.ts'
import { eventsOf } from './tables.ts'
import { ALL_TIES, createTies, hasNames } from './ties.ts'
import { latestRevisionsSql, readingFiles } from './worker-events.ts'

/** A new batch, and the batches that were counted before it. */
export interface BatchChange {
  before: readonly Batch[]
  added: Batch
}

/** The effect of a batch. */
export interface TouchedCount {
  /** Number of workers that were counted again. */
  workers: number
  /** True if the batch adds or corrects an event that names no worker. */
  touchesEntities: boolean
}

/** The ties before the batch; `all_ties` has those with it. */
const OLD_TIES = 'old_ties'

const SCRATCH_TABLES = ['latest_revisions', 'old_rows', 'new_rows', 'old_revisions', 'new_revisions', 'touched', TIES, OLD_TIES, ALL_TIES]

/** The files in which workers or sources have events, by the directories of the batches. `condition` is SQL over a directory's columns. */
async function filesWith(context: CountContext, batches: readonly Batch[], condition: string): Promise<FileRef[]> {
  const found: FileRef[] = []
  for (const { workers, directory } of batches) {
    if (workers.every((file) => file.home === '')) {
      found.push(...workers)
      continue
    }
    const entries = await readingFiles(context, [directory])
    const rows = await context.engine.rows(`select distinct home from ${entries} where ${condition}`)
    const homes = new Set(rows.map((row) => String(row.home)))
    found.push(...workers.filter((file) => homes.has(file.home)))
  }
  return found
}

/**
 * Creates `touched`: the workers that an event of the batch names, or that an event named before the batch corrected it. Only files with events
 * of the sources of corrections are read, so that no other province need be.
 */
async function findTouchedWorkers(context: CountContext, { before, added }: BatchChange): Promise<void> {
  const { engine } = context
  await engine.run(`create table new_rows as select * from ${await readingFiles(context, added.workers)}`)
  await engine.run(`create table new_revisions as select * from ${await readingFiles(context, [added.revisions])}`)
  await engine.run('create table touched as select distinct worker from new_rows')
  const corrected = await engine.rows('select distinct source from new_revisions')
  if (corrected.length === 0) return
  const sources = corrected.map(({ source }) => `'${String(source).replaceAll("'", "''")}'`).join(', ')
  const files = await filesWith(context, before, `source in (${sources})`)
  if (files.length === 0) return
  await engine.run(
    `insert into touched
     select distinct earlier.worker
     from (select worker, source, id from ${await readingFiles(context, files)} where source in (${sources})) as earlier
     semi join new_revisions on new_revisions.source = earlier.source and new_revisions.id = earlier.id`,
  )
}

/**
 * Creates the ties before and with the batch, and adds to `touched` every identifier of a person, as of before or of now, whose events change or who
 * has other identifiers now.
 */
async function tieTouchedWorkers(context: CountContext, { before, added }: BatchChange): Promise<void> {
  const { engine } = context
  await createTies(context, before, OLD_TIES)
  if (!hasNames([...before, added])) return engine.run(`create table ${ALL_TIES} as from ${OLD_TIES}`)
  await createTies(context, [...before, added])
  await engine.run(
    `create table changed_ties as
     select distinct identifier from (
       (select * from ${OLD_TIES} except all select * from ${ALL_TIES}) union all (select * from ${ALL_TIES} except all select * from ${OLD_TIES})
     );
     create table touched_persons as
     select coalesce(ties.person, changed.worker) as person
     from (from touched union select identifier from changed_ties) as changed(worker)
     cross join (values (false), (true)) as sides(is_now)
     left join (select *, false as is_now from ${OLD_TIES} union all select *, true from ${ALL_TIES}) as ties
       on ties.identifier = changed.worker and ties.is_now = sides.is_now;
     create or replace table touched as
     select worker from touched
     union select person from touched_persons
     union select identifier from ${OLD_TIES} semi join touched_persons using (person)
     union select identifier from ${ALL_TIES} semi join touched_persons using (person);
     drop table changed_ties;
     drop table touched_persons`,
  )
}

/** Creates `old_rows` and `old_revisions`: what the batches before have of the touched workers. */
async function loadEarlierEvents(context: CountContext, { before }: BatchChange): Promise<void> {
  const { engine } = context
  const files = await filesWith(context, before, `worker in (select ${directoryHash('worker')} from touched)`)
  const earlier = files.length > 0 ? await readingFiles(context, files) : 'no_worker_events'
  await engine.run(`create table old_rows as select * from ${earlier} where worker in (select worker from touched)`)
  const revisions = await readingFiles(context, before.map((batch) => batch.revisions)) // prettier-ignore
  await engine.run(
    `create table old_revisions as
     select * from ${revisions}
     semi join (select source, id from old_rows union all select source, id from new_rows) as rows using (source, id)`,
  )
}

/** Counts the touched workers without and with the new batch, and leaves the differences in the additive tables. */
async function countBeforeAndAfter({ engine, models, onStep }: CountContext): Promise<void> {
  const { staging, workerViews, perPartition } = groupModels(models)
  const sums = new PartialSums(engine)
  const counts = [
    { sign: -1, ties: OLD_TIES, step: 'their events before', rows: 'select * from old_rows', revisions: 'old_revisions' },
    {
      sign: 1,
      ties: ALL_TIES,
      step: 'their events now',
      rows: 'select * from old_rows union all by name select * from new_rows',
      revisions: '(from old_revisions union all by name from new_revisions)',
    },
  ] as const
  await engine.run(eventsOf([], 'no_worker_events'))
  await engine.run('create table latest_revisions (source varchar, id varchar, revision integer)')
  for (const { sign, ties, step, rows, revisions } of counts) {
    onStep?.(step)
    await engine.run(
      `create or replace view events as ${rows};
       create or replace table ${TIES} as from ${ties} where identifier in (from touched);
       delete from latest_revisions;
       insert into latest_revisions ${latestRevisionsSql(revisions)};
       create or replace table ${staging.name} as\n${staging.sql}`,
    )
    await createViews(engine, workerViews)
    await sums.takeTables(await runModels({ engine }, perPartition), sign)
    await dropTables(engine, perPartition.map(({ name }) => name)) // prettier-ignore
  }
  await dropTables(engine, [staging.name])
  await sums.finish()
}

async function touchesEntities(context: CountContext, { before, added }: BatchChange): Promise<boolean> {
  const earlier = before.map((batch) => batch.things)
  const known = earlier.length > 0 ? `union all select source, id from ${await readingFiles(context, earlier)}` : ''
  const [row] = await context.engine.rows(
    `select (select count(*) from ${await readingFiles(context, [added.things])})
       + (select count(*) from new_revisions semi join (select source, id from no_events ${known}) as known using (source, id)) as n`,
  )
  return Number(row!.n) > 0
}

/** Counts only the workers that a new batch touches, and leaves the differences that it makes in the additive tables. */
export async function aggregateTouchedWorkers(context: CountContext, change: BatchChange): Promise<TouchedCount> {
  const { engine, onStep } = context
  onStep?.('finding the workers that changes touch')
  await findTouchedWorkers(context, change)
  await tieTouchedWorkers(context, change)
  await loadEarlierEvents(context, change)
  await countBeforeAndAfter(context)
  const effect = { workers: await countRows(engine, 'touched'), touchesEntities: await touchesEntities(context, change) }
  await dropTables(engine, SCRATCH_TABLES)
  return effect
}
