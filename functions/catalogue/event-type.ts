import type { Bilingual } from '../domain/language.ts'
import type { ContentOf } from './schema/files.ts'

type RawEventType = ContentOf<'event-types.json'>[string]
type Pattern = ContentOf<'patterns.json'>[string]

/** How a field of an event is read. `code:LIST` is one code of a closed list, `codes:LIST` several. */
export type FieldKind = RawEventType['fields'][string]

export interface Field {
  name: string
  kind: FieldKind
  isRequired: boolean
}

export interface EventType extends Bilingual {
  /** Document and article that ask for the event to be recorded. */
  article: string
  /** What one event is, where it is counted as reported, and its unit in Chinese. */
  counts: 'acts' | 'things'
  unit: string
  polarity: 'more' | 'less' | 'neutral'
  /** Whether its people are people, each reported once; else they are person-times. */
  namesPeopleOnce: boolean
  /** The pattern that it follows; absent for events that are counted by rules of their own. */
  pattern?: string
  fields: Field[]
  fieldNames: ReadonlySet<string>
  /** The names of the fields and of the columns of pseudonyms by code point: the order in which they form an event's content. */
  sortedNames: readonly string[]
  /** Exactly one of these fields must be filled. */
  exactlyOneOf: string[]
  /** A day that may not lie before another: later field to earlier field. */
  notBefore: [later: string, earlier: string][]
}

const plainName = (name: string) => name.replace('?', '')

/** The columns of the pseudonyms of an event that names a person by two or three identifiers; they are empty in all other events. */
export const IDENTIFIER_COLUMNS = ['worker_id_number', 'worker_phone', 'worker_ref'] as const

/** The columns that hold pseudonyms. `worker` has that of the identity number, else of the phone, else of the reference. */
export const PSEUDONYM_COLUMNS = ['worker', ...IDENTIFIER_COLUMNS] as const

/** Says `phone` where `worker` is the pseudonym of a phone. It is stored beside the content of an event, as the day of its arrival is. */
export const KNOWN_BY = 'worker_known_by'

/**
 * Says `implausible` where the identity number of the worker has somebody hardly of working age on the day of the event. Neither the age nor the day
 * of birth is stored, and this mark beside the content.
 */
export const AGE_MARK = 'worker_age'

/** What is stored of a worker beside the content of an event. */
export const BESIDE_CONTENT: readonly string[] = [KNOWN_BY, AGE_MARK]

/** An event type with the fields of its pattern, where it has one; its own fields come first and win. */
export function resolveEventType(raw: RawEventType, patterns: Readonly<Record<string, Pattern>>): EventType {
  const shared = raw.pattern === undefined ? undefined : patterns[raw.pattern]
  const own = new Set(Object.keys(raw.fields).map(plainName))
  const inherited = Object.entries(shared?.fields ?? {}).filter(([name]) => !own.has(plainName(name)))
  const fields = [...Object.entries(raw.fields), ...inherited].map(([name, kind]) => ({
    name: plainName(name),
    kind,
    isRequired: !name.endsWith('?'),
  }))
  return {
    zh: raw.zh,
    en: raw.en,
    article: raw.article,
    counts: raw.counts ?? 'acts',
    unit: raw.unit ?? '次',
    polarity: raw.polarity ?? 'more',
    namesPeopleOnce: raw.names_people_once ?? false,
    ...(raw.pattern !== undefined && { pattern: raw.pattern }),
    fields,
    fieldNames: new Set(fields.map((field) => field.name)),
    sortedNames: fields.flatMap((field) => (field.kind === 'worker' ? PSEUDONYM_COLUMNS : [field.name])).sort(),
    exactlyOneOf: raw.exactly_one_of ?? [],
    notBefore: Object.entries({ ...shared?.not_before, ...raw.not_before }),
  }
}

/** The code list of a field; undefined for a field of another kind. */
export function listOf(kind: FieldKind): string | undefined {
  return /^codes?:(\w+)$/.exec(kind)?.[1]
}

/** The type of a column in files and SQL. Lists are text joined by `;`. */
export type ColumnType = 'text' | 'integer' | 'double' | 'boolean' | 'day'

const COLUMN_TYPES: Partial<Record<FieldKind, ColumnType>> = {
  count: 'integer',
  headcount: 'integer',
  number: 'double',
  share: 'double',
  money: 'double',
  boolean: 'boolean',
  day: 'day',
}

/** The type of the column that holds a field. */
export function columnTypeOf(kind: FieldKind): ColumnType {
  return COLUMN_TYPES[kind] ?? 'text'
}
