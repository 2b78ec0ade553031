import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RemoteEngine } from '../engines/engines.ts'
import { type QueryService, type TextRow, inStep } from '../engines/query-service.ts'
import type { EventFile } from '../event-log/commit.ts'
import { STORED_IN_PARTS } from '../release-format/cube-layout.ts'
import type { FileRef } from '../storage/blobs.ts'
import { type Model, isView } from '../../queries/read-models.ts'
import { ADDITIVE_MEASURES } from './additive-tables.ts'
import { openConnectionPool } from './connection-pool.ts'
import type { CountContext, CountResult } from './count-context.ts'
import { runInDependencyOrder } from './dependency-order.ts'
import { rowsOf } from './layout-sizes.ts'
import { storeRows } from './local-files.ts'
import { CONFLICTS, EVENT_DAYS, STAGING, groupModels, isOfNoWorker, isPublished } from './model-groups.ts'
import { countRows, runModels } from './run-models.ts'
import { snapshotFolder, writeSnapshot } from './snapshot.ts'
import { documentTargetsSelect } from './document-targets.ts'
import { createSources } from './sources.ts'
import { CUBE_ORDER, storeCube } from './store-cube.ts'
import { SOURCES, eventsOf, reading, snapshotViews } from './tables.ts'

/** What a remote engine counts. The local engine must have no tables, or only the sources: the remote tables are copied into it. */
export interface RemoteCount extends CountContext {
  dataset: string
  live: readonly EventFile[]
  /** Whether the targets of the documents apply to the dataset; by default they do. */
  hasDocumentTargets?: boolean
  /** True for the tables that are copied; by default not those with rows of single workers, of which there are too many. */
  isCopied?: (model: Model) => boolean
}

const DOCUMENT_TARGETS = 'document_targets'

/**
 * Whether a remote engine keeps the rows of a model. The live events are a table there as in a local count: every model reads them, and to plan each over
 * the views below takes longer than to count it.
 */
const isStored = (model: { name: string }) => !isView(model) || model.name === STAGING

const hasNoRowOfAWorker = (model: Model) => isOfNoWorker(model) || ADDITIVE_MEASURES[model.name] !== undefined || model.name === CONFLICTS

/**
 * Runs all models from scratch on a remote engine, over a snapshot of exactly the live files, and copies their tables into the local engine. It shares
 * nothing with the local count but the SQL texts. Throws QueryFailed, naming the step, and an error if that engine reads other events than the
 * log has.
 */
export async function countRemotely(remote: RemoteEngine, count: RemoteCount): Promise<void> {
  const { engine, dataset, models, live, isCopied = hasNoRowOfAWorker } = count
  await createSources(engine)
  const folder = `${remote.root}/data/${dataset}`
  const snapshot = await writeSnapshot(count, live, folder)
  await runOnSnapshot(remote, count, { snapshot, folder })
  await createEmptyTables(count)
  for (const model of models.filter((one) => !isView(one) && isCopied(one)))
    await copyTable(count, model, `${snapshotFolder(snapshot)}/tables/${model.name}/`)
}

/** Runs the models in a schema of their own, which is dropped afterwards. Their tables are written to the snapshot's folder. */
async function runOnSnapshot(
  { service, declared, name }: RemoteEngine,
  { dataset, models, live, hasDocumentTargets = true, onStep }: RemoteCount,
  { snapshot, folder }: { snapshot: string; folder: string },
): Promise<void> {
  const schema = `tonglu_${snapshot}`
  async function step(what: string, statement: string): Promise<TextRow[]> {
    onStep?.(`${name}: ${what}`)
    return inStep(what, () => service.rows(statement, schema))
  }
  try {
    await service.rows(`create schema if not exists ${schema}`)
    for (const view of snapshotViews({ declared, dataset, snapshot })) await step('snapshot', view)
    const [counted] = await step('events', 'select count(*) as n from events')
    const rows = rowsOf(live)
    if (Number(counted!.n) !== rows) throw new Error(`${name}: reads ${counted!.n} events where the log has ${rows}`)
    const store = (table: string, sql: string) => {
      const location = `${folder}/${snapshotFolder(snapshot)}/tables/${table}`
      return step(table, `create table ${table} with (format = 'PARQUET', external_location = '${location}') as\n${sql}`)
    }
    await store(DOCUMENT_TARGETS, documentTargetsSelect(hasDocumentTargets))
    await runInDependencyOrder(models, ({ name: model, sql }) =>
      isStored({ name: model }) ? store(model, sql) : step(model, `create view ${model} as\n${sql}`),
    )
  } finally {
    await dropSchema(service, schema, models)
  }
}

/** Drops what a count declared; its files are collected as garbage. A failure here must not lose the count. */
async function dropSchema(service: QueryService, schema: string, models: readonly Model[]): Promise<void> {
  const drop = (statement: string) => service.rows(statement, schema).catch(() => undefined)
  const names = models.map(({ name }) => name)
  const views = [...SOURCES.filter((name) => name !== DOCUMENT_TARGETS), ...names.filter((name) => !isStored({ name }))]
  const tables = [DOCUMENT_TARGETS, ...names.filter((name) => isStored({ name }))]
  // None of these drops needs another, and a remote engine takes most of the time of each to answer.
  await Promise.all([
    ...views.map((name) => drop(`drop view if exists ${name}`)),
    ...tables.map((name) => drop(`drop table if exists ${name}`)),
  ])
  await drop(`drop schema if exists ${schema}`)
}

/** Creates every table without rows, so that copied rows get the columns and types of a local count. */
async function createEmptyTables({ engine, models }: RemoteCount): Promise<void> {
  await engine.run(eventsOf([], 'no_events'))
  await runModels({ engine }, models)
  // Some tables have rows even without events.
  for (const { name } of models) await engine.run(`delete from "${name}"`)
}

/** The order in which a model sorts its rows. Cubes sort by numbers that they do not keep, in the order of these columns. */
function orderOf({ name, sql }: Pick<Model, 'name' | 'sql'>): string {
  if (STORED_IN_PARTS.some((cube) => cube === name)) return `order by ${CUBE_ORDER}`
  return /\norder by [^()]+$/.exec(sql)?.[0].replace(/\b\w+\./g, '') ?? ''
}

/** Copies the rows of a table that a remote engine wrote, in the order in which its model sorts them. */
async function copyTable({ engine, store }: RemoteCount, { name, sql }: Model, prefix: string): Promise<void> {
  const folder = join(engine.folder, prefix)
  await mkdir(folder, { recursive: true })
  const paths: string[] = []
  for await (const { key } of store.list(prefix)) {
    const body = await store.get(key)
    // Some engines leave empty objects, which mark a folder.
    if (!body || body.length === 0) continue
    const path = join(folder, `${paths.length}.parquet`)
    await writeFile(path, body)
    paths.push(path)
  }
  const order = orderOf({ name, sql })
  if (paths.length > 0) await engine.run(`insert into "${name}" by name select * from ${reading(paths)} ${order}`)
}

/** Stores the tables that a remote engine counted. They include no incremental state, so the next release counts from scratch. */
export async function storeRemoteTables(context: CountContext): Promise<CountResult> {
  const { engine, models } = context
  const pool = await openConnectionPool(engine)
  const files: Record<string, FileRef> = {}
  const rows: Record<string, number> = {}
  for (const model of groupModels(models).afterPartitions) {
    const { name } = model
    const cube = STORED_IN_PARTS.find((one) => one === name)
    if (cube) {
      Object.assign(files, await storeCube(context, pool, cube))
      continue
    }
    rows[name] = await countRows(engine, name)
    if (isPublished(model)) files[name] = (await storeRows(context, 'tables', `from "${name}"`)).file
  }
  return { basis: { kind: 'whole' }, files, rows, days: EVENT_DAYS }
}
