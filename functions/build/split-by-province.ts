import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Engine } from '../engines/duckdb.ts'
import { bucketSql } from './buckets.ts'
import { reading } from './tables.ts'

/** The home of workers with events in several provinces. */
const SEVERAL_PROVINCES = 'roaming'

const PROVINCE = `coalesce(substr(region, 1, 2), '00')`
const HOME = `case when min(${PROVINCE}) = max(${PROVINCE}) then min(${PROVINCE}) else '${SEVERAL_PROVINCES}' end`

/** A shortened hash of a worker for the directory. If two workers share one, a file is read in vain. */
export const directoryHash = (worker: string) => `(hash(${worker}) % 1099511627776)`

/** Where and how events are written. */
interface Target {
  folder: string
  buckets: number
  /** True to write one file, without buckets and provinces. */
  isSmall: boolean
  /** Options of COPY. */
  format: string
}

/** A file of events on the local disk. */
interface LocalPartition {
  path: string
  bucket: number
  /** Home province of its workers, see `PartitionFile`. */
  home: string
}

/** Writes events of workers to files by bucket and home province, and gives the files. */
export async function splitByProvince(engine: Engine, workers: string, target: Target): Promise<LocalPartition[]> {
  await (target.isSmall ? writeOneFile(engine, workers, target) : writeByBucket(engine, workers, target))
  return partitionFiles(target.folder)
}

async function writeOneFile(engine: Engine, workers: string, { folder, format }: Target): Promise<void> {
  await mkdir(join(folder, 'bucket=0/home='), { recursive: true })
  await engine.run(`copy (${workers} order by source, id, revision) to '${folder}/bucket=0/home=/data.parquet' (${format})`)
}

/** First by bucket, of which there are few, then each bucket by province: to split by both together would hold a row group for every pair. */
async function writeByBucket(engine: Engine, workers: string, { folder, buckets, format }: Target): Promise<void> {
  const unsorted = `${folder}-unsorted`
  await engine.run(
    `copy (select *, ${bucketSql(buckets)} as bucket from (${workers}))
     to '${unsorted}' (format parquet, compression lz4_raw, row_group_size 16384, partition_by (bucket))`,
  )
  for (let bucket = 0; bucket < buckets; bucket++) {
    const paths = (await readdir(`${unsorted}/bucket=${bucket}`).catch(() => [])).map((name) => `${unsorted}/bucket=${bucket}/${name}`)
    if (paths.length === 0) continue
    await engine.run(`create table homes as select worker, ${HOME} as home from ${reading(paths)} group by worker`)
    const rows = `select events.*, ${bucket} as bucket, homes.home from ${reading(paths)} as events join homes using (worker)`
    await engine.run(`copy (${rows}) to '${folder}' (${format}, partition_by (bucket, home), overwrite_or_ignore true)`)
    await engine.run('drop table homes')
  }
  await rm(unsorted, { recursive: true })
}

/** The files that COPY wrote under `bucket=B/home=H/`, in the order of their paths. */
async function partitionFiles(folder: string): Promise<LocalPartition[]> {
  const found: LocalPartition[] = []
  const entriesOf = async (path: string) => (await readdir(path).catch(() => [])).map((name) => ({ name, path: join(path, name) }))
  for (const bucket of await entriesOf(folder))
    for (const home of await entriesOf(bucket.path))
      for (const file of await entriesOf(home.path))
        found.push({ path: file.path, bucket: Number(bucket.name.replace('bucket=', '')), home: home.name.replace('home=', '') })
  return found.sort((a, b) => (a.path < b.path ? -1 : 1))
}
