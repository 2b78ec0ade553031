import { type Level, findRegion, regionPath } from '../catalogue/regions.ts'
import { rules } from '../catalogue/rules.ts'
import { REGION_LEVELS } from '../domain/union-levels.ts'
import type { ListRow } from './release-table.ts'

const LEVELS: readonly Level[] = ['nation', 'province', 'prefecture', 'county', 'township', 'village']

const NATION = '000000'

/**
 * The region whose union acts on what concerns a region, where a rule names the level of that union: the region of this level that it lies in.
 * Where there is none, since a row names no street or a municipality has no prefectures, the nearest region above acts.
 */
export function actingRegion(level: string, region: string | null): string {
  const lowest = LEVELS.indexOf((REGION_LEVELS as Record<string, Level>)[level] ?? 'nation')
  // A street that the table does not name lies in its county.
  const path = region === null ? [] : regionPath(findRegion(region) ? region : region.slice(0, 6))
  return path.find((one) => LEVELS.indexOf(one.level) <= lowest)?.code ?? NATION
}

/** Finds the region that acts on each row of a list; rows that name no rule are of the only rule of their list. */
export function actingOn(list: string): (row: ListRow) => string {
  const level = Object.values(rules).find((rule) => rule.list === list)?.level
  const known = new Map<string, string>()
  return (row) => {
    const region = row.region as string | null
    const key = `${String(row.rule)} ${region}`
    let acting = known.get(key)
    if (acting === undefined) {
      acting = actingRegion(rules[String(row.rule)]?.level ?? level ?? 'national', region)
      known.set(key, acting)
    }
    return acting
  }
}
