import unitsJson from '../../queries/catalogue/reporting-units.json' with { type: 'json' }
import type { Day } from '../domain/calendar.ts'
import { type Level, type Region, placesBelow, provinceOf, regionsAtLevel } from './regions.ts'

/** The unions that report, by province, with the day from which they do: 31 provinces and the Xinjiang Corps. */
const since: Readonly<Record<string, Day>> = unitsJson.since

/** The day from which every unit reports. */
export const allUnitsReportSince: Day = Object.values(since).sort().at(-1)!

/**
 * The day from which the unit reports that a region is, or lies in; undefined for a place of no unit (Hong Kong, Macao, Taiwan) and for the nation. Such a
 * place answers queries and is in no count of units, target, rank or list of who is missing (functions/docs/contract.md, section 5, *Units*).
 */
export function reportsSince(code: string): Day | undefined {
  const province = provinceOf(code)
  return province === undefined ? undefined : since[province]
}

const reports = ({ code }: Region) => reportsSince(code) !== undefined

/** The regions below that report: the 32 units of the nation, else the direct children. */
export const unitsBelow = (code: string): Region[] => placesBelow(code).filter(reports)

/** The regions of a level that report, in order of code. */
export const unitsAtLevel = (code: string, level: Level): Region[] => regionsAtLevel(code, level).filter(reports)
