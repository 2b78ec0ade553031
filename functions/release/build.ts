import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type EngineLimits, openDuckDb } from '../adapters/duckdb.ts'
import { regionTable } from '../domain/regions.ts'
import { catalogueHash } from '../intake/catalogue-hash.ts'
import type { FileRef } from '../lake/files.ts'
import { sha256 } from '../lake/hash.ts'
import { type EventFile, type Log, openLog } from '../lake/log.ts'
import type { Store } from '../lake/store.ts'
import { readModels } from '../../queries/read-models.ts'
import { allDays, countThings, isShown } from './count-things.ts'
import { type Counting, countAll, countTouched } from './count-workers.ts'
import { byRun, runModels } from './count.ts'
import { NATION, cubeFileName } from './cube-files.ts'
import { addStanding, keepChangedCube, keepParts, keepTotals } from './keep-tables.ts'
import { type Batch, LAYOUT_SIZES, type LayoutSizes, bring, bucketsFor, gathered, layOut } from './layout.ts'
import type { Manifest } from './manifest.ts'
import { currentManifest } from './open.ts'
import { PieceLost, type Pieces, keepPieces, readPieces } from './pieces.ts'
import { type Built, publish } from './publish.ts'
import { QUERIES, SOURCES, emptyEvents, regionsCsv, reading, regionPathsOf } from './tables.ts'

/** Types whose events say nothing of the state of the campaign on their day. */
const NOT_CURRENT = ['enterprise.linked', 'agreement.signed', 'figure.published', 'target.set']

/** Above this share of new events, all are counted: that costs less than to look up whom they touch. */
const MOSTLY_NEW = 0.2

export interface BuildOptions {
  limits: EngineLimits
  now(): Date
  /** Told of each step, for a line of progress. */
  onStep?(text: string): void
  /** `whole` counts all events, `changes` what changed wherever that is possible; by default whichever costs less. */
  basis?: 'whole' | 'changes'
  sizes?: LayoutSizes
}

const rowsOf = (files: readonly { rows: number }[]) => files.reduce((sum, file) => sum + file.rows, 0)

/** Throws, naming it, where an event file is missing: also one whose events were counted before. */
async function needFiles(store: Store, live: readonly EventFile[]): Promise<void> {
  const standing = new Set<string>()
  for await (const { key } of store.list('files/')) standing.add(key)
  for (const { key } of live) if (!standing.has(key)) throw new Error(`file ${key}: not in the store`)
}

/** What a release is counted from. */
interface Plan {
  log: Log
  current: Manifest | undefined
  /** Models, catalogue and engine: what was counted otherwise is nothing to go on from. */
  rules: string
  sizes: LayoutSizes
  /** Whether nothing is gone on from, since some of it is lost. */
  isAnew: boolean
}

/** What stands from the current release, and the event files that came since; undefined where events were written anew. */
async function sinceCurrent(store: Store, { log, current }: Plan): Promise<{ pieces: Pieces; files: EventFile[] } | undefined> {
  if (!current?.pieces) return undefined
  const pieces = await readPieces(store, current.pieces)
  const commits = await log.commitsAfter(pieces.seq)
  if (commits.some(({ kind }) => kind === 'erasure' || kind === 'key_rotation')) return undefined
  return { pieces, files: commits.filter(({ kind }) => kind === 'upload').flatMap(({ adds }) => adds) }
}

/** The workers counted: the sums in the engine's tables, the cube's files, and what was laid out. */
interface Counted {
  layout: Batch[]
  /** Names the content of the events of things, and the tables that stand from before. */
  things: string
  standing: Pieces['made']
  cube: Record<string, FileRef>
  basis: Manifest['basis']
}

async function countWhole(counting: Counting, plan: Plan): Promise<Counted> {
  const { engine, store, models, onStep } = counting
  const { sizes, isAnew } = plan
  const live = plan.log.live()
  const extent = { sizes, total: rowsOf(live) }
  const since = isAnew ? undefined : await sinceCurrent(store, plan)
  onStep?.(`laying out ${since ? since.files.length : live.length} event files`)
  const layout = since ? [...since.pieces.layout] : [await layOut(engine, store, live, extent)]
  if (since && since.files.length > 0) layout.push(await layOut(engine, store, since.files, extent))
  await countAll(counting, layout, Math.max(bucketsFor(extent.total, sizes), ...layout.map((batch) => batch.buckets)))
  onStep?.('cube of workers')
  await runModels(engine, byRun(models).ofWhole.filter(({ name }) => name === 'worker_cube')) // prettier-ignore
  const cube = await keepParts(engine, store, 'worker_cube')
  const things = sha256(JSON.stringify(layout.map((batch) => [batch.things.sha256, batch.revisions.sha256])))
  return { layout, things, standing: {}, cube, basis: { kind: 'whole' } }
}

/** Counts what changed since the current release; undefined where all must be counted. */
async function countChanges(counting: Counting, plan: Plan, basis: BuildOptions['basis']): Promise<Counted | undefined> {
  const { engine, store, models, onStep } = counting
  const { current, rules } = plan
  if (basis === 'whole' || current?.rules !== rules) return undefined
  const since = await sinceCurrent(store, plan)
  if (!since) return undefined
  const { pieces, files } = since
  const events = rowsOf(files)
  if (basis !== 'changes' && events > MOSTLY_NEW * rowsOf(pieces.layout)) return undefined
  onStep?.(`laying out ${files.length} new event files`)
  const added = await layOut(engine, store, files, { sizes: plan.sizes, total: rowsOf(pieces.layout) + events })
  const { workers, touchesThings } = await countTouched(counting, pieces.layout, added)
  onStep?.('cube of workers')
  await addStanding(engine, store, pieces.totals)
  await runModels(engine, byRun(models).ofWhole.filter(({ name }) => name === 'worker_cube')) // prettier-ignore
  const cube = await keepChangedCube(engine, store, current.files)
  const layout = await gathered(engine, store, [...pieces.layout, added], plan.sizes)
  const things = touchesThings ? sha256(JSON.stringify([pieces.things, added.things.sha256, added.revisions.sha256])) : pieces.things
  return { layout, things, standing: pieces.made, cube, basis: { kind: 'changes', since: current.release, events, workers } }
}

/**
 * Builds the next release of a dataset and makes it the current one: the live events of the log, counted by the models under `queries/`,
 * kept as files named by their hash, a manifest created if absent, and one pointer swapped. Only what changed since the current release
 * is counted where that is less; a piece of that one which is lost or torn is built again. Throws, naming it, where a file of the log is
 * missing or altered: the current release stays.
 */
export async function buildRelease(dataset: string, store: Store, options: BuildOptions): Promise<Built> {
  const log = await openLog(store)
  const models = readModels(QUERIES, SOURCES)
  const modelHashes = Object.fromEntries(models.map((model) => [model.name, sha256(model.sql)]))
  const current = await currentManifest(store)
  const attempt = async (isAnew: boolean): Promise<Built> => {
    const started = performance.now()
    const engine = await openDuckDb(options.limits)
    try {
      const rules = sha256(JSON.stringify([modelHashes, catalogueHash, engine.version]))
      const inputs = sha256(JSON.stringify([log.changed(), rules]))
      if (current?.inputs === inputs) return { manifest: current, isNew: false }
      const plan: Plan = { log, current, rules, isAnew, sizes: options.sizes ?? LAYOUT_SIZES }
      const counting: Counting = { engine, store, models, onStep: options.onStep }
      await writeFile(join(engine.folder, 'regions.csv'), regionsCsv())
      for (const statement of [...emptyEvents(), regionPathsOf(engine.folder)]) await engine.run(statement)

      const counted = (isAnew ? undefined : await countChanges(counting, plan, options.basis)) ?? (await countWhole(counting, plan))
      const { layout, things, standing, cube, basis } = counted
      options.onStep?.('sums')
      const totals = await keepTotals(engine, store)
      const made = await countThings(counting, { layout, content: things, totals, standing })
      const pieces: Pieces = { seq: log.head().seq, layout, totals, things, made }
      const shown = models.filter((model) => isShown(model)).map(({ name }) => made[name]!.files)
      const files: Record<string, FileRef> = Object.assign({}, ...shown, cube) as Record<string, FileRef>
      const tables = Object.fromEntries(Object.entries(made).map(([name, { rows }]) => [name, rows]))
      const days = await allDays(counting, made)
      const types = await engine.rows(`select type, cast(sum(events) as bigint) as n from ${days} group by type order by type`)
      const excluded = NOT_CURRENT.map((type) => `'${type}'`).join(', ')
      const [latest] = await engine.rows(`select cast(max(occurred_on) as varchar) as day from ${days} where type not in (${excluded})`)
      const nations = [cubeFileName('worker_cube', NATION), cubeFileName('thing_cube', NATION)].flatMap((name) => files[name] ?? [])
      const months = nations.length > 0 ? reading(await bring(engine, store, nations)) : '(select 0 as month where false)'
      const [first] = await engine.rows(`select min(month) as month from ${months}`)
      const live = log.live()
      const unnumbered: Omit<Manifest, 'release'> = {
        dataset,
        created_at: options.now().toISOString(),
        log: log.head(),
        inputs,
        rules,
        engine: engine.version,
        catalogue: catalogueHash,
        regions: regionTable,
        models: modelHashes,
        events: {
          files: live.map(({ key, sha256, bytes }) => ({ key, sha256, bytes })),
          rows: rowsOf(live),
          live: types.reduce((sum, row) => sum + Number(row.n), 0),
        },
        pieces: await keepPieces(store, pieces),
        basis,
        files,
        lists: models.filter(({ folder }) => folder === 'lists').map((model) => model.name),
        tables,
        ...(latest!.day !== null && { latest_on: String(latest!.day) }),
        ...(first!.month !== null && { first_month: Number(first!.month) }),
        event_types: Object.fromEntries(types.map((row) => [String(row.type), Number(row.n)])),
        seconds: Number(((performance.now() - started) / 1000).toFixed(3)),
      }
      options.onStep?.('pages')
      return await publish(store, unnumbered)
    } finally {
      await engine.close()
    }
  }
  await needFiles(store, log.live())
  try {
    return await attempt(false)
  } catch (error) {
    if (!(error instanceof PieceLost)) throw error
    options.onStep?.(`${error.message}: all pieces are built again`)
    return attempt(true)
  }
}
