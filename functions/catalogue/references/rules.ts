import type { Catalogue } from '../schema/files.ts'
import { type Dangling, type Known, unlessCode, unlessIn } from './known.ts'

/** Checks on event types that there are not. */
export function checkProblems(checks: Catalogue['checks.json'], known: Known): Dangling[] {
  return Object.entries(checks).flatMap(([id, { needs = [], needs_any: needsAny = [] }]) => [
    ...needs.flatMap((type, index) => unlessIn(known.typeNames, type, [id, 'needs', index], 'an event type')),
    ...needsAny.flatMap((type, index) => unlessIn(known.typeNames, type, [id, 'needs_any', index], 'an event type')),
  ])
}

/** Rules of a level or on event types that there are not. */
export function ruleProblems(rules: Catalogue['rules.json'], known: Known): Dangling[] {
  return Object.entries(rules).flatMap(([id, { level, needs = [] }]) => [
    ...unlessCode(known, 'level', level, [id, 'level']),
    ...needs.flatMap((type, index) => unlessIn(known.typeNames, type, [id, 'needs', index], 'an event type')),
  ])
}
