import { z } from 'zod'
import { codeName, text } from './language.ts'
import { polarity } from './metrics.ts'

/** The kinds of fields without those that name a code list. */
export const PLAIN_KINDS = [
  'worker', 'region', 'enterprise', 'enterprises', 'id', 'name', 'text', 'unit', 'url', 'day', 'count', 'headcount', 'number', 'money',
  'boolean', 'metric', 'sector_or_all', 'event_type', 'share',
] as const // prettier-ignore

/** How a field of an event is read. `code:LIST` is one code of a closed list, `codes:LIST` several. */
export const fieldKind = z.union(
  [z.enum(PLAIN_KINDS), z.templateLiteral(['code:', z.string()]), z.templateLiteral(['codes:', z.string()])],
  { error: `one of ${PLAIN_KINDS.join(', ')}, code:LIST, codes:LIST` },
)

/** Fields by name, with their kinds; a name that ends with `?` is optional. */
const fields = z.record(
  z.string().regex(/^[a-z_]+\??$/, { error: 'a name of a-z and _, with ? behind it where it is optional' }),
  fieldKind,
)

const notBefore = z.record(codeName, codeName).describe('Later day field to the field whose day it must not lie before.')

/** What several event types share. */
export const pattern = z.strictObject({ zh: text, en: text, fields, not_before: notBefore.exactOptional() })

/** `patterns.json`: the patterns by name. */
export const patternsFile = z.record(codeName, pattern)

/** A type of events. */
export const eventType = z.strictObject({
  zh: text,
  en: text,
  article: text.describe('Document and article that ask for the event to be recorded.'),
  counts: z
    .enum(['acts', 'things'])
    .exactOptional()
    .describe(
      'What one event is, where it is counted as reported: something done (acts, the default), or something that exists once it is set up.',
    ),
  unit: text.exactOptional().describe('The unit of its events (units.json); 次 where it names none.'),
  polarity: polarity.exactOptional().describe('Whether more of it is better; "more" where it says nothing.'),
  names_people_once: z.literal(true).exactOptional().describe('Its people are people, each reported once, and not person-times.'),
  pattern: codeName.exactOptional().describe('The pattern (patterns.json) whose fields it has in addition to its own.'),
  fields,
  exactly_one_of: z
    .array(codeName)
    .min(2, { error: 'two fields or more' })
    .exactOptional()
    .describe('Exactly one of these fields must be filled.'),
  not_before: notBefore.exactOptional(),
})

/** `event-types.json`: the event types by name, such as `member.joined`. */
export const eventTypesFile = z.record(z.string().regex(/^[a-z]+\.[a-z]+$/, { error: 'a name such as member.joined' }), eventType)

/** A line of `targets.ndjson` or `document-figures.ndjson`: an event, whose data the intake checks. */
export const eventLine = z.strictObject({
  source: text,
  id: text,
  type: text,
  occurred_on: z.iso.date({ error: 'a day such as 2025-03-14' }),
  revision: z.int().positive({ error: 'a whole number from 1' }).exactOptional(),
  data: z.record(codeName, z.unknown()),
})
