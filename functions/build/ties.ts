import type { Batch } from '../release-format/incremental-state.ts'
import { bucketSql } from './buckets.ts'
import { getCached, putCached } from './build-cache.ts'
import type { CountContext } from './count-context.ts'
import type { FileRef } from '../storage/blobs.ts'
import { fetchToLocal, storeRows } from './local-files.ts'
import { CONFLICTS, TIES, groupModels } from './model-groups.ts'
import { countRows, dropTables, runModels } from './run-models.ts'
import { NO_NAMING_EVENTS, eventsOf, reading } from './tables.ts'
import { latestRevisionsSql, readingFiles } from './worker-events.ts'

/** The ties of all identifiers that were counted. The models read `ties`, which has those of the workers who are counted at the moment. */
export const ALL_TIES = 'all_ties'

/** True if some event of these batches names several identifiers. Without such events nobody is tied to anybody. */
export const hasNames = (batches: readonly Batch[]) => batches.some(({ names }) => names !== undefined)

/** Creates the table `into` of the ties between identifiers that the live events of some batches make, and the table of what contradicts itself. */
export async function createTies(context: CountContext, batches: readonly Batch[], into = ALL_TIES): Promise<void> {
  const { engine, models } = context
  const { naming } = groupModels(models)
  const paths = await fetchToLocal(context, batches.flatMap((batch) => batch.names ?? [])) // prettier-ignore
  const revisions = paths.length > 0 ? await readingFiles(context, batches.map((batch) => batch.revisions)) : NO_NAMING_EVENTS // prettier-ignore
  await engine.run(
    `${eventsOf(paths, NO_NAMING_EVENTS)};
     create table latest_revisions as ${latestRevisionsSql(`(from ${revisions} semi join events using (source, id))`)};
     drop table if exists "${CONFLICTS}"`,
  )
  await runModels({ engine }, naming)
  await dropTables(engine, ['latest_revisions', ...naming.map(({ name }) => name).filter((name) => name !== TIES && name !== CONFLICTS)])
  await engine.run(`alter table "${TIES}" rename to "${into}"`)
}

/** All events of workers, and the number of buckets that they are counted in. */
export interface TiedWorkers {
  batches: readonly Batch[]
  buckets: number
  rules: string
}

const TIED_ELSEWHERE = 'tied_elsewhere'

/** A condition for the rows that are counted where they are stored, if there are others. */
export const NOT_ELSEWHERE = `worker not in (select identifier from ${TIED_ELSEWHERE})`

/**
 * Events are stored in the bucket of the identifier that they name, and counted in that of the person. Stores copies of the events of those whose
 * person is in another bucket, and gives the files by the bucket of the person; none if there are no such events. Reads `all_ties`.
 */
export async function storeMovedRows(context: CountContext, { batches, buckets, rules }: TiedWorkers): Promise<Record<string, FileRef>> {
  const { engine, store } = context
  if (buckets === 1 || !hasNames(batches)) return {}
  const [own, persons] = [bucketSql(buckets, 'identifier'), bucketSql(buckets, 'person')]
  await engine.run(`create table ${TIED_ELSEWHERE} as select identifier, ${persons} as bucket from ${ALL_TIES} where ${own} <> ${persons}`)
  if ((await countRows(engine, TIED_ELSEWHERE)) === 0) return {}
  const inputs = ['moved', rules, buckets, namingInputs(batches)]
  const cached = await getCached<Record<string, FileRef>>(store, inputs)
  if (cached) return cached
  await engine.run('create table moved_rows as select *, 0 as bucket from no_worker_events limit 0')
  // File by file, to bound memory.
  for (const file of batches.flatMap((batch) => batch.workers)) {
    const rows = reading(await fetchToLocal(context, [file]))
    await engine.run(
      `insert into moved_rows by name
       select events.*, ${TIED_ELSEWHERE}.bucket from ${rows} as events join ${TIED_ELSEWHERE} on identifier = worker`,
    )
  }
  const moved: Record<string, FileRef> = {}
  for (const { bucket } of await engine.rows('select distinct bucket from moved_rows')) {
    const rows = `select * exclude (bucket) from moved_rows where bucket = ${Number(bucket)} order by source, id, revision`
    moved[String(bucket)] = (await storeRows(context, 'pieces', rows)).file
  }
  await dropTables(engine, ['moved_rows'])
  await putCached(store, inputs, moved)
  return moved
}

/** What the counts of one partition depend on beyond its own files: nothing if nobody is tied to anybody. */
export function namingInputs(batches: readonly Batch[]): string[] {
  if (!hasNames(batches)) return []
  return batches.flatMap(({ workers, names, revisions }) => [...workers, revisions, ...(names ? [names] : [])].map((file) => file.sha256))
}

/** Creates `ties` with those of the persons of one bucket. */
export async function useTiesOfBucket({ engine }: Pick<CountContext, 'engine'>, bucket: number, buckets: number): Promise<void> {
  const where = buckets === 1 ? '' : `where ${bucketSql(buckets, 'person')} = ${bucket}`
  await engine.run(`create or replace table ${TIES} as from ${ALL_TIES} ${where}`)
}

/** The tables that are left of the ties when all workers were counted, but for what contradicts itself. */
export const TIE_TABLES = [TIES, ALL_TIES, TIED_ELSEWHERE]
