import unitsJson from '../../queries/catalogue/units.json' with { type: 'json' }
import type { Bilingual } from '../domain/language.ts'

/** A unit in both languages; the Chinese word where the catalogue has no other. */
export const unitName = (zh: string): Bilingual => ({ zh, en: unitsJson[zh] ?? zh })
