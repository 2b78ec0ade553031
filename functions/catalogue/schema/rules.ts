import { z } from 'zod'
import { bilingual, codeName, text } from './language.ts'

/** A rule of the documents that data can decide, or one of this system. */
export const rule = z.strictObject({
  zh: text,
  en: text,
  article: text,
  quote: z.string().describe("The document's own words; empty for a rule of this system."),
  list: codeName
    .exactOptional()
    .describe('The list (queries/lists) of what breaks the rule; absent for a rule that the counting itself keeps.'),
  level: codeName.exactOptional().describe('The level of the union that acts on it, a code of the list "level".'),
  subject: codeName.exactOptional().describe('What the rows of the list are about.'),
  needs: z
    .array(text)
    .min(1, { error: 'one event type or more' })
    .exactOptional()
    .describe('The event types of which each must have been received for an empty list to mean that nothing is to be done.'),
})

/** `rules.json`: the rules by id. */
export const rulesFile = z.record(z.string().regex(/^(R\d{2}|[a-z_]+)$/, { error: 'an id such as R01 or blank_cell' }), rule)

/** A check that every release runs, and what its two numbers are. */
export const check = z.strictObject({
  zh: text,
  en: text,
  severity: z.enum(['error', 'warning', 'note']),
  value: bilingual,
  other: bilingual,
  needs: z
    .array(text)
    .min(1, { error: 'one event type or more' })
    .exactOptional()
    .describe('The event types of which each must have been received for the check to have looked at anything.'),
  needs_any: z
    .array(text)
    .min(1, { error: 'one event type or more' })
    .exactOptional()
    .describe('The event types of which at least one must have been received.'),
})

/** `checks.json`: the checks by id, the gravest first. */
export const checksFile = z.record(codeName, check)
