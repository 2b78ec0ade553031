import { type Cost, type Measured, type Prices, type Projection, type Took, monthCost, project, releaseCost } from '../../domain/cost.ts'
import type { Store } from '../../storage/store.ts'
import type { Cube } from '../cube.ts'
import type { Manifest } from '../../release-format/manifest.ts'
import { asOfMonth } from '../as-of.ts'
import { readManifest } from '../../release-format/open.ts'
import { type PageHead, head } from './head.ts'

/** What a release took and costs, and what it would at another size. Amounts are in the currency of the prices. */
export interface CostPage {
  head: PageHead
  /** Which engine counted and why; the bytes of events that it had to read. */
  route: Manifest['route']
  basis: Manifest['basis']
  seconds: number
  bytes_read: number
  bytes_written: number
  requests: number
  /** The most memory that the process held, in bytes. */
  memory: number
  /** The bytes of all files of the release. */
  stored: number
  elsewhere?: NonNullable<Manifest['work']['elsewhere']>
  agreed?: { engines: string[]; rows: number }
  prices: Prices
  release: Cost
  /** Releases in the last days, and how many a month of 30 days has at that rhythm. */
  rhythm: Rhythm
  month: Cost
  events_per_member: number | null
  /** With `workers`: for that many members, each with as many events as in this dataset. */
  projections: (Projection & { workers?: number })[]
}

interface Rhythm {
  releases: number
  days: number
  perMonth: number
}

/** How many releases back the page looks. */
const MOST_RELEASES = 100
const RHYTHM_DAYS = 30
const DAY_MS = 86_400_000

/** The workers in new forms of employment whom the ninth national survey of employees counted, for the projection. */
export const ALL_WORKERS = 84_000_000
const MANY_EVENTS = 1_000_000_000

/** The releases up to one that have a record of their work, latest first. */
async function releasesUpTo(store: Store, latest: Manifest): Promise<Manifest[]> {
  const found = [latest]
  for (let number = Number(latest.release) - 1; number > 0 && found.length < MOST_RELEASES; number--) {
    const one = await readManifest(store, String(number).padStart(6, '0'))
    if (one?.work) found.push(one)
  }
  return found
}

/** How many releases there would be in 30 days, at the rhythm of the last 30; of a younger dataset, of the days that it has. */
function rhythm(releases: readonly Manifest[]): Rhythm {
  const at = ({ created_at }: Manifest) => Date.parse(created_at)
  const until = at(releases[0]!)
  const recent = releases.filter((one) => until - at(one) < RHYTHM_DAYS * DAY_MS)
  const isOlder = recent.length < releases.length
  const days = isOlder ? RHYTHM_DAYS : Math.max(1, (until - at(recent.at(-1)!)) / DAY_MS)
  return { releases: recent.length, days, perMonth: (recent.length / days) * RHYTHM_DAYS }
}

function took({ seconds, work }: Manifest): Took {
  const { reads, writes, elsewhere } = work
  return { seconds, reads, writes, ...(elsewhere && { elsewhere }) }
}

/** What a release is projected from: the latest full release, and the latest after a change. Undefined without a full release by DuckDB. */
function measuredOf(releases: readonly Manifest[], { perMonth }: Rhythm): Measured | undefined {
  const { events, route, work } = releases[0]!
  // The time of a remote engine is no part of what counting locally takes.
  const local = ({ events, seconds, work }: Manifest) => ({
    events: events.rows,
    seconds: seconds - (work.elsewhere?.seconds ?? 0),
    reads: work.reads,
    writes: work.writes,
  })
  const whole = releases.find((one) => one.basis.kind === 'whole' && one.route.engine === 'duckdb' && one.events.rows > 0)
  const changes = releases.find((one) => one.basis.kind === 'changes' && one.events.rows > 0)
  const remote = releases.find((one) => one.work.elsewhere && one.route.bytes > 0)
  if (!whole) return undefined
  return {
    events: events.rows,
    bytes: route.bytes,
    storedBytes: work.stored,
    whole: local(whole),
    ...(changes && { changes: local(changes) }),
    ...(remote && { remoteReadRatio: remote.work.elsewhere!.bytes_read / remote.route.bytes }),
    releasesAMonth: perMonth,
  }
}

/** Events of the release for each member that it counts; undefined without members. */
async function eventsPerMember(cube: Cube): Promise<number | undefined> {
  const { manifest } = cube
  const [members] = await cube.valuesAt({
    regions: ['000000'],
    metrics: ['members'],
    sectors: ['all'],
    spans: ['all'],
    month: asOfMonth(manifest),
  })
  return members && members.value > 0 ? manifest.events.rows / members.value : undefined
}

/** The dataset at the campaign's full size, and with a thousand million events. */
function projectionsOf(measured: Measured, perMember: number | undefined, prices: Prices): CostPage['projections'] {
  const allWorkers =
    perMember === undefined ? [] : [{ workers: ALL_WORKERS, ...project(measured, Math.round(perMember * ALL_WORKERS), prices) }]
  return [...allWorkers, project(measured, MANY_EVENTS, prices)]
}

/** What a release took and costs, what a month comes to at this rhythm, and what it would be at the campaign's full size. */
export async function costPage(store: Store, cube: Cube, prices: Prices): Promise<CostPage> {
  const { manifest } = cube
  const { route, work, basis, seconds } = manifest
  const releases = await releasesUpTo(store, manifest)
  const every = rhythm(releases)
  const measured = measuredOf(releases, every)
  const perMember = await eventsPerMember(cube)
  const release = releaseCost(took(manifest), prices)
  return {
    head: head(cube),
    route,
    basis,
    seconds,
    bytes_read: work.bytes_read,
    bytes_written: work.bytes_written,
    requests: work.reads + work.writes,
    memory: work.memory,
    stored: work.stored,
    ...(work.elsewhere && { elsewhere: work.elsewhere }),
    ...(manifest.agreed && {
      agreed: { engines: manifest.agreed.engines, rows: Object.values(manifest.agreed.rows).reduce((sum, one) => sum + one, 0) },
    }),
    prices,
    release,
    rhythm: every,
    month: monthCost(release, every.perMonth, work.stored, prices),
    events_per_member: perMember ?? null,
    projections: measured ? projectionsOf(measured, perMember, prices) : [],
  }
}
