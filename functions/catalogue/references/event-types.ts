import { type ColumnType, columnTypeOf, listOf } from '../event-type.ts'
import type { Catalogue } from '../schema/files.ts'
import { type Dangling, type Known, unlessIn } from './known.ts'

const plainName = (field: string) => field.replace('?', '')

/** Fields of a code list that there is not. */
function listProblems(fields: Readonly<Record<string, Parameters<typeof listOf>[0]>>, path: Dangling['path'], known: Known): Dangling[] {
  return Object.entries(fields).flatMap(([field, kind]) =>
    unlessIn(known.listNames, listOf(kind), [...path, 'fields', field], 'the name of a code list (codes.json)'),
  )
}

/** Fields without a label in fields.json. */
function labelProblems(fields: Readonly<Record<string, string>>, path: Dangling['path'], known: Known): Dangling[] {
  return Object.entries(fields).flatMap(([field, kind]) =>
    kind === 'worker' ? [] : unlessIn(known.labels, plainName(field), [...path, 'fields', field], 'a field with a label in fields.json'),
  )
}

/** The references of event types: patterns, code lists, labels, and the fields that rules name. */
export function eventTypeProblems(types: Catalogue['event-types.json'], known: Known): Dangling[] {
  const columns = new Map<string, { type: ColumnType; of: string }>()
  return Object.entries(types).flatMap(([name, raw]) => {
    const type = known.eventTypes.get(name)
    const fields = type?.fieldNames ?? new Set<string>()
    const days = new Set(type?.fields.filter(({ kind }) => kind === 'day').map((field) => field.name))
    return [
      ...unlessIn(known.patterns, raw.pattern, [name, 'pattern'], 'a pattern of patterns.json'),
      ...listProblems(raw.fields, [name], known),
      ...labelProblems(raw.fields, [name], known),
      ...(raw.exactly_one_of ?? []).flatMap((field, index) => unlessIn(fields, field, [name, 'exactly_one_of', index], 'a field of the type')),
      ...Object.entries(raw.not_before ?? {}).flatMap(([later, earlier]) => [
        ...unlessIn(days, later, [name, 'not_before'], 'a field of kind day'),
        ...unlessIn(days, earlier, [name, 'not_before', later], 'a field of kind day'),
      ]),
      ...(type?.fields ?? []).flatMap((field): Dangling[] => {
        const column = columnTypeOf(field.kind)
        const other = columns.get(field.name) ?? { type: column, of: name }
        columns.set(field.name, other)
        if (other.type === column) return []
        return [{ path: [name, 'fields', field.name], message: `expected a kind whose column is ${other.type}, as in ${other.of}, got "${field.kind}"` }]
      }),
    ]
  })
} // prettier-ignore

/** The references of patterns: code lists, labels, and the fields of `not_before`. */
export function patternProblems(patterns: Catalogue['patterns.json'], known: Known): Dangling[] {
  return Object.entries(patterns).flatMap(([name, { fields, not_before }]) => {
    const days = new Set(Object.entries(fields).flatMap(([field, kind]) => (kind === 'day' ? [plainName(field)] : [])))
    return [
      ...listProblems(fields, [name], known),
      ...labelProblems(fields, [name], known),
      ...Object.entries(not_before ?? {}).flatMap(([later, earlier]) => [
        ...unlessIn(days, later, [name, 'not_before'], 'a field of kind day'),
        ...unlessIn(days, earlier, [name, 'not_before', later], 'a field of kind day'),
      ]),
    ]
  })
}
