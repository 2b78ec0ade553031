import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Engine } from '../adapters/duckdb.ts'
import { type FileRef, putSound } from '../lake/files.ts'
import type { Store } from '../lake/store.ts'
import { ADDS_UP, sumOf } from './adding-up.ts'
import { countRows } from './count.ts'
import { type CUBES, NATION, cubeFileName } from './cube-files.ts'
import { bring } from './layout.ts'
import { reading } from './tables.ts'

/** The sums that the next release goes on from. What `worker_cube` is made of is in that cube. */
const GONE_ON_FROM = Object.keys(ADDS_UP).filter((table) => table !== 'worker_changes' && table !== 'roaming_served')

type Cube = (typeof CUBES)[number]

const CUBE_ORDER = 'region, sector, metric, part, month'
const CUBE_COLUMNS = ['metric', 'part', 'region', 'sector', 'month', 'ever', 'of_year', 'in_month']
const CUBE_MEASURES = ['ever', 'of_year', 'in_month']

/** Keeps rows as a file of the store. */
export async function keep(engine: Engine, store: Store, folder: string, rows: string): Promise<FileRef> {
  const path = join(engine.folder, 'kept.parquet')
  await engine.run(`copy (${rows}) to '${path}' (format parquet, compression zstd)`)
  return putSound(store, folder, '.parquet', await readFile(path))
}

/** The rows of a part of a cube: the nation and its provinces, or what is below a province. A cube is sorted by region: no more is read. */
function rowsOfPart(part: string): string {
  return part === NATION ? `substr(region, 3) = '0000'` : `region > '${part}0000' and region < '${part}9999'`
}

const PART = `case when substr(region, 3) = '0000' then '${NATION}' else substr(region, 1, 2) end`

/** The parts of a cube that have rows. */
async function partsOf(engine: Engine, cube: string): Promise<string[]> {
  return (await engine.rows(`select distinct ${PART} as part from ${cube} order by part`)).map((row) => String(row.part))
}

/** Keeps a cube in parts. */
export async function keepParts(engine: Engine, store: Store, cube: Cube): Promise<Record<string, FileRef>> {
  const files: Record<string, FileRef> = {}
  for (const part of await partsOf(engine, cube))
    files[cubeFileName(cube, part)] = await keep(engine, store, 'tables', `from ${cube} where ${rowsOfPart(part)}`)
  return files
}

/** Adds the changes in `worker_cube` to the parts that stand; a part in which nothing changes is the one that stands. */
export async function keepChangedCube(
  engine: Engine,
  store: Store,
  standing: Readonly<Record<string, FileRef>>,
): Promise<Record<string, FileRef>> {
  const files = Object.fromEntries(Object.entries(standing).filter(([name]) => name.startsWith('worker_cube/')))
  const columns = CUBE_COLUMNS.join(', ')
  for (const part of await partsOf(engine, 'worker_cube')) {
    const name = cubeFileName('worker_cube', part)
    const changes = `select ${columns} from worker_cube where ${rowsOfPart(part)}`
    const before = files[name] ? `select ${columns} from ${reading(await bring(engine, store, [files[name]]))} union all ` : ''
    await engine.run(`create table summed as ${sumOf(`(${before}${changes})`, CUBE_COLUMNS, CUBE_MEASURES)}`)
    if ((await countRows(engine, 'summed')) === 0) delete files[name]
    else files[name] = await keep(engine, store, 'tables', `select ${columns} from summed order by ${CUBE_ORDER}`)
    await engine.run('drop table summed')
  }
  return files
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
