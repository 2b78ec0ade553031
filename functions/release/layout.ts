import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Engine } from '../adapters/duckdb.ts'
import { type FileRef, getFile, putSound } from '../lake/files.ts'
import type { EventFile } from '../lake/log.ts'
import type { Store } from '../lake/store.ts'
import { readPiece } from './pieces.ts'
import { WORKER_COLUMNS, eventsOf, reading } from './tables.ts'

/** A file of the layout: events of the workers of a bucket in one province. Of few events, all stand in one file. */
export interface LaidOutFile extends FileRef {
  bucket: number
  /** Two digits; `00` where the event names no region, empty for all. */
  province: string
}

/**
 * Some events laid out for counting: those of workers by bucket (a worker's events are all in one) and province, with a directory
 * that tells which workers and sources stand in which provinces; what names no worker; and the revisions above 1. A pure function of
 * the events and the number of buckets.
 */
export interface Batch {
  rows: number
  buckets: number
  workers: LaidOutFile[]
  directory: FileRef
  things: FileRef
  revisions: FileRef
}

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

/** The Parquet files under a folder that COPY split by bucket and province. */
async function splitFiles(folder: string): Promise<{ path: string; bucket: number; province: string }[]> {
  const found: { path: string; bucket: number; province: string }[] = []
  for (const path of await readdir(folder, { recursive: true }).catch(() => [])) {
    const [, bucket, province] = /bucket=(\d+)\/province=(\w*)\/[^/]+\.parquet$/.exec(path) ?? []
    if (bucket !== undefined) found.push({ path: join(folder, path), bucket: Number(bucket), province: province! })
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1))
}

type Reader = (store: Store, ref: FileRef) => Promise<Uint8Array>

/** Brings files of the store into the engine's folder, each checked against its hash; gives their paths. */
async function bringWith(read: Reader, engine: Engine, store: Store, files: readonly FileRef[]): Promise<string[]> {
  await mkdir(join(engine.folder, 'files'), { recursive: true })
  const paths: string[] = []
  for (const file of files) {
    const path = join(engine.folder, 'files', `${file.sha256}.parquet`)
    await writeFile(path, await read(store, file))
    paths.push(path)
  }
  return paths
}

/** Brings pieces into the engine's folder. Throws PieceLost where one is not there as it was. */
export const bring = (engine: Engine, store: Store, files: readonly FileRef[]) => bringWith(readPiece, engine, store, files)

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
  const province = `coalesce(substr(region, 1, 2), '00')`
  if (isSmall) {
    await mkdir(join(folder, 'workers/bucket=0/province='), { recursive: true })
    await engine.run(`copy (${workers} order by source, id, revision) to '${folder}/workers/bucket=0/province=/data.parquet' (${PARQUET})`)
  } else {
    const place = `${bucketSql(buckets)} as bucket, ${province} as province`
    await engine.run(`copy (select *, ${place} from (${workers})) to '${folder}/workers' (${PARQUET}, partition_by (bucket, province))`)
  }
  const files = await splitFiles(join(folder, 'workers'))
  const all = reading(files.map(({ path }) => path))
  await engine.run(
    `copy (
       select hash(worker) as worker, '' as source, ${isSmall ? "''" : province} as province from ${all} group by all
       union all
       select 0 as worker, source, ${isSmall ? "''" : province} as province from ${all} group by all
     ) to '${folder}/directory.parquet' (${PARQUET})`,
  )
  await engine.run(`copy (${things} order by source, id, revision) to '${folder}/things.parquet' (${PARQUET})`)
  await engine.run(`copy (${revisions} order by source, id, revision) to '${folder}/revisions.parquet' (${PARQUET})`)
  const keep = async (path: string) => putSound(store, 'pieces', '.parquet', await readFile(path))
  const laidOut: LaidOutFile[] = []
  for (const { path, bucket, province } of files) laidOut.push({ ...(await keep(path)), bucket, province })
  return {
    rows,
    buckets,
    workers: laidOut,
    directory: await keep(join(folder, 'directory.parquet')),
    things: await keep(join(folder, 'things.parquet')),
    revisions: await keep(join(folder, 'revisions.parquet')),
  }
}

/** The events of files or batches. */
export const rowsOf = (files: readonly { rows: number }[]) => files.reduce((sum, file) => sum + file.rows, 0)

/** Lays out event files of the log, and keeps what comes of it in the store. Throws, naming it, where a file is missing or altered. */
export async function layOut(engine: Engine, store: Store, files: readonly EventFile[], extent: Extent): Promise<Batch> {
  await engine.run(eventsOf(await bringWith(getFile, engine, store, files), 'no_events'))
  const columns = WORKER_COLUMNS.map((column) => (column === 'worker' ? 'cast(md5(worker) as uuid) as worker' : `"${column}"`)).join(', ')
  const selections = {
    workers: `select ${columns} from events where worker is not null`,
    things: 'select * from events where worker is null and not is_void',
    revisions: 'select source, id, revision from events where revision > 1',
  }
  return writeBatch(engine, store, selections, { ...extent, rows: rowsOf(files) })
}

/** Makes one of the small batches where there are many of them. */
export async function gathered(engine: Engine, store: Store, batches: readonly Batch[], sizes: LayoutSizes): Promise<Batch[]> {
  const small = batches.filter((batch) => batch.rows < sizes.few)
  if (small.length <= sizes.smallBatches) return [...batches]
  const all = async (files: FileRef[]) => `select * from ${reading(await bring(engine, store, files))}`
  const selections = {
    workers: await all(small.flatMap((batch) => batch.workers)),
    things: await all(small.map((batch) => batch.things)),
    revisions: await all(small.map((batch) => batch.revisions)),
  }
  const one = await writeBatch(engine, store, selections, { sizes, total: rowsOf(batches), rows: rowsOf(small) })
  return [...batches.filter((batch) => !small.includes(batch)), one]
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
