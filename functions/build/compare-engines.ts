import type { Engine } from '../engines/duckdb.ts'
import { CUBES } from '../release-format/cube-layout.ts'
import type { FileRef } from '../storage/blobs.ts'
import { type CountResult, type EngineWithStore } from './count-context.ts'
import { ENTITY_CUBE } from './entity-cube-deltas.ts'
import { fetchToLocal } from './local-files.ts'
import { ENTITY_DAYS, EVENT_DAYS } from './model-groups.ts'
import { readingCube } from './store-cube.ts'
import { reading } from './tables.ts'

/** Largest difference of two doubles that count as equal, as a share of the larger one. */
const TOLERANCE = 1e-9

/** A table in which two engines differ. */
export interface Difference {
  table: string
  /** Rows that only the local engine has. */
  local: number
  /** Rows that only the remote engine has. */
  remote: number
  /** One of these rows, as JSON. */
  example: string
}

/** Two engines counted the same events and computed different tables. Nothing of the count is published. */
export class EnginesDisagree extends Error {
  override name = 'EnginesDisagree'
  readonly tables: readonly Difference[]

  constructor(engines: readonly [string, string], tables: readonly Difference[]) {
    const described = tables.map(
      ({ table, local, remote, example }) => `${table} (rows only in the first: ${local}, only in the second: ${remote}, e.g. ${example})`,
    )
    super(`${engines.join(' and ')} do not agree: ${described.join('; ')}`)
    this.tables = tables
  }
}

/** The result of comparing a table. */
export interface Compared {
  rows: number
  difference?: Difference
}

/** A table as two engines computed it, as FROM items of one engine. */
export interface TwoTables {
  table: string
  local: string
  remote: string
}

const quoted = (name: unknown) => `"${String(name)}"`

/** Compares a table of two engines: the same rows, each the same number of times, in any order. Doubles may differ by 1e-9. */
export async function compareTable(engine: Engine, { table, local, remote }: TwoTables): Promise<Compared> {
  const columns = await engine.rows(`describe select * from ${local}`)
  const names = columns.map(({ column_name }) => quoted(column_name)).join(', ')
  const isDouble = (type: unknown) => type === 'DOUBLE' || type === 'FLOAT'
  const doubles = columns.filter(({ column_type }) => isDouble(column_type)).map(({ column_name }) => quoted(column_name))
  await engine.run(`create or replace temp table only_local as select ${names} from ${local} except all select ${names} from ${remote}`)
  await engine.run(`create or replace temp table only_remote as select ${names} from ${remote} except all select ${names} from ${local}`)
  if (doubles.length > 0) {
    const others = columns.map(({ column_name }) => quoted(column_name)).filter((name) => !doubles.includes(name))
    await dropNearRows(engine, { doubles, others })
  }
  const [counts] = await engine.rows(
    `select (select count(*) from ${local}) as rows,
       (select count(*) from only_local) as local,
       (select count(*) from only_remote) as remote`,
  )
  const [rows, onlyLocal, onlyRemote] = [counts!.rows, counts!.local, counts!.remote].map(Number) as [number, number, number]
  if (onlyLocal + onlyRemote === 0) return { rows }
  const [example] = await engine.rows('select * from (from only_local union all by name from only_remote) limit 1')
  return { rows, difference: { table, local: onlyLocal, remote: onlyRemote, example: JSON.stringify(example) } }
}

/**
 * Removes from `only_local` and `only_remote` the rows that are equal within the tolerance. Rows of equal other columns are paired in the order of their
 * doubles, so that no row is the partner of two.
 */
async function dropNearRows(engine: Engine, { doubles, others }: { doubles: string[]; others: string[] }): Promise<void> {
  const isNear = (name: string) =>
    `(a.${name} is not distinct from b.${name}
      or abs(a.${name} - b.${name}) <= ${TOLERANCE} * greatest(abs(a.${name}), abs(b.${name})))`
  const numbered = (from: string) =>
    `(select *, row_number() over (partition by ${others.join(', ') || '1'} order by ${doubles.join(', ')}) as position from ${from})`
  const isSame = [...others.map((name) => `a.${name} is not distinct from b.${name}`), 'a.position = b.position', ...doubles.map(isNear)]
  const rest = (own: string, other: string) =>
    `select ${[...others, ...doubles].join(', ')} from ${numbered(own)} as a
     where not exists (select 1 from ${numbered(other)} as b where ${isSame.join(' and ')})`
  await engine.run(`create or replace temp table far_local as ${rest('only_local', 'only_remote')}`)
  await engine.run(`create or replace temp table far_remote as ${rest('only_remote', 'only_local')}`)
  for (const side of ['local', 'remote']) await engine.run(`create or replace temp table only_${side} as from far_${side}`)
}

/** Every table of a local count as a FROM item, after copying its files to the engine. */
async function localTables(context: EngineWithStore, { files, state }: CountResult): Promise<[string, string][]> {
  if (!state) throw new Error('only a local count can be compared')
  const { made, totals } = state
  const read = async (refs: FileRef[]) => (refs.length > 0 ? reading(await fetchToLocal(context, refs)) : undefined)
  const found: [string, string | undefined][] = []
  for (const cube of CUBES) found.push([cube, await readingCube(context, { cube, files })])
  for (const [name, { files: parts }] of Object.entries(made))
    if (name !== ENTITY_DAYS && name !== ENTITY_CUBE) found.push([name, await read(Object.values(parts))])
  for (const [name, file] of Object.entries(totals)) if (name !== EVENT_DAYS) found.push([name, await read([file])])
  // Events of workers and of entities are counted apart, and some types are of both.
  const days = await read([totals[EVENT_DAYS]!, ...Object.values(made[ENTITY_DAYS]!.files)])
  found.push([EVENT_DAYS, `(select type, occurred_on, cast(sum(events) as bigint) as events from ${days} group by all)`])
  // A cube without rows has no files.
  return found.map(([name, rows]) => [name, rows ?? `(select * from "${name}" limit 0)`])
}

/**
 * Compares every table of a local count with that of a remote engine, which is in the engine under its name. Gives the number of rows compared, by
 * table. Throws EnginesDisagree, naming the tables that differ.
 */
export async function assertEnginesAgree(
  context: EngineWithStore,
  local: CountResult,
  engines: readonly [string, string],
): Promise<Record<string, number>> {
  const compared: Record<string, number> = {}
  const differences: Difference[] = []
  for (const [table, selection] of await localTables(context, local)) {
    const { rows, difference } = await compareTable(context.engine, { table, local: selection, remote: `"${table}"` })
    compared[table] = rows
    if (difference) differences.push(difference)
  }
  if (differences.length > 0) throw new EnginesDisagree(engines, differences)
  return compared
}
