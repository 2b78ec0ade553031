import { codeLists, codeName, sectors } from '../catalogue/catalogue.ts'
import { placesBelow, regionPath } from '../catalogue/regions.ts'
import { unitsBelow } from '../catalogue/reporting-units.ts'
import type { Day } from '../domain/calendar.ts'
import type { Bilingual } from '../domain/language.ts'
import type { Cube, ListRow } from './cube.ts'
import { placeName } from '../catalogue/place-names.ts'

/** Of what the workforce of a place, and so the denominator of its rate, is made up. */
export interface RateParts {
  /** The sectors whose workforce is in it, by code. */
  sectors: string[]
  /** The regions below whose workforce is summed in it, by code; empty where the region reports itself. */
  regions: string[]
  /** How many regions there are below. */
  of_regions: number
}

/** The same in words, as pages show it. */
export interface PartialRate {
  /** Empty for a rate of one sector. */
  sectors: Bilingual[]
  /** Empty where the region reports its workforce itself. */
  regions: Bilingual[]
  of_regions: number
}

/** The parts of a rate of a sector (or `all`) in words. */
export function inWords({ sectors: codes, regions, of_regions }: RateParts, sector: string): PartialRate {
  return {
    sectors: sector === 'all' ? codes.map((code) => codeName('sector', code)) : [],
    regions: regions.map((code) => placeName(code) ?? { zh: code, en: code }),
    of_regions,
  }
}

/** Answers of what the workforce of any place is made up, as of the release's own day. */
export interface WorkforceParts {
  partsOf(region: string, sector: string, basis: string): RateParts
  /** Whether a region reported its own workforce in a sector, by a day. */
  hasOwn(region: string, sector: string, basis: string, asOf: Day): boolean
}

const keyOf = (sector: unknown, basis: unknown) => `${String(sector)} ${String(basis)}`

/** The report that counts of each region: its latest. */
function latestReports(rows: readonly ListRow[]): Map<string, ListRow> {
  const latest = new Map<string, ListRow>()
  const order = (row: ListRow) => `${String(row.occurred_on)} ${String(row.source)}`
  for (const row of rows) {
    const known = latest.get(String(row.region))
    if (!known || order(known) < order(row)) latest.set(String(row.region), row)
  }
  return latest
}

/** For one sector and basis: the regions below each region that are in its sum, and the reports of the regions themselves. */
interface Reported {
  own: Map<string, ListRow>
  below: Map<string, Set<string>>
}

function reportedOf(rows: readonly ListRow[]): Reported {
  const own = latestReports(rows)
  const below = new Map<string, Set<string>>()
  for (const [region, { workers }] of own) {
    if (Number(workers) === 0) continue
    // Upwards, as far as no region between reports itself: that one counts instead. A village is known by its township.
    const path = regionPath(region).map(({ code }) => code)
    if (path[0] !== region) path.unshift(region)
    for (const [index, above] of path.slice(1).entries()) {
      below.set(above, (below.get(above) ?? new Set()).add(path[index]!))
      if (own.has(above)) break
    }
  }
  return { own, below }
}

const known = new WeakMap<Cube, Promise<WorkforceParts>>()

async function readParts(cube: Cube): Promise<WorkforceParts> {
  const byKey = Map.groupBy(await cube.allWorkforceReports(), ({ sector, basis }) => keyOf(sector, basis))
  const reported = new Map([...byKey].map(([key, rows]) => [key, reportedOf(rows)]))
  return {
    partsOf(region, sector, basis) {
      const parts: RateParts = { sectors: [], regions: [], of_regions: unitsBelow(region).length }
      const summed = new Set<string>()
      for (const one of sector === 'all' ? sectors : [sector]) {
        const { own, below } = reported.get(keyOf(one, basis)) ?? {}
        const report = own?.get(region)
        const summedHere = report ? [] : [...(below?.get(region) ?? [])]
        if (report ? Number(report.workers) > 0 : summedHere.length > 0) parts.sectors.push(one)
        for (const code of summedHere) summed.add(code)
      }
      return { ...parts, regions: [...summed].sort() }
    },
    hasOwn(region, sector, basis, asOf) {
      return (byKey.get(keyOf(sector, basis)) ?? []).some((row) => row.region === region && String(row.occurred_on) <= asOf)
    },
  }
}

/** Reads of what the workforces of a release are made up; once for each release. */
export function workforceParts(cube: Cube): Promise<WorkforceParts> {
  const reading = known.get(cube) ?? readParts(cube)
  if (!known.has(cube)) {
    known.set(cube, reading)
    reading.catch(() => known.delete(cube))
  }
  return reading
}

/** A region's own report of its workforce beside the sum of those below it, where both exist: the report counts, and this is what it differs by. */
export interface OwnReport {
  own: number
  below: number
  difference: number
  /** How many of the regions below have a workforce, of how many. */
  regions_below: number
  of_regions: number
}

/** The bases of a workforce. */
export const workforceBases: readonly string[] = Object.keys(codeLists.workforce_basis!.codes)

/** Where, and when, an own report is set against the regions below. */
export interface OwnReportQuestion {
  region: string
  sectors: readonly string[]
  /** A month number. */
  month: number
  day: Day
}

/** The own reports of a region that count though regions below it report as well, by sector (or `all`) and basis: `courier registered`. */
export async function ownReports(cube: Cube, { region, sectors: asked, month, day }: OwnReportQuestion): Promise<Map<string, OwnReport>> {
  const below = placesBelow(region).map(({ code }) => code)
  const found = new Map<string, OwnReport>()
  if (below.length === 0) return found
  const query = { metrics: ['workforce'], sectors, spans: ['all'], month } as const
  const own = await cube.valuesAt({ ...query, regions: [region] })
  if (own.length === 0) return found
  const parts = await workforceParts(cube)
  const ofChildren = await cube.valuesAt({ ...query, regions: below })
  for (const sector of asked) {
    for (const basis of workforceBases) {
      let [total, sum, isOwn] = [0, 0, false]
      const telling = new Set<string>()
      for (const one of sector === 'all' ? sectors : [sector]) {
        const value = own.find((row) => row.sector === one && row.part === basis)?.value
        const children = ofChildren.filter((row) => row.sector === one && row.part === basis)
        const sumOfChildren = children.reduce((all, row) => all + row.value, 0)
        if (value === undefined || children.length === 0) continue
        // Without a report of its own the value is this very sum.
        if (value === sumOfChildren && !parts.hasOwn(region, one, basis, day)) continue
        isOwn = true
        total += value
        sum += sumOfChildren
        for (const row of children) telling.add(row.region)
      }
      if (isOwn)
        found.set(keyOf(sector, basis), {
          own: total,
          below: sum,
          difference: total - sum,
          regions_below: telling.size,
          of_regions: unitsBelow(region).length,
        })
    }
  }
  return found
}
