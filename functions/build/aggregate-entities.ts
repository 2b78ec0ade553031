import type { Engine } from '../engines/duckdb.ts'
import { inStep } from '../engines/query-service.ts'
import type { FileRef } from '../storage/blobs.ts'
import { sha256 } from '../storage/hash.ts'
import type { Model } from '../../queries/read-models.ts'
import type { CountContext } from './aggregate-workers.ts'
import { byRun, countRows } from './run-models.ts'
import { sumOf } from './additive-tables.ts'
import { keepBeside, keepParts } from './store-cube.ts'
import { keep } from './store-tables.ts'
import { type ConnectionPool, runInDependencyOrder } from './connection-pool.ts'
import { fetchToLocal } from './partition-events.ts'
import { eventsOf, reading } from './tables.ts'
import type { Batch, CachedTable } from '../release-format/incremental-state.ts'

/** What the tables of things are made from. */
export interface EntityInputs {
  layout: readonly Batch[]
  /** Names the content of the events of things. */
  content: string
  /** The sums over all workers. */
  totals: Readonly<Record<string, FileRef>>
  /** The tables that stand. */
  standing: Readonly<Record<string, CachedTable>>
  /** So many rows of changes may stand beside the parts of the cube. */
  changesBeside: number
}

/** What `thing_cube` adds up, with the measure of each. Its third table does not add up: a later report takes the place of an earlier one. */
const ADDED_IN_CUBE = { stock_changes: 'change', flow_changes: 'amount' } as const

/** The tables that a release shows; what others are made of is kept beside them, for the next release. */
const SHOWN = [
  'figures', 'targets', 'target_versions', 'thresholds', 'surveys', 'enterprise_states', 'union_states', 'station_states', 'site_states',
  'enterprise_timelines',
] // prettier-ignore

export const isShown = ({ name, folder }: Model) => folder === 'lists' || SHOWN.includes(name) || name === 'thing_cube'

/** How many events of things there are by type and day. */
export const THING_DAYS = 'thing_days'

/**
 * Makes the tables that are counted from things and from the sums over workers. One whose text and inputs are those of a table that
 * stands is that table, and is not made again; what is made from it need not be either, where it comes out the same.
 */
export async function aggregateEntities(
  counting: CountContext,
  pool: ConnectionPool,
  things: EntityInputs,
): Promise<Record<string, CachedTable>> {
  const { store, models, onStep } = counting
  const { layout, content, totals, standing, changesBeside } = things
  const { staging, ofParts, ofWhole } = byRun(models)
  const days = ofParts.find(({ name }) => name === 'event_days')!
  const made: Record<string, CachedTable> = {}
  const there = new Map<string, Promise<void>>()

  /** Names the content of a table that models read. */
  function contentOf(table: string): string {
    if (table === 'stg_events') return content
    const files = made[table]?.files ?? { total: totals[table]! }
    return table === 'region_paths' ? 'region_paths' : JSON.stringify(Object.entries(files).map(([name, file]) => [name, file.sha256]))
  }

  /** Brings a table into the engine, where it is not there yet. */
  function need(engine: Engine, table: string): Promise<void> {
    if (table === 'region_paths' || table in totals) return Promise.resolve()
    let coming = there.get(table)
    if (!coming) there.set(table, (coming = table === 'stg_events' ? loadThings(engine) : bringTable(engine, table)))
    return coming
  }

  async function bringTable(engine: Engine, table: string): Promise<void> {
    const paths = await fetchToLocal(engine, store, Object.values(made[table]!.files))
    await engine.run(`create view "${table}" as select * from ${reading(paths)}`)
  }

  async function loadThings(engine: Engine): Promise<void> {
    const all = (files: FileRef[]) => fetchToLocal(engine, store, files)
    await engine.run(eventsOf(await all(layout.map((batch) => batch.things)), 'no_events'))
    const revisions = reading(await all(layout.map((batch) => batch.revisions)))
    await engine.run(`create table latest_revisions as select source, id, max(revision) as revision from ${revisions} group by source, id`)
    await engine.run(`create table stg_events as\n${staging.sql}`)
  }

  /**
   * The cube that stands with what changed in the tables that it adds up; undefined where more changed than that. The model is run over the
   * differences of these tables, which take their place.
   */
  async function changedCube(engine: Engine, { sql }: Model, before: CachedTable): Promise<Record<string, FileRef> | undefined> {
    if (before.text !== sha256(sql) || made.workforce_changes?.key !== standing.workforce_changes?.key) return undefined
    for (const [table, measure] of Object.entries(ADDED_IN_CUBE)) {
      const columns = (await engine.rows(`describe main."${table}"`)).map((row) => String(row.column_name))
      const keys = columns.filter((column) => column !== measure).join(', ')
      const old = standing[table] && reading(await fetchToLocal(engine, store, Object.values(standing[table].files)))
      if (!old) return undefined
      const both = `(select ${keys}, ${measure} from main."${table}" union all select ${keys}, -${measure} as ${measure} from ${old})`
      await engine.run(`create temp table "${table}" as ${sumOf(both, columns, [measure])}`)
    }
    await engine.run('create temp table workforce_changes as select * from main.workforce_changes limit 0')
    await engine.run(`create temp table thing_changes as\n${sql}`)
    for (const table of [...Object.keys(ADDED_IN_CUBE), 'workforce_changes']) await engine.run(`drop table temp."${table}"`)
    return keepBeside(engine, store, 'thing_cube', 'thing_changes', { standing: before.files, most: changesBeside })
  }

  async function make(model: Model, key: string): Promise<CachedTable> {
    const { name, sql, reads } = model
    const before = standing[name]
    const text = sha256(sql)
    const changed = await pool(async (engine) => {
      onStep?.(name)
      for (const table of reads) await need(engine, table)
      return name === 'thing_cube' && before ? changedCube(engine, model, before) : undefined
    })
    if (changed) return { key, text, rows: 0, files: changed }
    await pool((engine) => inStep(name, () => engine.run(`create table "${name}" as\n${sql}`)))
    there.set(name, Promise.resolve())
    if (name === 'thing_cube') return { key, text, rows: 0, files: await keepParts(pool, store, name) }
    return pool(async (engine) => {
      const files = { [name]: await keep(engine, store, isShown(model) ? 'tables' : 'pieces', `from "${name}"`) }
      return { key, text, rows: await countRows(engine, name), files }
    })
  }

  const counted = [...ofWhole.filter(({ name }) => name !== 'worker_cube'), { ...days, name: THING_DAYS }]
  await runInDependencyOrder(counted, async (model) => {
    const { name, sql, reads } = model
    const key = sha256(JSON.stringify([sql, reads.map(contentOf)]))
    made[name] = standing[name]?.key === key ? standing[name] : await make(model, key)
  })
  // In the order of the models, whichever was through first.
  return Object.fromEntries(counted.map(({ name }) => [name, made[name]!]))
}

/** How many live events there are by type and day, of workers and of things, as a selection. */
export async function allDays({ engine, store }: CountContext, made: Readonly<Record<string, CachedTable>>): Promise<string> {
  const days = reading(await fetchToLocal(engine, store, Object.values(made[THING_DAYS]!.files)))
  return `(select type, occurred_on, events from event_days union all select type, occurred_on, events from ${days})`
}
