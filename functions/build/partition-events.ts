import { existsSync } from 'node:fs'
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Engine } from '../engines/duckdb.ts'
import { type FileRef, getFile, putVerified } from '../storage/blobs.ts'
import type { EventFile } from '../event-log/commit.ts'
import type { Store } from '../storage/store.ts'
import { type Batch, type PartitionFile, readStateFile } from '../release-format/incremental-state.ts'
import { WORKER_COLUMNS, eventsOf, reading } from './tables.ts'

/** The sizes by which events are laid out. */
export interface LayoutSizes {
  /** So many events of workers are counted at once: about half of what DuckDB may hold. */
  eventsAPiece: number
  /** So few events are laid out in one file: finding a place in it is not worth another. */
  few: number
  /** So many small batches stand beside the large ones before they are made one. */
  smallBatches: number
  /** So many rows of changes stand beside the parts of a cube before they are added to them. */
  changesBeside: number
}

export const LAYOUT_SIZES: LayoutSizes = { eventsAPiece: 2_500_000, few: 250_000, smallBatches: 16, changesBeside: 100_000 }

const PARQUET = 'format parquet, compression zstd, row_group_size 30720'

/** How many buckets a dataset of so many events is counted in: a power of two, so that those of an older batch can be split. */
export function bucketsFor(rows: number, { eventsAPiece }: LayoutSizes): number {
  let buckets = 1
  while (rows / buckets > eventsAPiece) buckets *= 2
  return buckets
}

/** The bucket of a worker among so many, in SQL. The worker is a `uuid`. */
function bucketSql(buckets: number): string {
  return `cast(hash(worker) % ${buckets} as integer)`
}

/** The Parquet files under a folder that COPY split by bucket and home. */
async function splitFiles(folder: string): Promise<{ path: string; bucket: number; home: string }[]> {
  const found: { path: string; bucket: number; home: string }[] = []
  for (const path of await readdir(folder, { recursive: true }).catch(() => [])) {
    const [, bucket, home] = /bucket=(\d+)\/home=(\w*)\/[^/]+\.parquet$/.exec(path) ?? []
    if (bucket !== undefined) found.push({ path: join(folder, path), bucket: Number(bucket), home: home! })
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1))
}

type Reader = (store: Store, ref: FileRef) => Promise<Uint8Array>

let copies = 0

/** Brings files of the store into the engine's folder, each checked against its hash; what is there already is not read again. Gives their paths. */
async function bringWith(read: Reader, engine: Engine, store: Store, files: readonly FileRef[]): Promise<string[]> {
  await mkdir(join(engine.folder, 'files'), { recursive: true })
  const paths: string[] = []
  for (const file of files) {
    const path = join(engine.folder, 'files', `${file.sha256}.parquet`)
    paths.push(path)
    if (existsSync(path)) continue
    // Under its name once it is whole: another connection may be about to read it.
    const copy = `${path}-${++copies}`
    await writeFile(copy, await read(store, file))
    await rename(copy, path)
  }
  return paths
}

/** Brings pieces into the engine's folder. Throws IncrementalStateLost where one is not there as it was. */
export const fetchToLocal = (engine: Engine, store: Store, files: readonly FileRef[]) => bringWith(readStateFile, engine, store, files)

/** What a batch is made from: selections of events of workers (the worker a `uuid`), of the others, and of revisions above 1. */
interface Selections {
  workers: string
  things: string
  revisions: string
}

/** How large what is laid out becomes, which decides into how many buckets it goes. */
export interface Extent {
  sizes: LayoutSizes
  /** Events in all, those of other batches included. */
  total: number
}

let folders = 0

/** The home of workers of several provinces. */
const ROAMING = 'roaming'

/** Enough of a worker's hash to tell workers apart: one that is taken for another only has a file read for nothing. */
export const directoryHash = (worker: string) => `(hash(${worker}) % 1099511627776)`

/** Writes events of workers into files by bucket and home below a folder. */
async function splitByHome(engine: Engine, folder: string, workers: string, buckets: number, isSmall: boolean): Promise<void> {
  if (isSmall) {
    await mkdir(join(folder, 'bucket=0/home='), { recursive: true })
    await engine.run(`copy (${workers} order by source, id, revision) to '${folder}/bucket=0/home=/data.parquet' (${PARQUET})`)
    return
  }
  // First by bucket, of which there are few, then each bucket by home: all at once would hold a row group for each of them.
  const unsorted = `${folder}-unsorted`
  await engine.run(
    `copy (select *, ${bucketSql(buckets)} as bucket from (${workers})) to '${unsorted}' (format parquet, compression lz4_raw, row_group_size 16384, partition_by (bucket))`,
  )
  for (let bucket = 0; bucket < buckets; bucket++) {
    const paths = (await readdir(`${unsorted}/bucket=${bucket}`).catch(() => [])).map((name) => `${unsorted}/bucket=${bucket}/${name}`)
    if (paths.length === 0) continue
    await engine.run(`create table homes as select worker, ${HOME} as home from ${reading(paths)} group by worker`)
    const rows = `select events.*, ${bucket} as bucket, homes.home from ${reading(paths)} as events join homes using (worker)`
    await engine.run(`copy (${rows}) to '${folder}' (${PARQUET}, partition_by (bucket, home), overwrite_or_ignore true)`)
    await engine.run('drop table homes')
  }
  await rm(unsorted, { recursive: true })
}

const PROVINCE = `coalesce(substr(region, 1, 2), '00')`
const HOME = `case when min(${PROVINCE}) = max(${PROVINCE}) then min(${PROVINCE}) else '${ROAMING}' end`

async function writeBatch(
  engine: Engine,
  store: Store,
  { workers, things, revisions }: Selections,
  { rows, sizes, total }: Extent & { rows: number },
): Promise<Batch> {
  const isSmall = rows < sizes.few
  const buckets = isSmall ? 1 : bucketsFor(total, sizes)
  const folder = join(engine.folder, 'layout', String(++folders))
  await mkdir(folder, { recursive: true })
  await splitByHome(engine, join(folder, 'workers'), workers, buckets, isSmall)
  const files = await splitFiles(join(folder, 'workers'))
  for (const [index, { path, home }] of files.entries()) {
    const rows = `select ${directoryHash('worker')} as worker, '' as source, '${home}' as home from ${reading([path])} group by all
      union all select null as worker, source, '${home}' as home from ${reading([path])} group by all`
    await engine.run(`${index === 0 ? 'create table directory as' : 'insert into directory'} ${rows}`)
  }
  if (files.length === 0) await engine.run(`create table directory (worker ubigint, source varchar, home varchar)`)
  await engine.run(
    `copy (select distinct * from directory order by worker) to '${folder}/directory.parquet' (${PARQUET}, parquet_version v2)`,
  )
  await engine.run('drop table directory')
  await engine.run(`copy (${things} order by source, id, revision) to '${folder}/things.parquet' (${PARQUET})`)
  await engine.run(`copy (${revisions} order by source, id, revision) to '${folder}/revisions.parquet' (${PARQUET})`)
  const keep = async (path: string) => putVerified(store, 'pieces', '.parquet', await readFile(path))
  const laidOut: PartitionFile[] = []
  for (const { path, bucket, home } of files) laidOut.push({ ...(await keep(path)), bucket, home })
  const batch: Batch = {
    rows,
    buckets,
    workers: laidOut,
    directory: await keep(join(folder, 'directory.parquet')),
    things: await keep(join(folder, 'things.parquet')),
    revisions: await keep(join(folder, 'revisions.parquet')),
  }
  // A function's disk is small: what is kept in the store need not lie here as well.
  await rm(folder, { recursive: true })
  return batch
}

/** The events of files or batches. */
export const rowsOf = (files: readonly { rows: number }[]) => files.reduce((sum, file) => sum + file.rows, 0)

/** Lays out event files of the log, and keeps what comes of it in the store. Throws, naming it, where a file is missing or altered. */
export async function partitionEvents(engine: Engine, store: Store, files: readonly EventFile[], extent: Extent): Promise<Batch> {
  const paths = await bringWith(getFile, engine, store, files)
  await engine.run(eventsOf(paths, 'no_events'))
  const columns = WORKER_COLUMNS.map((column) => (column === 'worker' ? 'cast(md5(worker) as uuid) as worker' : `"${column}"`)).join(', ')
  const selections = {
    workers: `select ${columns} from events where worker is not null`,
    things: 'select * from events where worker is null and not is_void',
    revisions: 'select source, id, revision from events where revision > 1',
  }
  const batch = await writeBatch(engine, store, selections, { ...extent, rows: rowsOf(files) })
  for (const path of paths) await rm(path, { force: true })
  return batch
}

/** Makes one of the small batches where there are many of them. */
export async function mergeSmallBatches(engine: Engine, store: Store, batches: readonly Batch[], sizes: LayoutSizes): Promise<Batch[]> {
  const small = batches.filter((batch) => batch.rows < sizes.few)
  if (small.length <= sizes.smallBatches) return [...batches]
  const all = async (files: FileRef[]) => `select * from ${reading(await fetchToLocal(engine, store, files))}`
  const selections = {
    workers: await all(small.flatMap((batch) => batch.workers)),
    things: await all(small.map((batch) => batch.things)),
    revisions: await all(small.map((batch) => batch.revisions)),
  }
  const one = await writeBatch(engine, store, selections, { sizes, total: rowsOf(batches), rows: rowsOf(small) })
  return [...batches.filter((batch) => !small.includes(batch)), one]
}

/** The part of the layout that one run counts: files, and which of their workers. */
export interface Partition {
  files: FileRef[]
  filter: string
}

/** The pieces of so many buckets: together every worker once. */
export function partitionsOf(batches: readonly Batch[], buckets: number): Partition[] {
  return Array.from({ length: buckets }, (_, bucket) => ({
    files: batches.flatMap((batch) => batch.workers.filter((file) => file.bucket === bucket % batch.buckets)),
    filter: batches.every((batch) => batch.buckets === buckets) ? '' : `where ${bucketSql(buckets)} = ${bucket}`,
  }))
}
