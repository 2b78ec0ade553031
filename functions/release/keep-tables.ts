import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Engine } from '../adapters/duckdb.ts'
import { type FileRef, putSound } from '../lake/files.ts'
import type { Store } from '../lake/store.ts'
import { ADDS_UP, sumOf } from './adding-up.ts'
import { bring } from './layout.ts'
import { reading } from './tables.ts'

/** The sums that the next release goes on from. What `worker_cube` is made of is in that cube. */
const GONE_ON_FROM = Object.keys(ADDS_UP).filter((table) => table !== 'worker_changes' && table !== 'roaming_served')

/** Keeps rows as a file of the store. */
export async function keep(engine: Engine, store: Store, folder: string, rows: string): Promise<FileRef> {
  const path = join(engine.folder, 'kept.parquet')
  await engine.run(`copy (${rows}) to '${path}' (format parquet, compression zstd)`)
  return putSound(store, folder, '.parquet', await readFile(path))
}

/** Adds the sums that stand to the changes in the tables of their names. */
export async function addStanding(engine: Engine, store: Store, standing: Readonly<Record<string, FileRef>>): Promise<void> {
  for (const table of GONE_ON_FROM) {
    const columns = (await engine.rows(`describe "${table}"`)).map((row) => String(row.column_name))
    const names = columns.map((column) => `"${column}"`).join(', ')
    const before = reading(await bring(engine, store, [standing[table]!]))
    await engine.run(
      `create table summed as ${sumOf(`(select ${names} from ${before} union all select ${names} from "${table}")`, columns, ADDS_UP[table]!)}`,
    )
    await engine.run(`drop table "${table}"`)
    await engine.run(`alter table summed rename to "${table}"`)
  }
}

/** Keeps the sums over all workers, for the next release to go on from. */
export async function keepTotals(engine: Engine, store: Store): Promise<Record<string, FileRef>> {
  const files: Record<string, FileRef> = {}
  for (const table of GONE_ON_FROM) files[table] = await keep(engine, store, 'pieces', `from "${table}"`)
  return files
}
