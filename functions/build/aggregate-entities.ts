import { inStep } from '../engines/query-service.ts'
import { sha256 } from '../storage/hash.ts'
import { STREET_CUBE } from '../release-format/cube-layout.ts'
import type { CachedTable } from '../release-format/incremental-state.ts'
import type { Model } from '../../queries/read-models.ts'
import type { ConnectionPool } from './connection-pool.ts'
import type { CountContext } from './count-context.ts'
import { runInDependencyOrder } from './dependency-order.ts'
import { ENTITY_CUBE, storeEntityCubeDeltas } from './entity-cube-deltas.ts'
import { type EntityInputs, EntityTables } from './entity-tables.ts'
import { fetchToLocal, storeRows } from './local-files.ts'
import { ENTITY_DAYS, EVENT_DAYS, groupModels, isPublished } from './model-groups.ts'
import { storeCube } from './store-cube.ts'
import { reading } from './tables.ts'

export interface EntityCount {
  context: CountContext
  pool: ConnectionPool
  inputs: EntityInputs
  /** The tables of the release to resume from, by name; empty if there is none. */
  earlier: Readonly<Record<string, CachedTable>>
  maxDeltaRows: number
}

/** The models that are run for entities: all but the cube of workers, and the number of events by day. */
function entityModels(models: readonly Model[]): Model[] {
  const { perPartition, afterPartitions } = groupModels(models)
  const days = perPartition.filter(({ name }) => name === EVENT_DAYS).map((model) => ({ ...model, name: ENTITY_DAYS }))
  return [...afterPartitions.filter(({ name }) => name !== 'worker_cube'), ...days]
}

/**
 * Computes the tables of entities, and those of the sums over workers. A table whose SQL and input hashes are unchanged is reused, and so are the
 * tables that depend on it if their other inputs are unchanged as well.
 */
export async function aggregateEntities(count: EntityCount): Promise<Record<string, CachedTable>> {
  const { context, inputs, earlier } = count
  const tables = new EntityTables(context, inputs)
  const models = entityModels(context.models)
  await runInDependencyOrder(models, async (model) => {
    const key = sha256(JSON.stringify([model.sql, model.reads.map((name) => tables.contentOf(name))]))
    const reused = earlier[model.name]
    tables.set(model.name, reused?.key === key ? reused : await computeTable(count, tables, { model, key }))
  })
  // In the order of the models, not in the order in which they were computed.
  return Object.fromEntries(models.map(({ name }) => [name, tables.get(name)!]))
}

/** Runs a model and stores its table. The cube is stored as deltas of the earlier one where possible. */
async function computeTable(count: EntityCount, tables: EntityTables, { model, key }: { model: Model; key: string }): Promise<CachedTable> {
  const { context, pool, earlier, maxDeltaRows } = count
  const { store, onStep } = context
  const { name, sql, reads } = model
  const computed = { key, text: sha256(sql) }
  const cube = name === ENTITY_CUBE ? earlier[name] : undefined
  const deltas = await pool(async (engine) => {
    onStep?.(name)
    for (const table of reads) await tables.load(engine, table)
    const earlierCube = cube && { cube, tables: earlier, maxDeltaRows }
    return earlierCube && storeEntityCubeDeltas({ engine, store }, model, { tables, earlier: earlierCube })
  })
  if (deltas) return { ...computed, rows: 0, files: deltas }
  const folder = isPublished(model) ? 'tables' : 'pieces'
  const isInParts = name === ENTITY_CUBE || name === STREET_CUBE
  const isRead = isInParts || context.models.some((other) => other.reads.includes(name))
  if (isRead) {
    await pool((engine) => inStep(name, () => engine.run(`create table "${name}" as\n${sql}`)))
    tables.setLoaded(name)
  }
  if (isInParts) return { ...computed, rows: 0, files: await storeCube(context, pool, name) }
  // A table that no model reads goes from its query into its file.
  const { file, rows } = await pool((engine) => inStep(name, () => storeRows({ engine, store }, folder, isRead ? `from "${name}"` : sql)))
  return { ...computed, rows, files: { [name]: file } }
}

/** The number of live events by type and day, of workers and of entities, as a FROM item. */
export async function allDays(context: CountContext, tables: Readonly<Record<string, CachedTable>>): Promise<string> {
  const files = Object.values(tables[ENTITY_DAYS]?.files ?? {})
  const days = reading(await fetchToLocal(context, files))
  return `(select type, occurred_on, events from ${EVENT_DAYS} union all select type, occurred_on, events from ${days})`
}
