import checksJson from '../../queries/catalogue/checks.json' with { type: 'json' }
import type { Bilingual } from '../domain/language.ts'

/** A check that every release runs, and what its two numbers are. */
export interface CheckRule extends Bilingual {
  severity: 'error' | 'warning' | 'note'
  value: Bilingual
  other: Bilingual
}

/** The checks by id, the gravest first. */
export const checks = checksJson as Readonly<Record<string, CheckRule>>
