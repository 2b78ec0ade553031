import { type Region } from '../../catalogue/regions.ts'
import type { Bilingual } from '../../domain/language.ts'
import { asOfMonth, shownMonth } from '../as-of.ts'
import { countsCoveredMembers } from '../covered-members.ts'
import { partialCoverage } from '../../domain/membership-rate.ts'
import type { Cube, CubeValue, Span } from '../cube.ts'
import type { ValueQuery } from '../cube-values.ts'
import { type PartialRate, type WorkforceParts, inWords, workforceBases, workforceParts } from '../rate-parts.ts'
import { nameOf } from '../../catalogue/place-names.ts'

/** The window of a value on a page: `month` is the month that pages open on, `filling` a later one whose reports are still coming in. */
export type PageSpan = Span | 'filling'

/** A value of the cube as a page shows it. */
export type PageCell = Omit<CubeValue, 'span'> & { span: PageSpan }

/** The values that a page shows: totals and the year until the day of the release, the month that pages open on, and the one that is still filling. */
export async function pageCells(cube: Cube, query: Omit<ValueQuery, 'month' | 'spans'>): Promise<PageCell[]> {
  const [last, shown] = [asOfMonth(cube.manifest), shownMonth(cube.manifest)]
  const latest = await cube.valuesAt({ ...query, month: last })
  if (shown === last) return latest
  const settled = await cube.valuesAt({ ...query, spans: ['month'], month: shown })
  return [...latest.map((cell): PageCell => (cell.span === 'month' ? { ...cell, span: 'filling' } : cell)), ...settled]
}

/** Values of a region or sector by metric, with its part and its window where that is not all of time: `members_joined.year`. */
export type PageValues = Record<string, number>

/** The partial rates among some values, by basis. */
export type PartialRates = Record<string, PartialRate>

/** A region or sector of a table with its values. */
export interface PageRow {
  code: string
  name: Bilingual
  values: PageValues
  /** Absent where every rate covers all members. */
  partial_rates?: PartialRates
}

/** Of what the partial rates among the values of a place are; empty where every rate covers all members. */
export function partialRates(
  values: PageValues,
  { region, sector, parts }: { region: string; sector: string; parts: WorkforceParts },
): { partial_rates?: PartialRates } {
  const found = workforceBases
    .filter((basis) => values[`membership_rate.${basis}`] !== undefined && partialCoverage(values, basis) !== undefined)
    .map((basis) => [basis, inWords(parts.partsOf(region, sector, basis), sector)] as const)
  return found.length > 0 ? { partial_rates: Object.fromEntries(found) } : {}
}

const valueKey = ({ metric, part, span }: PageCell) => [metric, part, span === 'all' ? '' : span].filter(Boolean).join('.')

/** Adds the membership rate for each workforce that was reported: the members whose workforce is in it, divided by it. */
function addRates(values: PageValues): void {
  for (const [key, workforce] of Object.entries(values)) {
    if (key.startsWith('workforce.') && workforce > 0)
      values[key.replace('workforce', 'membership_rate')] = (values[key.replace('workforce', 'members_covered')] ?? 0) / workforce
  }
}

/** Values by region or by sector; `hasRates` says whether the release counts what a rate needs. */
export function collectValues(rows: readonly PageCell[], by: 'region' | 'sector', hasRates: boolean): Map<string, PageValues> {
  const collected = new Map<string, PageValues>()
  for (const row of rows) {
    let values = collected.get(row[by])
    if (!values) collected.set(row[by], (values = {}))
    values[valueKey(row)] = row.value
  }
  if (hasRates) for (const values of collected.values()) addRates(values)
  return collected
}

/** A sector's values with a 0 for whatever the region reported in other sectors only: the region did report, and none of it is of this sector. */
export function withZeros(values: PageValues | undefined, total: PageValues | undefined): PageValues {
  const zeros = Object.keys(total ?? {}).filter((key) => !/^(workforce|members_covered|membership_rate)\b/.test(key))
  return { ...Object.fromEntries(zeros.map((key) => [key, 0])), ...values }
}

/** Some regions with their values in a sector, or in all of them together (`all`). */
export async function regionRows(cube: Cube, regions: readonly Region[], sector: string): Promise<PageRow[]> {
  const rows = await pageCells(cube, { regions: regions.map((region) => region.code), sectors: [sector, 'all'] })
  const inSector = (code: string) => rows.filter((row) => row.sector === code)
  const own = collectValues(inSector(sector), 'region', countsCoveredMembers(cube.manifest))
  const total = collectValues(inSector('all'), 'region', countsCoveredMembers(cube.manifest))
  const parts = await workforceParts(cube)
  return regions.map((region) => {
    const values = withZeros(own.get(region.code), total.get(region.code))
    return { code: region.code, name: nameOf(region), values, ...partialRates(values, { region: region.code, sector, parts }) }
  })
}
