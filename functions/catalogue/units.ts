import unitsJson from '../../queries/catalogue/units.json' with { type: 'json' }
import type { Bilingual, Language } from '../domain/language.ts'

/** A unit in both languages; the Chinese word where the catalogue has no other. */
export const unitName = (zh: string): Bilingual => ({ zh, en: unitsJson[zh] ?? zh })

/** A unit beside a value, in the language of the page: English says nothing where things are simply counted. */
export const unitBeside = (zh: string, lang: Language): string => (unitName(zh)[lang] === 'number' ? '' : unitName(zh)[lang])
