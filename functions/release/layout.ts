import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Engine } from '../adapters/duckdb.ts'
import { type FileRef, getFile, putFile } from '../lake/files.ts'
import { sha256 } from '../lake/hash.ts'
import type { EventFile } from '../lake/log.ts'
import type { Store } from '../lake/store.ts'
import { WORKER_COLUMNS, eventsOf, reading } from './tables.ts'

/** A file of the layout: events of the workers of a bucket in one province. Of few events, all stand in one file. */
export interface LaidOutFile extends FileRef {
  bucket: number
  /** Two digits; `00` where the event names no region, empty for all. */
  province: string
}

/**
 * Some event files laid out for counting: events of workers by bucket (a worker's events are all in one) and province, what names no
 * worker, and the revisions above 1. A pure function of the event files and the number of buckets.
 */
export interface Batch {
  /** Keys of the event files that it was made from. */
  from: string[]
  buckets: number
  workers: LaidOutFile[]
  things: FileRef
  revisions: FileRef
}

/** So many events of workers are counted at once: about half of what DuckDB may hold. */
export const EVENTS_A_PIECE = 2_500_000

/** How many buckets a dataset of so many events is counted in: a power of two, so that those of an older batch can be split. */
export function bucketsFor(rows: number): number {
  let buckets = 1
  while (rows / buckets > EVENTS_A_PIECE) buckets *= 2
  return buckets
}

/** So few events are laid out in one file: finding a place in it is not worth another. */
const FEW = 250_000

/** The bucket of a worker among so many, in SQL. The worker is a `uuid`. */
export function bucketSql(buckets: number): string {
  return `cast(hash(worker) % ${buckets} as integer)`
}

async function keep(store: Store, path: string): Promise<FileRef> {
  return putFile(store, 'pieces', '.parquet', await readFile(path))
}

/** The Parquet files under a folder that COPY split by bucket and province. */
async function splitFiles(folder: string): Promise<{ path: string; bucket: number; province: string }[]> {
  const found: { path: string; bucket: number; province: string }[] = []
  for (const path of await readdir(folder, { recursive: true }).catch(() => [])) {
    const [, bucket, province] = /bucket=(\d+)\/province=(\w*)\/[^/]+\.parquet$/.exec(path) ?? []
    if (bucket !== undefined) found.push({ path: join(folder, path), bucket: Number(bucket), province: province! })
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** Brings files of the store into the engine's folder, each checked against its hash; gives their paths. */
export async function bring(engine: Engine, store: Store, files: readonly FileRef[]): Promise<string[]> {
  await mkdir(join(engine.folder, 'files'), { recursive: true })
  const paths: string[] = []
  for (const file of files) {
    const path = join(engine.folder, 'files', `${file.sha256}.parquet`)
    await writeFile(path, await getFile(store, file))
    paths.push(path)
  }
  return paths
}

/** Lays out event files, and keeps what comes of it in the store. */
export async function layOut(engine: Engine, store: Store, files: readonly EventFile[], wanted: number): Promise<Batch> {
  const isSmall = files.reduce((sum, file) => sum + file.rows, 0) < FEW
  const buckets = isSmall ? 1 : wanted
  const folder = join(engine.folder, 'layout', sha256(JSON.stringify([files.map((file) => file.sha256), buckets])).slice(0, 16))
  await mkdir(folder, { recursive: true })
  const paths = await bring(engine, store, files)
  await engine.run(eventsOf(paths, 'no_events'))
  const columns = WORKER_COLUMNS.map((column) => (column === 'worker' ? 'cast(md5(worker) as uuid) as worker' : `"${column}"`)).join(', ')
  const workers = `select ${columns} from events where worker is not null`
  const parquet = 'format parquet, compression zstd, row_group_size 30720'
  if (isSmall) {
    await mkdir(join(folder, 'workers/bucket=0/province='), { recursive: true })
    await engine.run(`copy (${workers} order by source, id, revision) to '${folder}/workers/bucket=0/province=/data.parquet' (${parquet})`)
  } else {
    const place = `${bucketSql(buckets)} as bucket, coalesce(substr(region, 1, 2), '00') as province`
    await engine.run(`copy (select *, ${place} from (${workers})) to '${folder}/workers' (${parquet}, partition_by (bucket, province))`)
  }
  await engine.run(
    `copy (select * from events where worker is null and not is_void order by source, id, revision) to '${folder}/things.parquet' (${parquet})`,
  )
  await engine.run(
    `copy (select source, id, revision from events where revision > 1 order by source, id, revision) to '${folder}/revisions.parquet' (${parquet})`,
  )
  const laidOut: LaidOutFile[] = []
  for (const { path, bucket, province } of await splitFiles(join(folder, 'workers')))
    laidOut.push({ ...(await keep(store, path)), bucket, province })
  return {
    from: files.map((file) => file.key),
    buckets,
    workers: laidOut,
    things: await keep(store, join(folder, 'things.parquet')),
    revisions: await keep(store, join(folder, 'revisions.parquet')),
  }
}

/** The part of the layout that one run counts: files, and which of their workers. */
export interface Piece {
  files: FileRef[]
  filter: string
}

/** The pieces of so many buckets: together every worker once. */
export function piecesOf(batches: readonly Batch[], buckets: number): Piece[] {
  return Array.from({ length: buckets }, (_, bucket) => ({
    files: batches.flatMap((batch) => batch.workers.filter((file) => file.bucket === bucket % batch.buckets)),
    filter: batches.every((batch) => batch.buckets === buckets) ? '' : `where ${bucketSql(buckets)} = ${bucket}`,
  }))
}
