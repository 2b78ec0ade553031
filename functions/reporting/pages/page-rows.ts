import { type Region } from '../../catalogue/regions.ts'
import type { Bilingual } from '../../domain/language.ts'
import { asOfMonth } from '../as-of.ts'
import { countsCoveredMembers } from '../covered-members.ts'
import type { Cube, CubeValue } from '../cube.ts'
import { nameOf } from './head.ts'

/** Values of a region or sector by metric, with its part and its window where that is not all of time: `members_joined.year`. */
export type PageValues = Record<string, number>

/** A region or sector of a table with its values. */
export interface PageRow {
  code: string
  name: Bilingual
  values: PageValues
}

const valueKey = ({ metric, part, span }: CubeValue) => [metric, part, span === 'all' ? '' : span].filter(Boolean).join('.')

/** Adds the membership rate for each workforce that was reported: the members whose workforce is in it, divided by it. */
function addRates(values: PageValues): void {
  for (const [key, workforce] of Object.entries(values)) {
    if (key.startsWith('workforce.') && workforce > 0)
      values[key.replace('workforce', 'membership_rate')] = (values[key.replace('workforce', 'members_covered')] ?? 0) / workforce
  }
}

/** Values by region or by sector; `hasRates` says whether the release counts what a rate needs. */
export function collectValues(rows: readonly CubeValue[], by: 'region' | 'sector', hasRates: boolean): Map<string, PageValues> {
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
  const rows = await cube.valuesAt({
    regions: regions.map((region) => region.code),
    sectors: [sector, 'all'],
    month: asOfMonth(cube.manifest),
  })
  const inSector = (code: string) => rows.filter((row) => row.sector === code)
  const own = collectValues(inSector(sector), 'region', countsCoveredMembers(cube.manifest))
  const total = collectValues(inSector('all'), 'region', countsCoveredMembers(cube.manifest))
  return regions.map((region) => ({
    code: region.code,
    name: nameOf(region),
    values: withZeros(own.get(region.code), total.get(region.code)),
  }))
}
