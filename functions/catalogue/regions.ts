import regionsJson from '../../queries/catalogue/regions.json' with { type: 'json' }
import namesJson from '../../queries/catalogue/region-names.json' with { type: 'json' }
import { zoneOfTable } from './zones.ts'
import townshipsJson from '../../queries/catalogue/townships.json' with { type: 'json' }

export type Level = 'nation' | 'province' | 'prefecture' | 'county' | 'township' | 'village'

export interface Region {
  code: string
  name: string
  nameEn: string
  level: Level
  /** Code of the region above; empty for the nation. */
  parent: string
}

/** The levels that a dashboard shows, from the top. */
export const levels = ['nation', 'province', 'prefecture', 'county'] as const

/** Year and source of the region table, for manifests and pages. */
export const regionTable = { year: regionsJson.year, source: regionsJson.source }

const regions: ReadonlyMap<string, Region> = new Map(
  regionsJson.rows.map(([code, name, level, parent]) => [code, { code, name, nameEn: namesJson[code] ?? name, level, parent }]),
)

/** The code of the region that a township belongs to: its county, or the prefecture where that has no counties (东莞 and its like). */
function parentOfTownship(code: string): string {
  const county = code.slice(0, 6)
  return Object.hasOwn(townshipsJson, county) ? county : `${code.slice(0, 4)}00`
}

/** A township is looked up in the file itself: a map of all 41,000 would add some 30 ms to every start. */
function findTownship(code: string): Region | undefined {
  const parent = parentOfTownship(code)
  const name = townshipsJson[parent]?.[code]
  return name === undefined ? undefined : { code, name, nameEn: name, level: 'township', parent }
}

const children = new Map<string, Region[]>()
for (const region of regions.values()) {
  const list = children.get(region.parent)
  if (list) list.push(region)
  else children.set(region.parent, [region])
}

/** Nation, provinces, prefectures and counties, in order of code. */
export function allRegions(): Iterable<Region> {
  return regions.values()
}

/** The direct children of a region down to county, in order of code. */
export function childRegions(code: string): readonly Region[] {
  return children.get(code) ?? []
}

/** The regions that a page lists below a region: the provinces of the nation, else its direct children. */
export function placesBelow(code: string): readonly Region[] {
  return code === '000000' ? regionsAtLevel('000000', 'province') : childRegions(code)
}

/** The region itself if it is of the level, else its descendants of that level, in order of code. */
export function regionsAtLevel(code: string, level: Level): Region[] {
  const region = regions.get(code)
  if (!region) return []
  if (region.level === level) return [region]
  return childRegions(code).flatMap((child) => regionsAtLevel(child.code, level))
}

/** A region of the table (6 digits), a township (9) or a village (12, known by its township). */
export function findRegion(code: string): Region | undefined {
  if (code.length === 6) return regions.get(code)
  if (code.length === 9) return findTownship(code)
  const township = code.length === 12 ? findTownship(code.slice(0, 9)) : undefined
  return township && { code, name: township.name, nameEn: township.nameEn, level: 'village', parent: township.code }
}

/**
 * The code as it is stored: GB/T 2260 with 6 digits, or 9 and 12 for townships and villages (GB/T 10114), where trailing zeros
 * mean the shorter code, and the code of the table for a zone that is known under several. Undefined for what is not in the table; containers such as 310100 (市辖区) are not.
 */
export function canonicalRegion(text: string): string | undefined {
  if (!/^(\d{6}|\d{9}|\d{12})$/.test(text)) return undefined
  let code = text
  if (code.length === 12 && code.endsWith('000')) code = code.slice(0, 9)
  if (code.length === 9 && code.endsWith('000')) code = code.slice(0, 6)
  code = zoneOfTable(code) ?? code
  return findRegion(code) ? code : undefined
}

/** The regions from this one up to the nation, nearest first. */
export function regionPath(code: string): Region[] {
  const path: Region[] = []
  for (let region = findRegion(code); region; region = findRegion(region.parent)) path.push(region)
  return path
}

/** Whether a region lies in another or is that region. */
export function isWithin(code: string, ancestor: string): boolean {
  return regionPath(code).some((one) => one.code === ancestor)
}

/** The code of the province that a region lies in, or is; undefined for the nation and for a code that is not in the table. */
export function provinceOf(code: string): string | undefined {
  return regionPath(code).at(-2)?.code
}

/** The townships of a county or prefecture, in order of code. */
export function townshipsOf(code: string): Region[] {
  const own = Object.keys(townshipsJson[code] ?? {}).map((one) => findTownship(one)!)
  return [...own, ...childRegions(code).flatMap((child) => townshipsOf(child.code))].sort((a, b) => (a.code < b.code ? -1 : 1))
}

const townshipCounts = new Map<string, number>()

/** How many townships and streets lie in a region. */
export function townshipsWithin(code: string): number {
  let count = townshipCounts.get(code)
  if (count !== undefined) return count
  count = 0
  for (const [parent, towns] of Object.entries(townshipsJson)) {
    if (code === '000000' || isWithin(parent, code)) count += Object.keys(towns).length
  }
  if (findRegion(code)) townshipCounts.set(code, count)
  return count
}
