import rulesJson from '../../queries/catalogue/rules.json' with { type: 'json' }
import type { Bilingual } from '../domain/language.ts'

/** A rule that data can decide (seeds map, section 4), or one of our own beside them. */
export interface Rule extends Bilingual {
  article: string
  /** The document's own words; empty for a rule of ours. */
  quote: string
  /** The list that shows what breaks it; absent for a rule that is kept by how a number is counted. */
  list?: string
  /** The level of the union that acts on it, a code of the list of levels. */
  level?: string
  /** What the rows of the list are about. */
  subject?: string
}

/** The rules by id: R01 to R35, then ours. */
export const rules = rulesJson as Readonly<Record<string, Rule>>
