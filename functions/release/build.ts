import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type EngineLimits, openDuckDb } from '../adapters/duckdb.ts'
import { regionTable } from '../domain/regions.ts'
import { catalogueHash } from '../intake/catalogue-hash.ts'
import { type FileRef, getFile, putFile } from '../lake/files.ts'
import { fromJson } from '../lake/json.ts'
import { sha256 } from '../lake/hash.ts'
import { openLog } from '../lake/log.ts'
import { seal } from '../lake/sealed.ts'
import type { Store } from '../lake/store.ts'
import { type Model, readModels } from '../../queries/read-models.ts'
import { openCube } from './cube.ts'
import { type Manifest, POINTER, manifestKey } from './manifest.ts'
import { currentManifest } from './open.ts'
import { keptPages, pageDocument } from './pages.ts'
import { QUERIES, SOURCES, duckDbSources, encodeRegionPaths } from './tables.ts'

/** The tables that a release keeps. */
const KEPT = ['cube', 'figures', 'targets', 'enterprise_states', 'union_states', 'station_states', 'site_states', 'enterprise_timelines']

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
    options.onStep?.(`reading ${live.length} event files`)
    await mkdir(join(engine.folder, 'events'))
    for (const file of live) await writeFile(join(engine.folder, 'events', `${file.sha256}.parquet`), await getFile(store, file))
    await writeFile(join(engine.folder, 'region_paths.parquet'), encodeRegionPaths())
    for (const statement of duckDbSources(engine.folder, live.length > 0)) await engine.run(statement)
    await runModels(models, engine.run, options.onStep)

    const tables: Record<string, number> = {}
    for (const model of models) tables[model.name] = await countRows(engine.rows, model.name)
    const files: Record<string, FileRef> = {}
    for (const model of models.filter((one) => KEPT.includes(one.name) || one.folder === 'lists')) {
      const path = join(engine.folder, `${model.name}.parquet`)
      await engine.run(`copy ${model.name} to '${path}' (format parquet, compression zstd)`)
      files[model.name] = await putFile(store, 'tables', '.parquet', await readFile(path))
    }
    const types = await engine.rows('select type, count(*) as n from stg_events group by type order by type')
    const excluded = NOT_CURRENT.map((type) => `'${type}'`).join(', ')
    const [latest] = await engine.rows(`select cast(max(occurred_on) as varchar) as day from stg_events where type not in (${excluded})`)
    const [first] = await engine.rows('select min(month) as month from cube')
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
        rows: live.reduce((sum, file) => sum + file.rows, 0),
        live: tables.stg_events!,
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

async function runModels(models: readonly Model[], run: (sql: string) => Promise<void>, onStep?: (text: string) => void): Promise<void> {
  for (const model of models) {
    onStep?.(model.name)
    await run(`create table "${model.name}" as\n${model.sql}`)
  }
}

async function countRows(rows: (sql: string) => Promise<Record<string, unknown>[]>, table: string): Promise<number> {
  const [row] = await rows(`select count(*) as n from ${table}`)
  return Number(row!.n)
}

/** Writes the pages of the first view as files, under the number that the release is going to have. */
async function keepPages(store: Store, manifest: Manifest, limits: EngineLimits): Promise<Manifest> {
  const cube = await openCube(store, manifest, limits)
  const files = { ...manifest.files }
  try {
    for (const page of keptPages()) {
      files[`pages/${page}`] = await putFile(store, 'pages', '.json.gz', gzipSync(JSON.stringify(await pageDocument(cube, page))))
    }
  } finally {
    await cube.close()
  }
  return { ...manifest, files }
}

/** Gives the release the next free number, then moves the pointer forward, never back (C6). */
async function publish(store: Store, unnumbered: Omit<Manifest, 'release'>, options: BuildOptions): Promise<Manifest> {
  let number = Number((await currentManifest(store))?.release ?? 0) + 1
  for (; ; number++) {
    options.onStep?.('pages')
    const manifest = await keepPages(store, { release: String(number).padStart(6, '0'), ...unnumbered }, options.limits)
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
