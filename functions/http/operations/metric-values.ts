import { LRUCache } from 'lru-cache'
import { codeLists, countedMetrics, sectors as allSectors } from '../../catalogue/catalogue.ts'
import { type Day, FIRST_DAY, monthNumber, monthStart } from '../../domain/calendar.ts'
import { objectNumbers } from '../../domain/object-numbers.ts'
import { measures } from '../../catalogue/measures.ts'
import { asOfDate, asOfMonth, isFilling } from '../../reporting/as-of.ts'
import { isNumberReported, needsOthers, rowsThatReport } from '../../catalogue/reported.ts'
import { countsCoveredMembers } from '../../reporting/covered-members.ts'
import type { Cube, Span } from '../../reporting/cube.ts'
import { evidenceOf } from '../../reporting/evidence.ts'
import { ownReports, workforceParts } from '../../reporting/rate-parts.ts'
import { rowsInSector } from '../../reporting/reported-in-sector.ts'
import type { MetricValue } from '../routes/values.ts'
import { checkNamesStreets, placeValues } from './street-values.ts'
import { type ValuesQuery, asksForCounted, asksForPublished } from './values-query.ts'

/** The first day of the window that ends at a day. */
function periodStart(day: Day, span: Span): Day {
  if (span === 'all') return FIRST_DAY
  return span === 'year' ? `${day.slice(0, 4)}-01-01` : monthStart(monthNumber(day))
}

/** The value of one metric and part in one region and sector; undefined where the cube has no row. */
type CellLookup = (metric: string, part: string) => number | undefined

type ValueByBasis = Pick<MetricValue, 'value' | 'basis' | 'numerator' | 'denominator' | 'covered' | 'of_members' | 'partial'>

/** One value for each basis of the workforce that was reported: a count, or the share of the workforce that are members. */
function valuesByBasis(metric: string, ratio: readonly [string, string] | undefined, cell: CellLookup): ValueByBasis[] {
  return Object.keys(codeLists.workforce_basis!.codes).flatMap((basis) => {
    const denominator = cell('workforce', basis)
    if (denominator === undefined || (ratio && denominator === 0)) return []
    if (!ratio) return [{ value: cell(metric, basis) ?? 0, basis }]
    const numerator = cell(ratio[0], basis) ?? 0
    const members = cell('members', '') ?? 0
    return [
      {
        value: numerator / denominator,
        basis,
        numerator,
        denominator,
        covered: numerator,
        of_members: members,
        ...(numerator < members && { partial: true as const }),
      },
    ]
  })
}

/** Whether a number was reported in a place, by release, number and place: it does not change within a release, and every zero asks for it. */
const reported = new LRUCache<string, boolean>({ max: 200_000 })

/** A number for each open release, by which what is known of it is found. */
const idOf = objectNumbers<Cube>()

/** A region and a sector, or all sectors. */
type Place = Pick<MetricValue, 'region' | 'sector'>

/** Reads for some places whether the number that is asked for was reported there, on any day: elsewhere a zero is no count. */
async function readReported(cube: Cube, { code, metric, parts, places: from }: ValuesQuery, places: readonly Place[]): Promise<boolean[]> {
  const of = Object.hasOwn(measures, code) ? measures[code]!.of : undefined
  const rows = await (from === 'streets' ? cube.streets : cube).valuesAt({
    regions: [...new Set(places.map(({ region }) => region))],
    metrics: rowsThatReport([{ metric }, ...(of ? [of] : [])]),
    sectors: [...new Set([...places.map(({ sector }) => sector), 'all'])],
    spans: ['all'],
    month: asOfMonth(cube.manifest),
  })
  const known = new Set(rows.map((row) => `${row.region} ${row.sector} ${row.metric} ${row.part}`))
  const indicator = { metric, ...(parts.join() !== '' && { parts: [...parts] }) }
  return places.map(({ region, sector }) => {
    const hasRow = rowsInSector((name, part, one) => known.has(`${region} ${one} ${name} ${part}`), sector)
    return isNumberReported(hasRow, indicator, of)
  })
}

const placeKey = ({ region, sector }: Place) => `${region} ${sector}`

/** The places in which the number of a query was not reported, among some. */
async function unreportedAmong(cube: Cube, query: ValuesQuery, places: readonly Place[]): Promise<Set<string>> {
  const prefix = `${idOf(cube)} ${query.code} ${query.parts.join()} ${query.places} `
  const known = places.map((place) => reported.get(prefix + placeKey(place)))
  const missing = places.filter((_, index) => known[index] === undefined)
  if (missing.length > 0) {
    const found = await readReported(cube, query, missing)
    missing.forEach((place, index) => reported.set(prefix + placeKey(place), found[index]!))
    let at = 0
    for (const [index, one] of known.entries()) known[index] = one ?? found[at++]!
  }
  return new Set(places.map(placeKey).filter((_, index) => known[index] === false))
}

type RateDetails = Pick<MetricValue, 'covers_sectors' | 'covers_regions' | 'own_report' | 'sum_below' | 'difference' | 'regions_below'>

/** What is of a workforce, which a region may report itself. */
const HAS_OWN_REPORTS = ['workforce', 'membership_rate']

/** Of what a partial rate is, and by how much a region's own report of its workforce differs from those below it. */
async function detailsByBasis(
  cube: Cube,
  { region, sector, month, day }: { region: string; sector: string; month: number; day: Day },
  sectorsIn: (basis: string) => string[],
): Promise<(value: ValueByBasis) => RateDetails> {
  const own = await ownReports(cube, { region, sectors: [sector], month, day })
  const parts = month >= asOfMonth(cube.manifest) ? await workforceParts(cube) : undefined
  return ({ basis = '', partial }) => {
    const report = own.get(`${sector} ${basis}`)
    return {
      ...(partial && { covers_sectors: sectorsIn(basis) }),
      ...(partial && parts && { covers_regions: parts.partsOf(region, sector, basis).regions }),
      ...(report && {
        own_report: report.own,
        sum_below: report.below,
        difference: report.difference,
        regions_below: report.regions_below,
      }),
    }
  }
}

/** Counted values, zeros included. */
async function countedValues(cube: Cube, query: ValuesQuery): Promise<MetricValue[]> {
  const { code: asked, metric, regions, sectors, parts, labels } = query
  const { unit, windowed, by, ratio } = countedMetrics[metric]!
  if (ratio && !countsCoveredMembers(cube.manifest)) return []
  const asOf = query.asOf ?? asOfDate(cube.manifest)
  const span = windowed ? query.span : 'all'
  const rows = await placeValues(cube, query.places, {
    regions: regions.map((region) => region.code),
    metrics: by === 'basis' ? [metric, 'workforce', 'members', ...(ratio ?? [])] : [metric],
    // A rate of all sectors names those that it covers.
    sectors: ratio && sectors.includes('all') ? ['all', ...allSectors] : sectors,
    spans: [span],
    month: monthNumber(asOf),
  })
  const filling = isFilling(cube.manifest, monthNumber(asOf)) && { filling: true as const }
  const cells = new Map(rows.map((row) => [`${row.metric} ${row.region} ${row.sector} ${row.part}`, row.value]))
  const values: MetricValue[] = []
  for (const { code: region } of regions) {
    for (const sector of sectors) {
      const cell: CellLookup = (name, part) => cells.get(`${name} ${region} ${sector} ${part}`)
      const common = {
        metric: asked,
        region,
        sector,
        as_of: asOf,
        ...(windowed && { period_start: periodStart(asOf, span) }),
        ...filling,
      }
      if (by !== 'basis' || asked !== metric) {
        const value = parts.reduce((sum, part) => sum + (cell(metric, part) ?? 0), 0)
        values.push({ ...common, value, unit, evidence: 'counted', ...labels })
      } else {
        const sectorsIn = (basis: string) =>
          sector === 'all' ? allSectors.filter((one) => (cells.get(`workforce ${region} ${one} ${basis}`) ?? 0) > 0) : [sector]
        const found = valuesByBasis(metric, ratio, cell)
        const at = { region, sector, month: monthNumber(asOf), day: asOf }
        const detailsOf = found.length > 0 && HAS_OWN_REPORTS.includes(metric) ? await detailsByBasis(cube, at, sectorsIn) : () => ({})
        for (const one of found) {
          const { value, ...more } = one
          values.push({ ...common, value, unit, evidence: 'counted', ...more, ...detailsOf(one) })
        }
      }
    }
  }
  return by === 'basis' ? values : markUnreported(values, cube, query)
}

/**
 * Marks the values of places where nothing was received that the number is counted from. What is there is a count of something received, unless the
 * number states an absence: without unions every county and sector is blank, and nobody knows.
 */
async function markUnreported(values: readonly MetricValue[], cube: Cube, query: ValuesQuery): Promise<MetricValue[]> {
  const isInDoubt = ({ value }: MetricValue) => value === 0 || needsOthers(query.metric)
  const inDoubt = values.filter(isInDoubt)
  if (inDoubt.length === 0) return [...values]
  const unreported = await unreportedAmong(cube, query, inDoubt)
  return values.map((one) => (isInDoubt(one) && unreported.has(placeKey(one)) ? { ...one, value: 0, reported: false } : one))
}

/** Published figures of the requested day, or of the latest day of each region and sector. */
function publishedValues(cube: Cube, { metric, regions, sectors, asOf }: ValuesQuery): MetricValue[] {
  const codes = new Set(regions.map((region) => region.code))
  const matching = cube.figures.filter((figure) => figure.metric === metric && codes.has(figure.region) && sectors.includes(figure.sector))
  const latest = new Map<string, Day>()
  for (const figure of matching) {
    const key = `${figure.region} ${figure.sector}`
    if (figure.as_of > (latest.get(key) ?? '')) latest.set(key, figure.as_of)
  }
  return matching
    .filter((figure) => figure.as_of === (asOf ?? latest.get(`${figure.region} ${figure.sector}`)))
    .map((figure) => ({ metric: figure.metric, region: figure.region, evidence: 'published' as const, ...evidenceOf(figure) }))
}

/** Beside the townships of a region, what is left of it: the events that name no township. */
async function noStreetNamed(cube: Cube, query: ValuesQuery): Promise<MetricValue[]> {
  if (!query.streetsOf) return []
  const values = await countedValues(cube, { ...query, regions: [query.streetsOf], places: 'no_street' })
  return values.map((value) => ({ ...value, no_street_named: true }))
}

/** Counted values, and published figures of the same name beside them. */
export async function metricValues(cube: Cube, query: ValuesQuery): Promise<MetricValue[]> {
  if (query.places === 'streets') await checkNamesStreets(cube, query)
  return [
    ...(asksForCounted(query) ? await countedValues(cube, query) : []),
    ...(asksForCounted(query) ? await noStreetNamed(cube, query) : []),
    ...(asksForPublished(query) ? publishedValues(cube, query) : []),
  ]
}
