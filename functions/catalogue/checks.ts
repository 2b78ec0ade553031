import checksJson from '../../queries/catalogue/checks.json' with { type: 'json' }
import type { ContentOf } from './schema/files.ts'

/** A check that every release runs, and what its two numbers are. */
export type CheckRule = ContentOf<'checks.json'>[string]

/** The checks by id, the gravest first. */
export const checks: Readonly<Record<string, CheckRule>> = checksJson
