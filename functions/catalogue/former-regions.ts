import formerJson from '../../queries/catalogue/former-regions.json' with { type: 'json' }
import type { Day } from '../domain/calendar.ts'

/** A region that was valid at some time from 2010 on and is not in the table of today. */
export interface FormerRegion {
  code: string
  name: string
  /** The sources are yearly: the first day of the year in which the code came, and the last of the year in which it was given up. */
  validFrom: Day
  validTo: Day
  /** Regions of the table. The first is the one in which its events count. */
  successors: readonly string[]
}

const former: ReadonlyMap<string, FormerRegion> = new Map(
  formerJson.rows.map(([code, name, validFrom, validTo, successors]) => [code, { code, name, validFrom, validTo, successors }]),
)

/** All of them, in order of code. */
export function allFormerRegions(): FormerRegion[] {
  return [...former.values()]
}

/** The region of this code that is no more; undefined for a region of the table, and for an unknown code. */
export function findFormerRegion(code: string): FormerRegion | undefined {
  return former.get(code)
}

/** The code of 6 digits of a region that is no more; trailing zeros mean the shorter code. Its townships are not known. */
export function canonicalFormerRegion(text: string): string | undefined {
  const [, code] = /^(\d{6})(000|000000)?$/.exec(text) ?? []
  return code !== undefined && former.has(code) ? code : undefined
}

/** The region of the table in which events of a region count: its successor if it is no more, else the region itself. */
export function countedRegion(code: string): string {
  return former.get(code)?.successors[0] ?? code
}
