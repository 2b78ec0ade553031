import codesJson from '../../queries/catalogue/codes.json' with { type: 'json' }
import type { Bilingual } from '../domain/language.ts'

/** The five sectors in the order of the documents, with their names. A file of its own: a page needs these alone. */
export const sectorNames: Record<string, Bilingual> = Object.fromEntries(
  Object.entries(codesJson.sector?.codes ?? {}).map(([code, { zh, en }]) => [code, { zh, en }]),
)

/** The number of sectors. */
export const SECTORS = Object.keys(sectorNames).length
