import type { Engine, EngineLimits } from '../engines/duckdb.ts'
import type { RemoteEngine, EngineSettings } from '../engines/engines.ts'
import { regionTable } from '../catalogue/regions.ts'
import { catalogueHash } from '../catalogue/hash.ts'
import { bytesOf, getFile } from '../storage/blobs.ts'
import { sha256 } from '../storage/hash.ts'
import type { EventFile } from '../event-log/commit.ts'
import { openLog } from '../event-log/log.ts'
import { countTraffic } from '../storage/count-traffic.ts'
import type { Store } from '../storage/store.ts'
import { assertEnginesAgree } from './compare-engines.ts'
import { type Counted, countLocally } from './count-locally.ts'
import { makeCells } from './run-models.ts'
import { countRemotely, storeRemoteTables } from './count-remotely.ts'
import { decodeNation } from '../reporting/cube-file.ts'
import { CUBES, NATION } from '../release-format/cube-layout.ts'
import { readingCube } from './store-cube.ts'
import { LAYOUT_SIZES, type LayoutSizes, rowsOf } from './partition-events.ts'
import type { Manifest, Work } from '../release-format/manifest.ts'
import { currentManifest } from '../release-format/open.ts'
import { IncrementalStateLost, filesOf, writeIncrementalState } from '../release-format/incremental-state.ts'
import { type Built, publish } from './publish.ts'
import { chooseEngine } from './choose-engine.ts'
import { readRules } from './model-version.ts'
import { makeSources, withDuckDb } from './sources.ts'

/**
 * The types whose latest event says how far the release goes (contract, section 4): the core ones that tell of the state of the campaign on
 * their day. An act that is told of later, such as a plan, does not make the counts of members older than they are.
 */
const CURRENT = [
  'enterprise.registered', 'enterprise.closed', 'station.registered', 'station.closed', 'workforce.reported', 'union.established', 'union.dissolved',
  'member.joined', 'member.transferred', 'member.left', 'service.delivered', 'site.opened', 'site.closed',
] // prettier-ignore

export interface BuildOptions {
  limits: EngineLimits
  now(): Date
  /** Told of each step, for a line of progress. */
  onStep?(text: string): void
  /** `whole` counts all events, `changes` what changed wherever that is possible; by default whichever costs less. */
  basis?: 'whole' | 'changes'
  sizes?: LayoutSizes
  /**
   * The commit up to which events are counted, where not all are: that at which the work was shared out. Where a release of a later one stands,
   * that is the answer.
   */
  upTo?: number
  /** Which engine counts; by default DuckDB. */
  engines?: EngineSettings
  /** An engine elsewhere that must come to the same tables before anything is published. */
  agree?: RemoteEngine['name']
}

/** Throws, naming it, where an event file is missing: also one whose events were counted before. */
async function assertFilesExist(store: Store, live: readonly EventFile[]): Promise<void> {
  const standing = new Set<string>()
  for await (const { key } of store.list('files/')) standing.add(key)
  for (const { key } of live) if (!standing.has(key)) throw new Error(`file ${key}: not in the store`)
}

/**
 * Throws, naming it, where an event file is not what was written. An engine elsewhere reads the store by itself, so each file is read
 * through once here, by the first release that counts it there; the store's own checksums guard it from then on.
 */
async function verifyHashes(store: Store, live: readonly EventFile[], current: Manifest | undefined): Promise<void> {
  const read = new Set(current?.events.files.map(({ key }) => key))
  for (const file of live) if (!read.has(file.key)) await getFile(store, file)
}

async function openElsewhere(engines: EngineSettings | undefined, name: RemoteEngine['name']): Promise<RemoteEngine> {
  if (!engines) throw new Error(`engine ${name}: this process knows of no engine remote`)
  return engines.open(name)
}

/** What the manifest tells of the tables, read from them. */
async function told(engine: Engine, store: Store, { days, files }: Counted) {
  const types = await engine.rows(`select type, cast(sum(events) as bigint) as n from ${days} group by type order by type`)
  const current = CURRENT.map((type) => `'${type}'`).join(', ')
  const [latest] = await engine.rows(`select cast(max(occurred_on) as varchar) as day from ${days} where type in (${current})`)
  const firsts = ['select cast(null as integer) as month']
  for (const cube of CUBES) {
    const rows = await readingCube(engine, store, cube, files, NATION)
    if (rows) firsts.push(`select min(month) as month from ${rows}`)
  }
  const [first] = await engine.rows(`select min(month) as month from (${firsts.join(' union all ')})`)
  return {
    live: types.reduce((sum, row) => sum + Number(row.n), 0),
    event_types: Object.fromEntries(types.map((row) => [String(row.type), Number(row.n)])),
    ...(latest!.day !== null && { latest_on: String(latest!.day) }),
    ...(first!.month !== null && { first_month: Number(first!.month) }),
  }
}

/**
 * Builds the next release of a dataset and makes it the current one: the live events of the log, counted by the models under `queries/`,
 * kept as files named by their hash, a manifest created if absent, and one pointer swapped. Only what changed since the current release
 * is counted where that is less; a piece of that one which is lost or torn is built again. Throws, naming it, where a file of the log is
 * missing or altered, QueryFailed where an engine elsewhere fails, and EnginesDisagree: the current release stays.
 */
export async function buildRelease(dataset: string, base: Store, options: BuildOptions): Promise<Built> {
  const started = performance.now()
  const { limits, onStep, engines, agree } = options
  const { store, traffic: meter } = countTraffic(base)
  const log = await openLog(store, options.upTo)
  const live = log.live()
  const { models, hashes, by } = readRules()
  const current = await currentManifest(store)
  if (current && current.log.seq > log.head().seq) return { manifest: current, isNew: false }
  const route = chooseEngine(engines, bytesOf(live))
  // Where two are to agree, DuckDB is one of them: what it leaves is what the next release goes on from.
  const there = agree ?? (route.engine === 'duckdb' ? undefined : route.engine)
  const remote = there && (await openElsewhere(engines, there))
  await assertFilesExist(store, live)

  const attempt = (isFromScratch: boolean): Promise<Built> =>
    withDuckDb(limits, async (engine) => {
      const isHere = route.engine === 'duckdb' || agree !== undefined
      const version = isHere ? engine.version : remote!.service.version
      const rules = by(version)
      const inputs = sha256(JSON.stringify([log.changed(), rules]))
      const isAgreed = !agree || current?.agreed?.engines.includes(remote!.service.version)
      if (current?.inputs === inputs && isAgreed) return { manifest: current, isNew: false }
      // Most of it is in the next release as well: read while the engine counts. What is not to be read is told when it is needed.
      if (current) void decodeNation(store, current.files).catch(() => undefined)

      const counting = { engine, store, models, onStep, dataset, live }
      let counted: Counted
      let agreed: Manifest['agreed']
      let seconds = 0
      const timed = async (work: Promise<void>): Promise<void> => {
        const from = performance.now()
        await work
        seconds += (performance.now() - from) / 1000
      }
      if (isHere) {
        await makeSources(engine)
        await makeCells(engine, models)
        const { sizes = LAYOUT_SIZES, basis } = options
        counted = await countLocally(counting, { log, current, rules, sizes, isFromScratch, basis })
        if (agree) {
          const both: [string, string] = [engine.version, remote!.service.version]
          const rows = await withDuckDb(limits, async (other) => {
            await timed(countRemotely(remote!, { ...counting, engine: other }))
            onStep?.('comparing every table')
            return assertEnginesAgree(other, store, counted, both)
          })
          agreed = { engines: both, rows }
        }
      } else {
        await verifyHashes(store, live, current)
        await timed(countRemotely(remote!, counting))
        counted = await storeRemoteTables(counting)
      }
      const { live: liveEvents, ...days } = await told(engine, store, counted)
      const work: Work = {
        bytes_read: meter.bytesRead,
        bytes_written: meter.bytesWritten,
        reads: meter.reads,
        writes: meter.writes,
        memory: process.resourceUsage().maxRSS * 1024,
        stored: route.bytes + bytesOf(Object.values(counted.files)) + bytesOf(counted.pieces ? filesOf(counted.pieces) : []),
        ...(remote && {
          elsewhere: {
            engine: remote.service.version,
            statements: remote.service.work.statements,
            bytes_read: remote.service.work.bytesRead,
            seconds: Number(seconds.toFixed(3)),
          },
        }),
      }
      const unnumbered: Omit<Manifest, 'release'> = {
        dataset,
        created_at: options.now().toISOString(),
        log: log.head(),
        inputs,
        rules,
        engine: version,
        route: agree ? { engine: 'duckdb', why: 'set', bytes: route.bytes } : route,
        ...(agreed && { agreed }),
        catalogue: catalogueHash,
        regions: regionTable,
        models: hashes,
        events: { files: live.map(({ key, sha256, bytes }) => ({ key, sha256, bytes })), rows: rowsOf(live), live: liveEvents },
        ...(counted.pieces && { pieces: await writeIncrementalState(store, counted.pieces) }),
        basis: counted.basis,
        files: counted.files,
        lists: models.filter(({ folder }) => folder === 'lists').map((model) => model.name),
        tables: counted.rows,
        ...days,
        work,
        seconds: Number(((performance.now() - started) / 1000).toFixed(3)),
      }
      onStep?.('pages')
      return publish(store, unnumbered)
    })
  try {
    return await attempt(false)
  } catch (error) {
    if (!(error instanceof IncrementalStateLost)) throw error
    onStep?.(`${error.message}: all pieces are built again`)
    return attempt(true)
  }
}
