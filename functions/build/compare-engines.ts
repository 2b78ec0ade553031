import type { Engine } from '../engines/duckdb.ts'
import type { FileRef } from '../storage/blobs.ts'
import type { Store } from '../storage/store.ts'
import type { Counted } from './count-locally.ts'
import { THING_DAYS } from './aggregate-entities.ts'
import { CUBES } from '../release-format/cube-layout.ts'
import { readingCube } from './store-cube.ts'
import { fetchToLocal } from './partition-events.ts'
import { reading } from './tables.ts'

/** How far two doubles may lie apart, as a share of the larger. */
const TOLERANCE = 1e-9

/** Two engines that counted the same events and came to other tables. Nothing of it is published. */
export class EnginesDisagree extends Error {
  override name = 'EnginesDisagree'
  readonly tables: readonly Difference[]

  constructor(engines: readonly [string, string], tables: readonly Difference[]) {
    const told = tables.map(({ table, here, there, example }) => `${table} (${here} rows only here, ${there} only there, e.g. ${example})`)
    super(`${engines.join(' and ')} do not agree: ${told.join('; ')}`)
    this.tables = tables
  }
}

/** A table in which two engines differ: how many rows only one of them has. */
export interface Difference {
  table: string
  here: number
  there: number
  /** A row that only one of them has. */
  example: string
}

/** How a table compares on two engines. */
export interface Compared {
  rows: number
  difference?: Difference
}

/**
 * Compares a table as two engines made it, given as selections: the same rows, each as often, whatever their order. Doubles are the
 * same within 1e-9.
 */
export async function compareTable(engine: Engine, table: string, here: string, there: string): Promise<Compared> {
  const columns = await engine.rows(`describe select * from ${here}`)
  const names = columns.map(({ column_name }) => `"${String(column_name)}"`).join(', ')
  // Of values that are the same within the tolerance, those told to nine significant digits differ in the last one at most.
  const isDouble = (type: unknown) => type === 'DOUBLE' || type === 'FLOAT'
  const doubles = columns.filter(({ column_type }) => isDouble(column_type)).map(({ column_name }) => `"${String(column_name)}"`)
  await engine.run(`create or replace temp table only_here as select ${names} from ${here} except all select ${names} from ${there}`)
  await engine.run(`create or replace temp table only_there as select ${names} from ${there} except all select ${names} from ${here}`)
  if (doubles.length > 0) {
    const others = columns.map(({ column_name }) => `"${String(column_name)}"`).filter((name) => !doubles.includes(name))
    const near = doubles.map(
      (name) =>
        `(a.${name} is not distinct from b.${name} or abs(a.${name} - b.${name}) <= ${TOLERANCE} * greatest(abs(a.${name}), abs(b.${name})))`,
    )
    const ranked = (from: string) =>
      `(select *, row_number() over (partition by ${others.join(', ') || '1'} order by ${doubles.join(', ')}) as turn from ${from})`
    const same = [...others.map((name) => `a.${name} is not distinct from b.${name}`), 'a.turn = b.turn', ...near].join(' and ')
    const rest = (mine: string, theirs: string) =>
      `select ${names} from ${ranked(mine)} as a where not exists (select 1 from ${ranked(theirs)} as b where ${same})`
    await engine.run(`create or replace temp table far_here as ${rest('only_here', 'only_there')}`)
    await engine.run(`create or replace temp table far_there as ${rest('only_there', 'only_here')}`)
    for (const side of ['here', 'there']) await engine.run(`create or replace temp table only_${side} as from far_${side}`)
  }
  const [counts] = await engine.rows(
    `select (select count(*) from ${here}) as rows, (select count(*) from only_here) as here, (select count(*) from only_there) as there`,
  )
  const { rows, here: onlyHere, there: onlyThere } = counts as { rows: number; here: number; there: number }
  if (onlyHere + onlyThere === 0) return { rows }
  const [example] = await engine.rows('select * from (from only_here union all by name from only_there) limit 1')
  return { rows, difference: { table, here: onlyHere, there: onlyThere, example: JSON.stringify(example) } }
}

/** Every table that was counted here, as a selection in an engine to which its files are brought. */
async function tablesHere(engine: Engine, store: Store, { files, pieces }: Counted): Promise<[string, string][]> {
  const { made, totals } = pieces!
  const read = async (refs: FileRef[]) => (refs.length > 0 ? reading(await fetchToLocal(engine, store, refs)) : undefined)
  const found: [string, string | undefined][] = []
  for (const cube of CUBES) found.push([cube, await readingCube(engine, store, cube, files)])
  for (const [name, { files: parts }] of Object.entries(made))
    if (name !== THING_DAYS && name !== 'thing_cube') found.push([name, await read(Object.values(parts))])
  for (const [name, file] of Object.entries(totals)) {
    if (name !== 'event_days') found.push([name, await read([file])])
  }
  // Events of workers and of things are counted apart, and some types are of both.
  const days = await read([totals.event_days!, ...Object.values(made[THING_DAYS]!.files)])
  found.push(['event_days', `(select type, occurred_on, cast(sum(events) as bigint) as events from ${days} group by all)`])
  // A cube of no rows has no files: it is the table without a row that stands in the engine.
  return found.map(([name, selection]) => [name, selection ?? `(select * from "${name}" limit 0)`])
}

/**
 * Holds every table that was counted here against that of an engine elsewhere, which stand in `engine` under their names.
 * Throws EnginesDisagree, naming the tables. Gives the rows compared, by table.
 */
export async function assertEnginesAgree(
  engine: Engine,
  store: Store,
  here: Counted,
  engines: readonly [string, string],
): Promise<Record<string, number>> {
  const compared: Record<string, number> = {}
  const differences: Difference[] = []
  for (const [table, selection] of await tablesHere(engine, store, here)) {
    const { rows, difference } = await compareTable(engine, table, selection, `"${table}"`)
    compared[table] = rows
    if (difference) differences.push(difference)
  }
  if (differences.length > 0) throw new EnginesDisagree(engines, differences)
  return compared
}
