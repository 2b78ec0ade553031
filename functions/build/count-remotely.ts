import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Engine } from '../engines/duckdb.ts'
import type { RemoteEngine } from '../engines/engines.ts'
import { type QueryService, type TextRow, inStep } from '../engines/query-service.ts'
import type { EventFile } from '../event-log/commit.ts'
import type { Store } from '../storage/store.ts'
import type { Model } from '../../queries/read-models.ts'
import type { FileRef } from '../storage/blobs.ts'
import { ADDITIVE_MEASURES } from './additive-tables.ts'
import type { Counted } from './count-locally.ts'
import { isShown } from './aggregate-entities.ts'
import { byRun, countRows, runModels } from './run-models.ts'
import { CUBES } from '../release-format/cube-layout.ts'
import { keepParts } from './store-cube.ts'
import { keep } from './store-tables.ts'
import { runInDependencyOrder, openConnectionPool } from './connection-pool.ts'
import { rowsOf } from './partition-events.ts'
import { snapshotFolder, writeSnapshot } from './snapshot.ts'
import { makeSources } from './sources.ts'
import { SOURCES, eventsOf, reading, snapshotViews } from './tables.ts'

/** What an engine elsewhere counts. */
export interface RemoteCount {
  /** A DuckDB with nothing in it, into which the tables are brought, each under its own name. */
  engine: Engine
  store: Store
  dataset: string
  models: readonly Model[]
  live: readonly EventFile[]
  /** Which tables are brought; by default not those of single workers, which are as many as there are. */
  isBrought?: (model: Model) => boolean
  onStep?: ((text: string) => void) | undefined
}

const ofNoWorker = ({ name, folder }: Model) => folder === 'marts' || folder === 'lists' || ADDITIVE_MEASURES[name] !== undefined

/** Makes every table without a row, so that what is brought has the columns and types that counting here would give it. */
async function emptyTables(engine: Engine, models: readonly Model[]): Promise<void> {
  await engine.run(eventsOf([], 'no_events'))
  await runModels(engine, models)
  // Some tables have rows without any event.
  for (const { name } of models) await engine.run(`delete from "${name}"`)
}

/** Brings the rows of a table that an engine elsewhere wrote, in the order in which its model ends. */
async function bringTable({ engine, store }: RemoteCount, { name, sql }: Model, prefix: string): Promise<void> {
  const folder = join(engine.folder, prefix)
  await mkdir(folder, { recursive: true })
  const paths: string[] = []
  for await (const { key } of store.list(prefix)) {
    const body = await store.get(key)
    // Beside the files some engines leave empty objects, as marks of a folder.
    if (!body || body.length === 0) continue
    paths.push(join(folder, `${paths.length}.parquet`))
    await writeFile(paths.at(-1)!, body)
  }
  const order = /\norder by [^()]+$/.exec(sql)?.[0].replace(/\b\w+\./g, '') ?? ''
  if (paths.length > 0) await engine.run(`insert into "${name}" by name select * from ${reading(paths)} ${order}`)
}

/**
 * Runs all models on an engine elsewhere, whole, over a snapshot of exactly the live files, and brings their tables. Shares with the
 * counting here the texts under `queries/` and nothing else. Throws QueryFailed with the step, and an error where that engine reads
 * other events than the log has.
 */
export async function countRemotely(remote: RemoteEngine, counting: RemoteCount): Promise<void> {
  const { engine, store, dataset, models, live, isBrought = ofNoWorker, onStep } = counting
  const { service, declared, name, root } = remote
  await makeSources(engine)
  const folder = `${root}/data/${dataset}`
  const snapshot = await writeSnapshot(engine, store, live, folder)
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
    await runInDependencyOrder(models, (model) => {
      const as = `as\n${model.sql}`
      const place = `format = 'PARQUET', external_location = '${folder}/${snapshotFolder(snapshot)}/tables/${model.name}'`
      return step(model.name, isView(model) ? `create view ${model.name} ${as}` : `create table ${model.name} with (${place}) ${as}`)
    })
  } finally {
    await dropSchema(service, schema, models)
  }
  await emptyTables(engine, models)
  for (const model of models.filter(isBrought)) await bringTable(counting, model, `${snapshotFolder(snapshot)}/tables/${model.name}/`)
}

/** The live events are a selection of the sources, which costs less to read through than to copy. */
const isView = ({ name }: Model) => name === 'stg_events'

/** Drops what a count declared; its files are collected as garbage. That this fails is no reason to lose the count. */
async function dropSchema(service: QueryService, schema: string, models: readonly Model[]): Promise<void> {
  const drop = (statement: string) => service.rows(statement, schema).catch(() => undefined)
  for (const model of models) await drop(`drop ${isView(model) ? 'view' : 'table'} if exists ${model.name}`)
  for (const source of SOURCES) await drop(`drop view if exists ${source}`)
  await drop(`drop schema if exists ${schema}`)
}

/** Keeps the tables that an engine elsewhere counted. Nothing can be gone on from: the next release counts anew. */
export async function storeRemoteTables({ engine, store, models }: RemoteCount): Promise<Counted> {
  const { ofWhole } = byRun(models)
  const pool = await openConnectionPool(engine)
  const files: Record<string, FileRef> = {}
  const rows: Record<string, number> = {}
  for (const model of ofWhole) {
    const { name } = model
    const cube = CUBES.find((one) => one === name)
    if (cube) {
      Object.assign(files, await keepParts(pool, store, cube))
      continue
    }
    rows[name] = await countRows(engine, name)
    if (isShown(model)) files[name] = await keep(engine, store, 'tables', `from "${name}"`)
  }
  return { basis: { kind: 'whole' }, files, rows, days: 'event_days' }
}
