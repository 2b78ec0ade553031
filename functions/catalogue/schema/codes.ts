import { z } from 'zod'
import { bilingual, codeName, text } from './language.ts'

/** One code of a closed list. */
export const code = z.strictObject({ zh: text, en: text, article: text.describe('Document and article that the code is taken from.') })

/** A closed list of codes. The order of the codes is the order of display. */
export const codeList = z.strictObject({ title: bilingual, codes: z.record(codeName, code) })

/** `codes.json`: the closed code lists by name. */
export const codesFile = z.record(codeName, codeList)

/** `synonyms.json`: for a code list, words of the documents and the code that each stands for. */
export const synonymsFile = z.record(codeName, z.record(text, codeName))

/** `units.json`: the English word of every unit. */
export const unitsFile = z.record(text, text)

/** `part-names.json`: what the parts of metrics are called that are no code of a field. They read as "only those that are ...". */
export const partNamesFile = z.record(
  text,
  bilingual.extend({
    recorded_by: z
      .strictObject({ type: text.exactOptional(), field: codeName.exactOptional(), value: text.exactOptional() })
      .describe(
        'What an event must have to be of the part: a field, with its value where one alone counts; or the event type, where it is another.',
      ),
  }),
)

/** What a field is called in a table, and how to fill it. */
export const fieldLabel = z.strictObject({
  zh: text,
  en: text,
  hint: z.string().describe('How to fill the field; empty where the label says it.'),
  also: z.array(text).exactOptional().describe('Other headings that are read as this field.'),
})

/** `fields.json`: labels of the fields of events by name. The fields of a worker have a dotted name. */
export const fieldsFile = z.record(z.string().regex(/^[a-z_]+(\.[a-z_]+)?$/, { error: 'a name of a-z and _' }), fieldLabel)

/** `aside-columns.json`: headings of columns that offices put into every table and that are no part of an event. */
export const asideColumnsFile = z.strictObject({ headings: z.array(text) })
