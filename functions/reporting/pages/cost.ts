import { type Measured, type Prices, type Took, monthCost, project, releaseCost } from '../../domain/cost.ts'
import type { CostPage } from '../documents.ts'
import type { Store } from '../../storage/store.ts'
import type { Cube } from '../cube.ts'
import type { Manifest } from '../../release-format/manifest.ts'
import { asOfMonth } from '../as-of.ts'
import { readManifest } from '../../release-format/open.ts'
import { head } from './head.ts'

/** So many releases back are looked at. */
const LOOKED_AT = 100
const RHYTHM_DAYS = 30
const DAY_MS = 86_400_000

/** The workers in new forms of employment whom the ninth national survey of employees counted, for the projection. */
export const ALL_WORKERS = 84_000_000
const MANY_EVENTS = 1_000_000_000

/** The releases up to one, latest first. */
async function releasesUpTo(store: Store, latest: Manifest): Promise<Manifest[]> {
  const found = [latest]
  for (let number = Number(latest.release) - 1; number > 0 && found.length < LOOKED_AT; number--) {
    const one = await readManifest(store, String(number).padStart(6, '0'))
    if (one?.work) found.push(one)
  }
  return found
}

/** How many releases there would be in 30 days, at the rhythm of the last 30; of a younger dataset, of the days that it has. */
function rhythm(releases: readonly Manifest[]): { releases: number; days: number; perMonth: number } {
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

/** What a release took and costs, what a month comes to at this rhythm, and what it would be at the campaign's full size. */
export async function costPage(store: Store, cube: Cube, prices: Prices): Promise<CostPage> {
  const { manifest } = cube
  const releases = await releasesUpTo(store, manifest)
  const { route, work, basis, seconds, events } = manifest
  // What an engine elsewhere took beside is no part of what counting here takes.
  const here = ({ events, seconds, work }: Manifest) => ({
    events: events.rows,
    seconds: seconds - (work.elsewhere?.seconds ?? 0),
    reads: work.reads,
    writes: work.writes,
  })
  const whole = releases.find((one) => one.basis.kind === 'whole' && one.route.engine === 'duckdb' && one.events.rows > 0)
  const changes = releases.find((one) => one.basis.kind === 'changes' && one.events.rows > 0)
  const elsewhere = releases.find((one) => one.work.elsewhere && one.route.bytes > 0)
  const every = rhythm(releases)
  const measured: Measured | undefined = whole && {
    events: events.rows,
    bytes: route.bytes,
    storedBytes: work.stored,
    whole: here(whole),
    ...(changes && { changes: here(changes) }),
    ...(elsewhere && { readElsewhere: elsewhere.work.elsewhere!.bytes_read / elsewhere.route.bytes }),
    releasesAMonth: every.perMonth,
  }
  const [members] = await cube.valuesAt({
    regions: ['000000'],
    metrics: ['members'],
    sectors: ['all'],
    spans: ['all'],
    month: asOfMonth(manifest),
  })
  const perMember = members && members.value > 0 ? events.rows / members.value : undefined
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
    projections: measured
      ? [
          ...(perMember !== undefined ? [{ workers: ALL_WORKERS, ...project(measured, Math.round(perMember * ALL_WORKERS), prices) }] : []),
          project(measured, MANY_EVENTS, prices),
        ]
      : [],
  }
}
