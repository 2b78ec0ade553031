import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Engine } from '../engines/duckdb.ts'
import { IDENTIFIER_COLUMNS } from '../catalogue/event-type.ts'
import { type FileRef, putVerified } from '../storage/blobs.ts'
import type { EventFile } from '../event-log/commit.ts'
import type { Batch, PartitionFile } from '../release-format/incremental-state.ts'
import { bucketSql, bucketsFor } from './buckets.ts'
import type { EngineWithStore } from './count-context.ts'
import { type LayoutSizes, rowsOf } from './layout-sizes.ts'
import { fetchEventFiles, fetchToLocal } from './local-files.ts'
import { directoryHash, splitByProvince } from './split-by-province.ts'
import { NO_NAMING_EVENTS, WORKER_COLUMNS, eventsOf, reading } from './tables.ts'

const PARQUET = 'format parquet, compression zstd, row_group_size 30720'

/** What a batch is made from, as statements: events of workers (the worker as a `uuid`), other events, revisions above 1, and several names of one worker. */
interface Selections {
  workers: string
  things: string
  revisions: string
  names: string
}

/** How many events there are, which decides the number of buckets. */
export interface Extent {
  sizes: LayoutSizes
  /** All events, including those of other batches. */
  total: number
}

/** Writes the directory of a batch: which workers and sources have events in the files of which province. */
async function writeDirectory(engine: Engine, path: string, files: readonly { path: string; home: string }[]): Promise<void> {
  const entries = files.map(({ path, home }) => {
    const rows = reading([path])
    return `select ${directoryHash('worker')} as worker, '' as source, '${home}' as home from ${rows} group by all
      union all
      select null as worker, source, '${home}' as home from ${rows} group by all`
  })
  await engine.run('create table directory (worker ubigint, source varchar, home varchar)')
  // File by file, to bound memory.
  for (const rows of entries) await engine.run(`insert into directory ${rows}`)
  await engine.run(`copy (select distinct * from directory order by worker) to '${path}' (${PARQUET}, parquet_version v2)`)
  await engine.run('drop table directory')
}

let folders = 0

async function writeBatch(
  { engine, store }: EngineWithStore,
  { workers, things, revisions, names }: Selections,
  { rows, sizes, total }: Extent & { rows: number },
): Promise<Batch> {
  const buckets = rows < sizes.smallBatchRows ? 1 : bucketsFor(total, sizes)
  const folder = join(engine.folder, 'layout', String(++folders))
  await mkdir(folder, { recursive: true })
  const files = await splitByProvince(engine, workers, {
    folder: join(folder, 'workers'),
    buckets,
    isSmall: rows < sizes.smallBatchRows,
    format: PARQUET,
  })
  await writeDirectory(engine, `${folder}/directory.parquet`, files)
  await engine.run(`copy (${things} order by source, id, revision) to '${folder}/things.parquet' (${PARQUET})`)
  await engine.run(`copy (${revisions} order by source, id, revision) to '${folder}/revisions.parquet' (${PARQUET})`)
  const [named] = await engine.rows(`copy (${names} order by source, id, revision) to '${folder}/names.parquet' (${PARQUET})`)
  const put = async (path: string) => putVerified(store, 'pieces', '.parquet', await readFile(path))
  const stored: PartitionFile[] = []
  for (const { path, bucket, home } of files) stored.push({ ...(await put(path)), bucket, home })
  const batch: Batch = {
    rows,
    buckets,
    workers: stored,
    directory: await put(join(folder, 'directory.parquet')),
    things: await put(join(folder, 'things.parquet')),
    revisions: await put(join(folder, 'revisions.parquet')),
    ...(Number(named!.Count) > 0 && { names: await put(join(folder, 'names.parquet')) }),
  }
  // The disk of a function is small, and the store has these files now.
  await rm(folder, { recursive: true })
  return batch
}

/** A pseudonym as 128 bits, which compare faster than text. */
const asUuid = (column: string) => `cast(md5(${column}) as uuid) as ${column}`

/** Partitions the events of some log files into a batch, and stores it. Throws, naming the file, if one is missing or altered. */
export async function partitionEvents(context: EngineWithStore, files: readonly EventFile[], extent: Extent): Promise<Batch> {
  const paths = await fetchEventFiles(context, files)
  await context.engine.run(eventsOf(paths, 'no_events'))
  const columns = WORKER_COLUMNS.map((column) => (column === 'worker' ? asUuid(column) : `"${column}"`))
  const selections = {
    workers: `select ${columns.join(', ')} from events where worker is not null`,
    things: 'select * from events where worker is null and not is_void',
    revisions: 'select source, id, revision from events where revision > 1',
    names: `select source, id, revision, is_void, occurred_on, region, sector, ${IDENTIFIER_COLUMNS.map((column) => asUuid(column)).join(', ')}
      from events where worker_phone is not null or worker_ref is not null`,
  }
  const batch = await writeBatch(context, selections, { ...extent, rows: rowsOf(files) })
  for (const path of paths) await rm(path, { force: true })
  return batch
}

/** Merges the small batches into one if there are many of them. */
export async function mergeSmallBatches(context: EngineWithStore, batches: readonly Batch[], sizes: LayoutSizes): Promise<Batch[]> {
  const small = batches.filter((batch) => batch.rows < sizes.smallBatchRows)
  if (small.length <= sizes.maxSmallBatches) return [...batches]
  const all = async (files: FileRef[]) => `select * from ${reading(await fetchToLocal(context, files))}`
  const names = small.flatMap((batch) => batch.names ?? [])
  const selections = {
    workers: await all(small.flatMap((batch) => batch.workers)),
    things: await all(small.map((batch) => batch.things)),
    revisions: await all(small.map((batch) => batch.revisions)),
    names: names.length > 0 ? await all(names) : `select * from ${NO_NAMING_EVENTS}`,
  }
  const merged = await writeBatch(context, selections, { sizes, total: rowsOf(batches), rows: rowsOf(small) })
  return [...batches.filter((batch) => !small.includes(batch)), merged]
}

/** What is counted in one go: files, and a WHERE clause for their rows (empty for all of them). */
export interface Partition {
  /** The bucket of its persons. */
  bucket: number
  files: FileRef[]
  filter: string
}

/** The partitions of a layout: each worker is in exactly one of them. */
export function partitionsOf(batches: readonly Batch[], buckets: number): Partition[] {
  return Array.from({ length: buckets }, (_, bucket) => ({
    bucket,
    files: batches.flatMap((batch) => batch.workers.filter((file) => file.bucket === bucket % batch.buckets)),
    filter: batches.every((batch) => batch.buckets === buckets) ? '' : `where ${bucketSql(buckets)} = ${bucket}`,
  }))
}
