import type { Bilingual } from '../domain/language.ts'
import { type Region, findRegion } from './regions.ts'

/** A region's name in both languages. */
export const nameOf = (region: Region): Bilingual => ({ zh: region.name, en: region.nameEn })

/** The name of a region's code; null for no code, or one that is not in the table. */
export function regionName(code: string | null): Bilingual | null {
  const region = code === null ? undefined : findRegion(code)
  return region ? nameOf(region) : null
}

/** The name of a place: of a township or village with its county in front, and in plain words where the table does not name it. */
export function placeName(code: string | null): Bilingual | null {
  const street = code !== null && code.length > 6 ? code.slice(0, 9) : undefined
  if (street === undefined) return regionName(code)
  const county = regionName(findRegion(street)?.parent ?? street.slice(0, 6))
  const own = regionName(street) ?? { zh: `街镇 ${street}`, en: `street ${street}` }
  return county ? { zh: `${county.zh}${own.zh}`, en: `${county.en}, ${own.en}` } : own
}
