import synonymsJson from '../../queries/catalogue/synonyms.json' with { type: 'json' }
import fieldsJson from '../../queries/catalogue/fields.json' with { type: 'json' }
import { codeLists, eventTypes } from './catalogue.ts'
import { fold } from '../domain/identifiers.ts'
import type { ContentOf } from './schema/files.ts'

/** What a field is called in a table, and how to fill it. Workers' fields have their dotted name. */
export const fieldLabels: ContentOf<'fields.json'> = fieldsJson

/** A word as it is compared: full-width folded, quotation marks and blanks dropped, lower case. */
function plainWord(text: string): string {
  return fold(text)
    .replace(/[\s"“”'‘’「」]/g, '')
    .toLowerCase()
}

const words = new Map<string, Map<string, string>>()
for (const [list, { codes }] of Object.entries(codeLists)) {
  const known = new Map<string, string>()
  for (const [code, { zh, en }] of Object.entries(codes)) {
    for (const word of [code, zh, en]) known.set(plainWord(word), code)
  }
  for (const [word, code] of Object.entries(synonymsJson[list] ?? {})) known.set(plainWord(word), code)
  words.set(list, known)
}

/** The code of a list that a word stands for: the code itself, its Chinese or English name, or a synonym of the documents. */
export function codeFor(list: string, text: string): string | undefined {
  const known = words.get(list)
  return known?.get(text) ?? known?.get(plainWord(text))
}

const typeWords = new Map(
  [...eventTypes].flatMap(([name, { zh, en }]) => [name, zh, en].map((word): [string, string] => [plainWord(word), name])),
)

/** The event type that a word stands for: its name, or its Chinese or English title. */
export function typeFor(text: string): string | undefined {
  return typeWords.get(text) ?? typeWords.get(plainWord(text))
}

const columnWords = new Map(
  Object.entries(fieldLabels).flatMap(([name, { zh, also = [] }]) =>
    [name, zh, ...also].map((word): [string, string] => [plainWord(word), name]),
  ),
)

/** Text that `plainWord` only writes in lower case. */
const PLAIN_ASCII = /^[\w.:-]*$/

/** The field that a column stands for: its name, its Chinese label, or `label（name）` as the templates print it. Else the heading as it is. */
export function columnFor(heading: string): string {
  // Asked of every cell of a table, since a second header may stand among its rows: most cells are plain words of ASCII.
  if (PLAIN_ASCII.test(heading)) return columnWords.get(heading.toLowerCase()) ?? heading
  const folded = fold(heading)
  const inBrackets = /[(（]([a-z_.]+)[)）]$/.exec(folded)?.[1]
  return (inBrackets && columnWords.get(inBrackets)) ?? columnWords.get(plainWord(folded)) ?? folded
}
