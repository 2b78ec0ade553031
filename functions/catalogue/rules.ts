import rulesJson from '../../queries/catalogue/rules.json' with { type: 'json' }
import type { ContentOf } from './schema/files.ts'

/** A rule of the documents that data can decide, or one of this system. */
export type Rule = ContentOf<'rules.json'>[string]

/** The rules by id: R01 to R35, then those of this system. */
export const rules: Readonly<Record<string, Rule>> = rulesJson
