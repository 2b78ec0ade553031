import type { Catalogue } from '../schema/files.ts'
import { type Dangling, type Known, unlessCode, unlessIn } from './known.ts'

/** The fields of every event, beside those of its type, and the identifiers of a worker. */
const OF_EVERY_EVENT = ['source', 'id', 'type', 'occurred_on', 'revision', 'void', 'worker.id_number', 'worker.phone', 'worker.ref']

/** Labels of fields that no event type has. */
export function labelProblems({ 'fields.json': labels, 'event-types.json': types, 'patterns.json': patterns }: Catalogue): Dangling[] {
  const fields = [...Object.values(types), ...Object.values(patterns)].flatMap((one) => Object.keys(one.fields))
  const known = new Set([...OF_EVERY_EVENT, ...fields.map((field) => field.replace('?', ''))])
  return Object.keys(labels).flatMap((name) => unlessIn(known, name, [name], 'the name of a field of some event type'))
}

/** Synonyms of code lists and codes that there are not. */
export function synonymProblems(synonyms: Catalogue['synonyms.json'], known: Known): Dangling[] {
  return Object.entries(synonyms).flatMap(([list, words]) => [
    ...unlessIn(known.listNames, list, [list], 'the name of a code list (codes.json)'),
    ...Object.entries(words).flatMap(([word, code]) => unlessCode(known, list, code, [list, word])),
  ])
}
