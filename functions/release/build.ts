import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Engine, type EngineLimits, openDuckDb } from '../adapters/duckdb.ts'
import { regionTable, regionsAtLevel } from '../domain/regions.ts'
import { catalogueHash } from '../intake/catalogue-hash.ts'
import { type FileRef, putFile } from '../lake/files.ts'
import { fromJson } from '../lake/json.ts'
import { sha256 } from '../lake/hash.ts'
import { type EventFile, openLog } from '../lake/log.ts'
import { seal } from '../lake/sealed.ts'
import type { Store } from '../lake/store.ts'
import { type Model, readModels } from '../../queries/read-models.ts'
import { Totals, countRows, dropTables, runModels } from './count.ts'
import { openCube } from './cube.ts'
import { CUBES, NATION, cubeFileName, cubeFileOf } from './cube-files.ts'
import { type Batch, bring, bucketsFor, layOut, piecesOf } from './layout.ts'
import { type Manifest, POINTER, manifestKey } from './manifest.ts'
import { currentManifest } from './open.ts'
import { keptPages, pageDocument } from './pages.ts'
import { QUERIES, SOURCES, emptyEvents, encodeRegionPaths, eventsOf, reading, regionPathsOf } from './tables.ts'

/** The tables that a release keeps beside its cubes and lists. */
const KEPT = ['figures', 'targets', 'enterprise_states', 'union_states', 'station_states', 'site_states', 'enterprise_timelines']

/** Types whose events say nothing of the state of the campaign on their day. */
const NOT_CURRENT = ['enterprise.linked', 'agreement.signed', 'figure.published', 'target.set']

export interface BuildOptions {
  limits: EngineLimits
  now(): Date
  /** Told of each step, for a line of progress. */
  onStep?(text: string): void
}

export interface Built {
  manifest: Manifest
  /** False where nothing is new and the current release is the answer. */
  isNew: boolean
}

/** The models by how they are run: `latest_revisions` once, then those of each piece, then those of the whole. */
function byRun(models: readonly Model[]): { ofPieces: Model[]; ofWhole: Model[] } {
  const ofPieces = models.filter((model) => (model.folder === 'staging' || model.folder === 'workers') && model.name !== 'latest_revisions')
  return { ofPieces, ofWhole: models.filter((model) => model.folder === 'marts' || model.folder === 'lists') }
}

/**
 * Builds the next release of a dataset and makes it the current one: the live files of the log, counted by the models
 * under `queries/`, kept as files named by their hash, a manifest created if absent, and one pointer swapped.
 */
export async function buildRelease(dataset: string, store: Store, options: BuildOptions): Promise<Built> {
  const started = performance.now()
  const log = await openLog(store)
  const models = readModels(QUERIES, SOURCES)
  const modelHashes = Object.fromEntries(models.map((model) => [model.name, sha256(model.sql)]))
  const engine = await openDuckDb(options.limits)
  try {
    const inputs = sha256(JSON.stringify([log.changed(), modelHashes, catalogueHash, engine.version]))
    const current = await currentManifest(store)
    if (current?.inputs === inputs) return { manifest: current, isNew: false }

    const live = log.live()
    await writeFile(join(engine.folder, 'region_paths.parquet'), encodeRegionPaths())
    for (const statement of [...emptyEvents(), regionPathsOf(engine.folder)]) await engine.run(statement)
    const batches = await laidOut(engine, store, live, options)
    const { ofPieces, ofWhole } = byRun(models)
    await countPieces(engine, store, batches, ofPieces, rowsOf(live), options)
    await runModels(engine, ofWhole, options.onStep)

    const tables: Record<string, number> = {}
    for (const name of [...Object.keys(modelHashes)].filter((one) => one === 'event_days' || ofWhole.some((model) => model.name === one)))
      tables[name] = await countRows(engine, name)
    options.onStep?.('files')
    const files = await keepFiles(engine, store, models)
    const types = await engine.rows('select type, cast(sum(events) as bigint) as n from event_days group by type order by type')
    const excluded = NOT_CURRENT.map((type) => `'${type}'`).join(', ')
    const [latest] = await engine.rows(`select cast(max(occurred_on) as varchar) as day from event_days where type not in (${excluded})`)
    const [first] = await engine.rows(
      'select min(month) as month from (select month from worker_cube union all select month from thing_cube)',
    )
    const unnumbered: Omit<Manifest, 'release'> = {
      dataset,
      created_at: options.now().toISOString(),
      log: log.head(),
      inputs,
      engine: engine.version,
      catalogue: catalogueHash,
      regions: regionTable,
      models: modelHashes,
      events: {
        files: live.map(({ key, sha256, bytes }) => ({ key, sha256, bytes })),
        rows: rowsOf(live),
        live: types.reduce((sum, row) => sum + Number(row.n), 0),
      },
      files,
      lists: models.filter((model) => model.folder === 'lists').map((model) => model.name),
      tables,
      ...(latest!.day !== null && { latest_on: String(latest!.day) }),
      ...(first!.month !== null && { first_month: Number(first!.month) }),
      event_types: Object.fromEntries(types.map((row) => [String(row.type), Number(row.n)])),
      seconds: Number(((performance.now() - started) / 1000).toFixed(3)),
    }
    return { manifest: await publish(store, unnumbered, options), isNew: true }
  } finally {
    await engine.close()
  }
}

const rowsOf = (files: readonly EventFile[]) => files.reduce((sum, file) => sum + file.rows, 0)

async function laidOut(engine: Engine, store: Store, live: readonly EventFile[], options: BuildOptions): Promise<Batch[]> {
  options.onStep?.(`laying out ${live.length} event files`)
  return [await layOut(engine, store, live, bucketsFor(rowsOf(live)))]
}

/** Counts the workers piece by piece, then what names no worker; leaves the sums, and the events of things as `stg_events`. */
async function countPieces(
  engine: Engine,
  store: Store,
  batches: readonly Batch[],
  models: readonly Model[],
  rows: number,
  options: BuildOptions,
): Promise<void> {
  const revisions = await bring(
    engine,
    store,
    batches.map((batch) => batch.revisions),
  )
  await engine.run(
    `create table latest_revisions as select source, id, max(revision) as revision from ${reading(revisions)} group by source, id`,
  )
  const totals = new Totals(engine)
  const [staging, counted] = [models.filter(({ name }) => name === 'stg_events'), models.filter(({ name }) => name !== 'stg_events')]
  const names = counted.map((model) => model.name)
  const pieces = piecesOf(batches, bucketsFor(rows))
  // Of many events each model reads what it needs from the files.
  await engine.run(eventsOf([], 'no_worker_events'))
  await engine.run(`create view stg_events as\n${staging[0]!.sql}`)
  for (const [index, { files, filter }] of pieces.entries()) {
    options.onStep?.(`workers ${index + 1} of ${pieces.length}`)
    await engine.run(eventsOf(await bring(engine, store, files), 'no_worker_events', filter))
    await runModels(engine, counted)
    await totals.add()
    await dropTables(engine, names)
  }
  options.onStep?.('things')
  await engine.run('drop view stg_events')
  const things = batches.map((batch) => batch.things)
  await engine.run(eventsOf(await bring(engine, store, things), 'no_events'))
  await runModels(engine, [...staging, ...counted])
  await totals.add()
  await dropTables(engine, names)
  await totals.finish()
}

async function keepFiles(engine: Engine, store: Store, models: readonly Model[]): Promise<Record<string, FileRef>> {
  const files: Record<string, FileRef> = {}
  const keep = async (name: string, rows: string) => {
    const path = join(engine.folder, 'kept.parquet')
    await engine.run(`copy (${rows}) to '${path}' (format parquet, compression zstd)`)
    files[name] = await putFile(store, 'tables', '.parquet', await readFile(path))
  }
  for (const model of models.filter((one) => KEPT.includes(one.name) || one.folder === 'lists'))
    await keep(model.name, `from "${model.name}"`)
  for (const cube of CUBES) {
    await keep(cubeFileName(cube, NATION), `from "${cube}" where substr(region, 3) = '0000'`)
    // The table is sorted by region: of a range of it no more is read.
    for (const { code } of regionsAtLevel('000000', 'province')) {
      const part = cubeFileOf(`${code.slice(0, 2)}0100`)
      const rows = `from "${cube}" where region > '${part}0000' and region < '${part}9999'`
      await keep(cubeFileName(cube, part), rows)
    }
  }
  return files
}

/** Writes the pages of the first view as files, under the number that the release is going to have. */
async function keepPages(store: Store, manifest: Manifest): Promise<Manifest> {
  const cube = await openCube(store, manifest)
  const files = { ...manifest.files }
  for (const page of keptPages())
    files[`pages/${page}`] = await putFile(store, 'pages', '.json.gz', gzipSync(JSON.stringify(await pageDocument(cube, page))))
  return { ...manifest, files }
}

/** Gives the release the next free number, then moves the pointer forward, never back (C6). */
async function publish(store: Store, unnumbered: Omit<Manifest, 'release'>, options: BuildOptions): Promise<Manifest> {
  let number = Number((await currentManifest(store))?.release ?? 0) + 1
  for (; ; number++) {
    options.onStep?.('pages')
    const manifest = await keepPages(store, { release: String(number).padStart(6, '0'), ...unnumbered })
    if (!(await store.putIfAbsent(manifestKey(manifest.release), seal(manifest)))) continue
    for (;;) {
      const standing = await store.read(POINTER)
      const shown = standing ? fromJson<{ release: string; log_seq: number }>(standing.body) : undefined
      if (shown && (shown.log_seq > manifest.log.seq || shown.release >= manifest.release)) return manifest
      const pointer = Buffer.from(JSON.stringify({ release: manifest.release, log_seq: manifest.log.seq, created_at: manifest.created_at }))
      if (await store.swap(POINTER, pointer, standing?.tag)) return manifest
    }
  }
}
