import { randomUUID } from 'node:crypto'
import { inStep } from '../adapters/query-service.ts'
import type { FileRef } from '../lake/files.ts'
import { sha256 } from '../lake/hash.ts'
import type { EventFile, Log } from '../lake/log.ts'
import { allDays, countThings, isShown } from './count-things.ts'
import { type Counting, countAll, countTouched } from './count-workers.ts'
import { byRun, runModels } from './count.ts'
import { cubeFilesOf, keepChangedCube, keepParts } from './keep-cube.ts'
import { addStanding, keepTotals } from './keep-tables.ts'
import { type Lanes, openLanes } from './lanes.ts'
import { type Batch, type LayoutSizes, bucketsFor, gathered, layOut, rowsOf } from './layout.ts'
import { findMade } from './made.ts'
import type { Manifest } from './manifest.ts'
import { type Pieces, readPieces } from './pieces.ts'

/** Above this share of new events, all are counted: that costs less than to look up whom they touch. */
const MOSTLY_NEW = 0.2

/** What is counted, and how. */
export interface Plan {
  log: Log
  current: Manifest | undefined
  /** Models, catalogue and engine: what was counted otherwise is nothing to go on from. */
  rules: string
  sizes: LayoutSizes
  /** Whether nothing is gone on from, since some of it is lost. */
  isAnew: boolean
  /** `whole` counts all events, `changes` what changed wherever that is possible; by default whichever costs less. */
  basis?: 'whole' | 'changes' | undefined
}

/** The tables of a release, as they stand in the store. */
export interface Counted {
  basis: Manifest['basis']
  /** The files that a release shows, by name. */
  files: Record<string, FileRef>
  /** Rows of the tables, by name. */
  rows: Record<string, number>
  /** Live events by type and day, as a selection. */
  days: string
  /** What the next release may go on from; absent where an engine elsewhere counted. */
  pieces?: Pieces
}

/** What stands from the current release, and the event files that came since; undefined where events were written anew. */
async function sinceCurrent(
  { engine, store }: Counting,
  { log, current }: Plan,
): Promise<{ pieces: Pieces; files: EventFile[] } | undefined> {
  if (!current?.pieces) return undefined
  const pieces = await readPieces(store, current.pieces)
  // A release of a later commit may have been built while this one's work was shared out.
  if (pieces.engine !== engine.version || pieces.seq > log.head().seq) return undefined
  const commits = await log.commitsAfter(pieces.seq)
  if (commits.some(({ kind }) => kind === 'erasure' || kind === 'key_rotation')) return undefined
  return { pieces, files: commits.filter(({ kind }) => kind === 'upload').flatMap(({ adds }) => adds) }
}

/** The workers counted: the sums in the engine's tables, the cube's files, and what was laid out. */
interface WorkersCounted {
  layout: Batch[]
  /** Names the content of the events of things, and the tables that stand from before. */
  things: string
  standing: Pieces['made']
  cube: Record<string, FileRef>
  basis: Manifest['basis']
}

async function workerCube({ engine, models, onStep }: Counting): Promise<void> {
  onStep?.('cube of workers')
  await runModels(engine, byRun(models).ofWhole.filter(({ name }) => name === 'worker_cube')) // prettier-ignore
}

/** Lays out what is not laid out yet. Throws, naming it, where a file of the log is missing or altered. */
export async function layOutAll(counting: Counting, plan: Plan): Promise<{ layout: Batch[]; buckets: number }> {
  const { engine, store, onStep } = counting
  const { sizes, isAnew } = plan
  const live = plan.log.live()
  const extent = { sizes, total: rowsOf(live) }
  const withBuckets = (layout: Batch[]) => ({
    layout,
    buckets: Math.max(bucketsFor(extent.total, sizes), ...layout.map((one) => one.buckets)),
  })
  const made = isAnew ? undefined : await findMade<Batch[]>(store, layoutInputs(counting, plan))
  if (made) return withBuckets(made)
  const since = isAnew ? undefined : await sinceCurrent(counting, plan)
  onStep?.(`laying out ${since ? since.files.length : live.length} event files`)
  const layout = since ? [...since.pieces.layout] : []
  const files = since ? since.files : live
  if (!since || files.length > 0) layout.push(await inStep('laying out events', () => layOut(engine, store, files, extent)))
  return withBuckets(layout)
}

/** What a layout is made from. */
export function layoutInputs({ engine }: Counting, { log, sizes }: Plan): unknown {
  return ['layout', engine.version, sizes, log.live().map((file) => file.sha256)]
}

async function countWhole(counting: Counting, lanes: Lanes, plan: Plan): Promise<WorkersCounted> {
  const { layout, buckets } = await layOutAll(counting, plan)
  // What others counted may be the very piece that is lost.
  await countAll(counting, layout, buckets, plan.isAnew ? randomUUID() : plan.rules)
  await workerCube(counting)
  const cube = await keepParts(lanes, counting.store, 'worker_cube')
  const things = sha256(JSON.stringify(layout.map((batch) => [batch.things.sha256, batch.revisions.sha256])))
  return { layout, things, standing: {}, cube, basis: { kind: 'whole' } }
}

/** What stands, and what came since, where a release can go on from it; undefined where all must be counted. */
export async function changesToCount(counting: Counting, plan: Plan): ReturnType<typeof sinceCurrent> {
  const { current, rules, basis, isAnew } = plan
  if (isAnew || basis === 'whole' || current?.rules !== rules) return undefined
  const since = await sinceCurrent(counting, plan)
  const isMostlyNew = since && basis !== 'changes' && rowsOf(since.files) > MOSTLY_NEW * rowsOf(since.pieces.layout)
  return isMostlyNew ? undefined : since
}

/** Counts what changed since the current release; undefined where all must be counted. */
async function countChanges(counting: Counting, lanes: Lanes, plan: Plan): Promise<WorkersCounted | undefined> {
  const { engine, store, onStep } = counting
  const since = await changesToCount(counting, plan)
  if (!since) return undefined
  const { pieces, files } = since
  const current = plan.current!
  const events = rowsOf(files)
  onStep?.(`laying out ${files.length} new event files`)
  const added = await layOut(engine, store, files, { sizes: plan.sizes, total: rowsOf(pieces.layout) + events })
  const { workers, touchesThings } = await countTouched(counting, pieces.layout, added)
  await addStanding(lanes, store, pieces.totals)
  await workerCube(counting)
  const beside = { standing: cubeFilesOf('worker_cube', current.files), most: plan.sizes.changesBeside }
  const cube = await keepChangedCube(engine, store, beside)
  const layout = await gathered(engine, store, [...pieces.layout, added], plan.sizes)
  const things = touchesThings ? sha256(JSON.stringify([pieces.things, added.things.sha256, added.revisions.sha256])) : pieces.things
  return { layout, things, standing: pieces.made, cube, basis: { kind: 'changes', since: current.release, events, workers } }
}

/**
 * Counts with DuckDB: only what changed since the current release where that is less. Throws PieceLost where something that it would
 * go on from is not there as it was.
 */
export async function countHere(counting: Counting, plan: Plan): Promise<Counted> {
  const { engine, store, models, onStep } = counting
  const lanes = await openLanes(engine)
  const workers = (await countChanges(counting, lanes, plan)) ?? (await countWhole(counting, lanes, plan))
  const { layout, things, standing, cube, basis } = workers
  onStep?.('sums')
  const totals = await keepTotals(lanes, store)
  const made = await countThings(counting, lanes, { layout, content: things, totals, standing, changesBeside: plan.sizes.changesBeside })
  const shown = models.filter((model) => isShown(model)).map(({ name }) => made[name]!.files)
  return {
    basis,
    files: Object.assign({}, ...shown, cube) as Record<string, FileRef>,
    rows: Object.fromEntries(Object.entries(made).flatMap(([name, { rows }]) => (name === 'thing_cube' ? [] : [[name, rows]]))),
    days: await allDays(counting, made),
    pieces: { seq: plan.log.head().seq, engine: engine.version, layout, totals, things, made },
  }
}
