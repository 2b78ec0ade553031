import fieldsJson from '../../queries/catalogue/fields.json' with { type: 'json' }
import type { Bilingual } from '../domain/language.ts'
import { typeName } from './catalogue.ts'
import { valueName } from './recorded-by.ts'

interface Condition {
  field?: string | undefined
  value?: string | undefined
}

/** One condition of a recording in words: a field that is filled in, or filled in with a value. */
function conditionWords(type: string, { field, value }: Condition): Bilingual | undefined {
  // The metric of a published figure is the number itself.
  if (!field || field === 'metric') return undefined
  if (field === 'worker') return { zh: '实名的', en: 'of a named worker' }
  const label = fieldsJson[field] ?? { zh: field, en: field }
  if (value === undefined) return { zh: `填写了${label.zh}`, en: `with ${label.en}` }
  const code = valueName({ type, field, value }) ?? YES_OR_NO[value] ?? { zh: value, en: value }
  return { zh: `${label.zh}为“${code.zh}”`, en: `whose ${label.en} is “${code.en}”` }
}

const YES_OR_NO: Readonly<Record<string, Bilingual>> = { true: { zh: '是', en: 'yes' }, false: { zh: '否', en: 'no' } }

/** What records a number, in words: the event, and the fields and values that make it count. */
export function recordingName(recording: Condition & { type: string; also?: readonly Condition[] | undefined }): Bilingual {
  const { type, also = [] } = recording
  const words = [recording, ...also].flatMap((one) => conditionWords(type, one) ?? [])
  const { zh, en } = typeName(type)
  if (words.length === 0) return { zh, en }
  return { zh: `${zh}（${words.map((one) => one.zh).join('、')}）`, en: `${en} (${words.map((one) => one.en).join(', ')})` }
}
