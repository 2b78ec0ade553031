import type { Engine } from '../engines/duckdb.ts'
import type { FileRef } from '../storage/blobs.ts'
import type { Store } from '../storage/store.ts'
import { countRows } from './run-models.ts'
import { CHANGES, type CubeName, NATION, cubeFileName } from '../release-format/cube-layout.ts'
import { CUBE_COLUMNS, CUBE_ORDER, addedChanges, withChanges } from './cube-deltas.ts'
import { keep } from './store-tables.ts'
import { type ConnectionPool, allSettled } from './connection-pool.ts'
import { fetchToLocal } from './partition-events.ts'
import { reading } from './tables.ts'

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
export async function keepParts(pool: ConnectionPool, store: Store, cube: CubeName): Promise<Record<string, FileRef>> {
  const parts = await pool((engine) => partsOf(engine, cube))
  const keepOne = (part: string) => pool((engine) => keep(engine, store, 'tables', `from ${cube} where ${rowsOfPart(part)}`))
  const files = await allSettled(parts.map(keepOne))
  return Object.fromEntries(parts.map((part, index) => [cubeFileName(cube, part), files[index]!]))
}

/** The files of a cube among others. */
export function cubeFilesOf(cube: CubeName, files: Readonly<Record<string, FileRef>>): Record<string, FileRef> {
  return Object.fromEntries(Object.entries(files).filter(([name]) => name.startsWith(cubeFileName(cube, ''))))
}

/** What a release keeps of a cube beside its parts, and up to how many rows. */
export interface Beside {
  /** The files of the cube that stand. */
  standing: Readonly<Record<string, FileRef>>
  most: number
}

/**
 * Adds the rows of `table`, changes of a cube, to those that stand beside its parts. Gives the files of the cube; undefined, and keeps nothing,
 * where there would be more rows beside the parts than may be. Leaves the table `changes_beside`.
 */
export async function keepBeside(engine: Engine, store: Store, cube: CubeName, table: string, beside: Beside) {
  const { standing, most } = beside
  const name = cubeFileName(cube, CHANGES)
  const before = standing[name]
  const all = before ? addedChanges(table, reading(await fetchToLocal(engine, store, [before]))) : table
  await engine.run(`create or replace table changes_beside as from ${all}`)
  const rows = await countRows(engine, 'changes_beside')
  if (rows > most) return undefined
  const files = { ...standing }
  delete files[name]
  if (rows > 0) files[name] = await keep(engine, store, 'tables', `select ${CUBE_COLUMNS} from changes_beside order by ${CUBE_ORDER}`)
  return files
}

/** Adds the changes in `worker_cube` to those beside the parts of the cube that stand, or, where these become many, to the parts. */
export async function keepChangedCube(engine: Engine, store: Store, beside: Beside): Promise<Record<string, FileRef>> {
  const cube = 'worker_cube'
  const kept = await keepBeside(engine, store, cube, cube, beside)
  if (kept) return kept
  const files = { ...beside.standing }
  delete files[cubeFileName(cube, CHANGES)]
  for (const part of await partsOf(engine, 'changes_beside')) {
    const name = cubeFileName(cube, part)
    const changes = `(from changes_beside where ${rowsOfPart(part)})`
    const all = files[name] ? withChanges(reading(await fetchToLocal(engine, store, [files[name]])), changes) : changes
    await engine.run(`create table summed as select ${CUBE_COLUMNS} from ${all}`)
    if ((await countRows(engine, 'summed')) === 0) delete files[name]
    else files[name] = await keep(engine, store, 'tables', `select ${CUBE_COLUMNS} from summed order by ${CUBE_ORDER}`)
    await engine.run('drop table summed')
  }
  return files
}

/** A cube, or the part of it that the nation stands in, as a selection in an engine to which its files are brought; undefined for one of no rows. */
export async function readingCube(
  engine: Engine,
  store: Store,
  cube: CubeName,
  files: Readonly<Record<string, FileRef>>,
  part?: typeof NATION,
): Promise<string | undefined> {
  const { [cubeFileName(cube, CHANGES)]: changes, ...parts } = cubeFilesOf(cube, files)
  const wanted = Object.entries(parts).flatMap(([name, file]) => (!part || name === cubeFileName(cube, part) ? [file] : []))
  const rows = wanted.length > 0 ? reading(await fetchToLocal(engine, store, wanted)) : undefined
  const of = changes && `(from ${reading(await fetchToLocal(engine, store, [changes]))}${part ? ` where ${rowsOfPart(part)}` : ''})`
  return rows && of ? withChanges(rows, of) : (rows ?? of)
}
