import type { FileRef } from '../storage/blobs.ts'
import { CHANGES, type CubeName, NATION, cubeFileName } from '../release-format/cube-layout.ts'
import { type AdditiveColumns, mergeDeltasSql, sumSql } from './additive.ts'
import { type ConnectionPool } from './connection-pool.ts'
import type { EngineWithStore } from './count-context.ts'
import { allSettled } from './dependency-order.ts'
import { fetchToLocal, storeRows } from './local-files.ts'
import { countRows } from './run-models.ts'
import { reading } from './tables.ts'

const CUBE: AdditiveColumns = { keys: ['metric', 'part', 'region', 'sector', 'month'], measures: ['ever', 'of_year', 'in_month'] }
const COLUMNS = [...CUBE.keys, ...CUBE.measures].join(', ')
/** The order of the rows of a cube. */
export const CUBE_ORDER = 'region, sector, metric, part, month'

/** SQL condition for the rows of a part of a cube: the nation and its provinces, or one province. The cube is sorted by region, so no more is read. */
function isInPart(part: string): string {
  return part === NATION ? `substr(region, 3) = '0000'` : `region > '${part}0000' and region < '${part}9999'`
}

const PART = `case when substr(region, 3) = '0000' then '${NATION}' else substr(region, 1, 2) end`

/** The parts of a cube that have rows. */
async function partsOf({ engine }: EngineWithStore, table: string): Promise<string[]> {
  return (await engine.rows(`select distinct ${PART} as part from ${table} order by part`)).map((row) => String(row.part))
}

/** Stores a cube in parts. */
export async function storeCube(
  { store }: Pick<EngineWithStore, 'store'>,
  pool: ConnectionPool,
  cube: CubeName,
): Promise<Record<string, FileRef>> {
  const parts = await pool((engine) => partsOf({ engine, store }, cube))
  const storePart = (part: string) => pool((engine) => storeRows({ engine, store }, 'tables', `from ${cube} where ${isInPart(part)}`))
  const stored = await allSettled(parts.map(storePart))
  return Object.fromEntries(parts.map((part, index) => [cubeFileName(cube, part), stored[index]!.file]))
}

/** The files of a cube among the files of a release. */
export function cubeFilesOf(cube: CubeName, files: Readonly<Record<string, FileRef>>): Record<string, FileRef> {
  return Object.fromEntries(Object.entries(files).filter(([name]) => name.startsWith(cubeFileName(cube, ''))))
}

/** New deltas of a cube. */
export interface CubeDeltas {
  cube: CubeName
  /** The table of the deltas. */
  table: string
  /** The files of the cube in the current release. */
  current: Readonly<Record<string, FileRef>>
  /** Row limit of the deltas file of a release. */
  maxRows: number
}

/** The table of all deltas since the parts of a cube were written. */
const ALL_DELTAS = 'cube_deltas'

/**
 * Stores new deltas together with those of the current release, and gives the files of the cube. Undefined, with nothing stored, if there are
 * more rows than the limit. Leaves the table `cube_deltas`.
 */
export async function storeCubeDeltas(
  context: EngineWithStore,
  { cube, table, current, maxRows }: CubeDeltas,
): Promise<Record<string, FileRef> | undefined> {
  const { engine } = context
  const name = cubeFileName(cube, CHANGES)
  const earlier = current[name]
  const all = earlier
    ? sumSql([{ rows: `(select ${COLUMNS} from ${table})` }, { rows: reading(await fetchToLocal(context, [earlier])) }], CUBE.measures)
    : `select * from ${table}`
  await engine.run(`create or replace table ${ALL_DELTAS} as ${all}`)
  const rows = await countRows(engine, ALL_DELTAS)
  if (rows > maxRows) return undefined
  const files = { ...current }
  delete files[name]
  const sorted = `select ${COLUMNS} from ${ALL_DELTAS} order by ${CUBE_ORDER}`
  if (rows > 0) files[name] = (await storeRows(context, 'tables', sorted)).file
  return files
}

/** Adds deltas to a cube: in the deltas file, or, above the row limit, in each part that they touch. Gives the files of the cube. */
export async function addCubeDeltas(context: EngineWithStore, deltas: CubeDeltas): Promise<Record<string, FileRef>> {
  const { engine } = context
  const { cube, current } = deltas
  const beside = await storeCubeDeltas(context, deltas)
  if (beside) return beside
  const files = { ...current }
  delete files[cubeFileName(cube, CHANGES)]
  for (const part of await partsOf(context, ALL_DELTAS)) {
    const name = cubeFileName(cube, part)
    const ofPart = `(from ${ALL_DELTAS} where ${isInPart(part)})`
    const merged = files[name] ? `(${mergeDeltasSql(reading(await fetchToLocal(context, [files[name]])), ofPart, CUBE)})` : ofPart
    await engine.run(`create table merged_part as select ${COLUMNS} from ${merged}`)
    if ((await countRows(engine, 'merged_part')) === 0) delete files[name]
    else files[name] = (await storeRows(context, 'tables', `select ${COLUMNS} from merged_part order by ${CUBE_ORDER}`)).file
    await engine.run('drop table merged_part')
  }
  return files
}

/**
 * A FROM item for a cube, or only for its national part if `part` is given, after copying its files to the engine. Undefined if there are no rows.
 */
export async function readingCube(
  context: EngineWithStore,
  { cube, files, part }: { cube: CubeName; files: Readonly<Record<string, FileRef>>; part?: typeof NATION },
): Promise<string | undefined> {
  const { [cubeFileName(cube, CHANGES)]: deltasFile, ...parts } = cubeFilesOf(cube, files)
  const wanted = Object.entries(parts).flatMap(([name, file]) => (!part || name === cubeFileName(cube, part) ? [file] : []))
  const rows = wanted.length > 0 ? reading(await fetchToLocal(context, wanted)) : undefined
  const where = part ? ` where ${isInPart(part)}` : ''
  const deltas = deltasFile && `(from ${reading(await fetchToLocal(context, [deltasFile]))}${where})`
  return rows && deltas ? `(${mergeDeltasSql(rows, deltas, CUBE)})` : (rows ?? deltas)
}
