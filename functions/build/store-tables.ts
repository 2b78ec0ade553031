import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Engine } from '../engines/duckdb.ts'
import { inStep } from '../engines/query-service.ts'
import { type FileRef, putVerified } from '../storage/blobs.ts'
import type { Store } from '../storage/store.ts'
import { ADDITIVE_MEASURES, sumOf } from './additive-tables.ts'
import { type ConnectionPool, allSettled } from './connection-pool.ts'
import { fetchToLocal } from './partition-events.ts'
import { reading } from './tables.ts'

/** The sums that the next release goes on from. What `worker_cube` is made of is in that cube. */
const GONE_ON_FROM = Object.keys(ADDITIVE_MEASURES).filter((table) => table !== 'worker_changes' && table !== 'roaming_served')

let kept = 0

/** Keeps rows as a file of the store. */
export async function keep(engine: Engine, store: Store, folder: string, rows: string): Promise<FileRef> {
  const path = join(engine.folder, `kept-${++kept}.parquet`)
  await inStep('keeping a table', () => engine.run(`copy (${rows}) to '${path}' (format parquet, compression zstd)`))
  const body = await readFile(path)
  await rm(path)
  return putVerified(store, folder, '.parquet', body)
}

/** Adds the sums that stand to the changes in the tables of their names. */
export async function addStanding(pool: ConnectionPool, store: Store, standing: Readonly<Record<string, FileRef>>): Promise<void> {
  const add = (table: string) =>
    pool(async (engine) => {
      const columns = (await engine.rows(`describe "${table}"`)).map((row) => String(row.column_name))
      const names = columns.map((column) => `"${column}"`).join(', ')
      const before = reading(await fetchToLocal(engine, store, [standing[table]!]))
      const all = `(select ${names} from ${before} union all select ${names} from "${table}")`
      await engine.run(`create table "summed_${table}" as ${sumOf(all, columns, ADDITIVE_MEASURES[table]!)}`)
      await engine.run(`drop table "${table}"`)
      await engine.run(`alter table "summed_${table}" rename to "${table}"`)
    })
  await allSettled(GONE_ON_FROM.map(add))
}

/** Keeps the sums over all workers, for the next release to go on from. */
export async function keepTotals(pool: ConnectionPool, store: Store): Promise<Record<string, FileRef>> {
  const keepOne = (table: string) => pool((engine) => keep(engine, store, 'pieces', `from "${table}"`))
  const files = await allSettled(GONE_ON_FROM.map(keepOne))
  return Object.fromEntries(GONE_ON_FROM.map((table, index) => [table, files[index]!]))
}
