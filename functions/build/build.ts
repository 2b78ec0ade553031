import { type EngineLimits, duckDbVersion } from '../engines/duckdb.ts'
import type { EngineSettings, RemoteEngine } from '../engines/engines.ts'
import type { EventFile } from '../event-log/commit.ts'
import { type Log, openLog } from '../event-log/log.ts'
import { IncrementalStateLost } from '../release-format/incremental-state.ts'
import type { Manifest } from '../release-format/manifest.ts'
import { currentRelease, readManifest } from '../release-format/open.ts'
import { decodeNation } from '../reporting/cube-columns.ts'
import { DamagedFile, type FileRef, bytesOf, damagedFiles } from '../storage/blobs.ts'
import { sha256 } from '../storage/hash.ts'
import { type StoreTraffic, countTraffic } from '../storage/count-traffic.ts'
import type { Store } from '../storage/store.ts'
import { assembleManifest } from './assemble-manifest.ts'
import { type ReleaseEngines, openReleaseEngines } from './choose-engine.ts'
import type { Basis } from './count-plan.ts'
import { countRelease } from './count-release.ts'
import { LAYOUT_SIZES, type LayoutSizes } from './layout-sizes.ts'
import { modelVersion } from './model-version.ts'
import { type Built, publish } from './publish.ts'
import { type UseDuckDb, withNewDuckDb } from './sources.ts'
import { assertNoPersonalNumbers } from './personal-numbers.ts'
import { assertFilesExist } from './verify-event-files.ts'

export interface BuildOptions {
  limits: EngineLimits
  now(): Date
  /** Receives the name of each step, for a progress line. */
  onStep?(text: string): void
  /** By default whichever costs less. */
  basis?: Basis
  sizes?: LayoutSizes
  /**
   * The commit up to which events are counted, if not all are: the commit for which the partitions were planned. If the current release is of a
   * later commit, that is the result.
   */
  upTo?: number
  /** The remote engines, and which engine counts; by default DuckDB. */
  engines?: EngineSettings
  /** A remote engine that must compute the same tables as DuckDB before anything is published. */
  agree?: RemoteEngine['name']
  /** Whether every file of the current release is read where nothing is new, so that a damaged one is noticed; by default it is. */
  checksCurrent?: boolean
  /** Whether the dataset's card says that its events are simulated; the release keeps it for its pages. */
  isSimulated?: boolean
  /** Whether the targets of the documents apply to the dataset; by default they do. */
  hasDocumentTargets?: boolean
  /** How many people one person of the events stands for, where the card says so. */
  scale?: number
  /** Where the DuckDB comes from; by default one is opened for this release. */
  useDuckDb?: UseDuckDb
}

/** Files of the current release are missing or altered: it is built again from the log. */
class ReleaseDamaged extends Error {
  override name = 'ReleaseDamaged'
  readonly damage: NonNullable<Manifest['replaces']>
  constructor(release: string, damaged: string[]) {
    super(`release ${release} is damaged: ${damaged.join(', ')}`)
    this.damage = { release, damaged }
  }
}

/** The current release; undefined where there is none. Throws ReleaseDamaged where its manifest cannot be read. */
async function readCurrent(store: Store): Promise<Manifest | undefined> {
  const release = await currentRelease(store)
  if (release === undefined) return undefined
  try {
    return await readManifest(store, release)
  } catch (error) {
    if (error instanceof DamagedFile) throw new ReleaseDamaged(release, [error.key])
    throw error
  }
}

/** One build, through all its attempts. */
interface Build {
  dataset: string
  store: Store
  traffic: StoreTraffic
  log: Log
  live: readonly EventFile[]
  current: Manifest | undefined
  engines: ReleaseEngines
  options: BuildOptions
  started: number
  /** The damaged release that this one takes the place of. */
  replaces?: Manifest['replaces']
}

/**
 * Builds the next release of a dataset and makes it the current one: counts the live events of the log with the models under `queries/`, stores the
 * tables as files named by their hash, creates a manifest, and swaps one pointer. Counts only what changed since the current release if that costs
 * less, and from scratch if a file of the incremental state or of the current release is missing or altered: then the new release says which one it
 * takes the place of. Throws, naming the file, if a file of the log is missing or altered, PersonalNumberFound if a text of an event holds the number of
 * a person, QueryFailed if an engine fails, and EnginesDisagree if two engines differ. After an error the current release is unchanged.
 */
export async function buildRelease(dataset: string, base: Store, options: BuildOptions): Promise<Built> {
  const started = performance.now()
  const { store, traffic } = countTraffic(base)
  const log = await openLog(store, options.upTo)
  const live = log.live()
  const onDamage = (error: unknown): NonNullable<Manifest['replaces']> => {
    if (!(error instanceof ReleaseDamaged)) throw error
    options.onStep?.(`${error.message}: counting from scratch`)
    return error.damage
  }
  let replaces: Manifest['replaces']
  const current = await readCurrent(store).catch((error: unknown) => void (replaces = onDamage(error)))
  if (current && current.log.seq > log.head().seq) return { manifest: current, isNew: false }
  const engines = await openReleaseEngines(options.engines, { agree: options.agree, bytes: bytesOf(live) })
  await assertFilesExist(store, live)
  await assertNoPersonalNumbers(store, log, options.onStep)
  const build: Build = { dataset, store, traffic, log, live, current: current ?? undefined, engines, options, started }
  try {
    return await attempt({ ...build, replaces }, replaces !== undefined)
  } catch (error) {
    if (!(error instanceof IncrementalStateLost)) return attempt({ ...build, replaces: onDamage(error) }, true)
    options.onStep?.(`${error.message}: counting from scratch`)
    return attempt(build, true)
  }
}

/** Throws ReleaseDamaged where one of these files of the current release is missing or altered. */
async function assertIntact({ store, replaces }: Build, { release }: Manifest, files: Iterable<FileRef>): Promise<void> {
  const damaged = await damagedFiles(store, files)
  if (damaged.length === 0) return
  if (replaces) throw new Error(`release ${release}: built again, it has damaged files still: ${damaged.join(', ')}`)
  throw new ReleaseDamaged(release, damaged)
}

/** The current release, which has nothing new. Throws ReleaseDamaged where a file of it is missing or altered. */
async function unchanged(build: Build): Promise<Built> {
  const current = build.current!
  if (build.options.checksCurrent ?? true) await assertIntact(build, current, Object.values(current.files))
  return { manifest: current, isNew: false }
}

/** Counts and publishes, unless the current release has the same inputs. */
async function attempt(build: Build, isFromScratch: boolean): Promise<Built> {
  const { store, log, current, engines, options } = build
  const { limits, onStep, sizes = LAYOUT_SIZES, basis, useDuckDb = withNewDuckDb, hasDocumentTargets = true } = options
  const isUpToDate = ({ inputs }: Pick<Manifest, 'inputs'>) => !build.replaces && current?.inputs === inputs && isAgreed(build)
  // Most datasets have nothing new when a server starts, and DuckDB takes longer to open than the log of one.
  const known = duckDbVersion()
  if (known !== undefined && isUpToDate(identityOf(build, known))) return unchanged(build)
  return useDuckDb(limits, async (engine) => {
    const version = modelVersion()
    const identity = identityOf(build, engine.version)
    if (isUpToDate(identity)) return unchanged(build)
    // The next release shares most of these files: they are decoded while the engine counts. An error shows when they are needed.
    if (current) void decodeNation(store, current.files).catch(() => undefined)
    const counted = await countRelease({
      context: { engine, store, models: version.models, onStep },
      plan: { log, current, rules: identity.rules, sizes, isFromScratch, basis, hasDocumentTargets },
      dataset: build.dataset,
      live: build.live,
      engines,
      withOtherDuckDb: (work) => useDuckDb(limits, work),
    })
    const { now, isSimulated, scale } = options
    const manifest = await assembleManifest({ ...build, engine, models: version, counted, identity, isSimulated, scale, now: now() })
    if (current) {
      // What the new release shares with the current one was not read by the count.
      const known = new Set(Object.values(current.files).map(({ key }) => key))
      const shared = Object.values(manifest.files).filter(({ key }) => known.has(key))
      await assertIntact(build, current, shared)
    }
    onStep?.('pages')
    return publish(store, { ...manifest, ...(build.replaces && { replaces: build.replaces }) })
  })
}

/** What identifies the content of the release. */
function identityOf({ dataset, log, engines, options }: Build, duckDb: string): Pick<Manifest, 'dataset' | 'inputs' | 'rules' | 'engine'> {
  const counting = engines.countsLocally || !engines.remote ? duckDb : engines.remote.service.version
  const rules = modelVersion().forEngine(counting)
  const targets = options.hasDocumentTargets === false ? ['targets: none'] : []
  return { dataset, rules, inputs: sha256(JSON.stringify([log.changed(), rules, ...targets])), engine: counting }
}

/** True unless another engine is to confirm the current release, and has not done so yet. */
function isAgreed({ current, engines, options }: Build): boolean {
  if (!options.agree || !engines.remote) return true
  return current?.agreed?.engines.includes(engines.remote.service.version) ?? false
}
