import type { Engine } from '../engines/duckdb.ts'
import { catalogueHash } from '../catalogue/hash.ts'
import { lastSettledMonth, shanghaiDay } from '../domain/calendar.ts'
import { regionTable } from '../catalogue/regions.ts'
import type { EventFile } from '../event-log/commit.ts'
import type { Log } from '../event-log/log.ts'
import { CUBES, NATION } from '../release-format/cube-layout.ts'
import { filesOf, writeIncrementalState } from '../release-format/incremental-state.ts'
import type { Manifest, Work } from '../release-format/manifest.ts'
import { bytesOf } from '../storage/blobs.ts'
import { readSetting } from '../settings/read-setting.ts'
import type { StoreTraffic } from '../storage/count-traffic.ts'
import type { Store } from '../storage/store.ts'
import type { ReleaseEngines } from './choose-engine.ts'
import type { CountResult, EngineWithStore } from './count-context.ts'
import type { ReleaseCounted } from './count-release.ts'
import { rowsOf } from './layout-sizes.ts'
import { listNames } from './model-groups.ts'
import type { ModelVersion } from './model-version.ts'
import { readingCube } from './store-cube.ts'

/**
 * The event types whose latest day is the day of the release (functions/docs/contract.md, section 4): the core ones that state how the campaign
 * stands on their day. An act that is reported later, such as a plan, does not make the counts of members any newer.
 */
const DATING_TYPES = [
  'enterprise.registered', 'enterprise.closed', 'station.registered', 'station.closed', 'workforce.reported', 'union.established', 'union.dissolved',
  'member.joined', 'member.transferred', 'member.left', 'service.delivered', 'site.opened', 'site.closed',
] // prettier-ignore

/** Everything that a manifest is assembled from. */
export interface ReleaseParts {
  engine: Engine
  store: Store
  traffic: StoreTraffic
  log: Log
  live: readonly EventFile[]
  engines: ReleaseEngines
  models: ModelVersion
  counted: ReleaseCounted
  /** Identity of the release, see `Manifest`. */
  identity: Pick<Manifest, 'dataset' | 'inputs' | 'rules' | 'engine'>
  now: Date
  /** What the dataset's card says; undefined for a build without a card. */
  isSimulated: boolean | undefined
  scale: number | undefined
  /** When the build started, as `performance.now()`. */
  started: number
}

/** The manifest of a counted release, without its number. Stores the incremental state. */
export async function assembleManifest(parts: ReleaseParts): Promise<Omit<Manifest, 'release'>> {
  const { store, log, live, engines, models, identity } = parts
  const { result, agreed } = parts.counted
  const { liveEvents, ...summary } = await summarize(parts, result)
  const work = workOf(parts)
  return {
    dataset: identity.dataset,
    ...(parts.isSimulated !== undefined && { is_simulated: parts.isSimulated }),
    ...(parts.scale !== undefined && { scale: parts.scale }),
    created_at: parts.now.toISOString(),
    log: log.head(),
    inputs: identity.inputs,
    rules: identity.rules,
    engine: identity.engine,
    route: engines.choice,
    ...(agreed && { agreed }),
    catalogue: catalogueHash,
    regions: regionTable,
    models: models.hashes,
    events: { files: live.map(({ key, sha256, bytes }) => ({ key, sha256, bytes })), rows: rowsOf(live), live: liveEvents },
    ...(result.state && { pieces: await writeIncrementalState(store, result.state) }),
    basis: result.basis,
    files: result.files,
    lists: listNames(models.models),
    settled_month: lastSettledMonth(shanghaiDay(parts.now), readSetting('SETTLING_DAY')),
    tables: result.rows,
    ...summary,
    work,
    seconds: Number(((performance.now() - parts.started) / 1000).toFixed(3)),
  }
}

/** What the manifest states about the content of the tables. */
async function summarize(context: EngineWithStore, { days, files }: CountResult) {
  const { engine } = context
  const types = await engine.rows(
    `select type, cast(sum(events) as bigint) as n, cast(max(occurred_on) as varchar) as latest from ${days} group by type order by type`,
  )
  const latest = types
    .flatMap(({ type, latest }) => (DATING_TYPES.includes(String(type)) && latest !== null ? [String(latest)] : []))
    .sort()
  const months = ['select cast(null as integer) as month']
  for (const cube of CUBES) {
    const rows = await readingCube(context, { cube, files, part: NATION })
    if (rows) months.push(`select min(month) as month from ${rows}`)
  }
  const [first] = await engine.rows(`select min(month) as month from (${months.join(' union all ')})`)
  return {
    liveEvents: types.reduce((sum, row) => sum + Number(row.n), 0),
    event_types: Object.fromEntries(types.map((row) => [String(row.type), Number(row.n)])),
    ...(latest.length > 0 && { latest_on: latest.at(-1)! }),
    ...(first!.month !== null && { first_month: Number(first!.month) }),
  }
}

/** What the count cost until now. */
function workOf({ traffic, engines, counted }: ReleaseParts): Work {
  const { remote, choice } = engines
  const { files, state } = counted.result
  return {
    bytes_read: traffic.bytesRead,
    bytes_written: traffic.bytesWritten,
    reads: traffic.reads,
    writes: traffic.writes,
    memory: process.resourceUsage().maxRSS * 1024,
    stored: choice.bytes + bytesOf(Object.values(files)) + bytesOf(state ? filesOf(state) : []),
    ...(remote && {
      elsewhere: {
        engine: remote.service.version,
        statements: remote.service.work.statements,
        bytes_read: remote.service.work.bytesRead,
        seconds: Number((counted.remoteSeconds ?? 0).toFixed(3)),
      },
    }),
  }
}
