import type { Bilingual } from '../domain/language.ts'
import { replacePersonalNumbers } from '../domain/personal-numbers.ts'

/** Why one field of one row is rejected. `field` is a dotted path such as `data.region`. */
export interface Problem {
  field: string
  code: ProblemCode
  message: string
  message_en: string
}

export type ProblemCode =
  | 'required'
  | 'wrong_type'
  | 'unknown_field'
  | 'unknown_type'
  | 'unknown_code'
  | 'unknown_region'
  | 'region_not_valid'
  | 'unit_not_yet'
  | 'not_countable'
  | 'out_of_range'
  | 'malformed'
  | 'check_character'
  | 'exactly_one'
  | 'ambiguous'
  | 'rounded'
  | 'no_value'
  | 'personal_number'
  | 'drag_filled'
  | 'totals_row'
  | 'merged_header'
  | 'second_header'
  | 'formula'
  | 'erased'
  | 'unreadable'
  | 'conflict'
  | 'more'

/** Takes the place of a number in a text. */
const NUMBER_HIDDEN = '（号码已隐去）'

/** Takes the place of anything that names a person. */
export const HIDDEN = '（已隐去）'

/** Why a text that holds the number of a person is refused, and how an id of digits is written. It shows no such number itself. */
export const PERSONAL_NUMBER: Bilingual = {
  zh: '含有读作身份证号或手机号的数字，不予接收；如果是编号，请在数字前面加一个字母（如 A13010200001）',
  en: 'holds digits that read as an identity or phone number, and is not taken; if it is an id, put a letter in front of it (such as A13010200001)',
}

/** A problem in both languages. A field that the sender named shows no number of a person. */
export function problem(field: string, code: ProblemCode, text: Bilingual): Problem {
  return { field: withoutPersonalNumbers(field), code, message: text.zh, message_en: text.en }
}

const missing = new Map<string, Problem>()

/** A required field without a value. The same object for the same field, of which there are few: a file may lack it in a million rows. */
export function missingField(field: string): Problem {
  let found = missing.get(field)
  if (!found) missing.set(field, (found = problem(field, 'required', { zh: '必填', en: 'is required' })))
  return found
}

/** A field that the event type does not have. */
export function unknownField(field: string): Problem {
  return problem(field, 'unknown_field', { zh: '目录中没有这个字段', en: 'is not a field of the catalogue' })
}

/** A value as JSON; an ellipsis for what is nested too deeply. */
function written(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return '…'
  }
}

/** A value as it is shown in a message: cut, and with anything that looks like a person's number hidden. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : written(value)
  // Hidden before it is cut: half a number would not be found.
  const hidden = hidePersonalNumbers(text.slice(0, 200))
  return hidden.length > 60 ? `${hidden.slice(0, 60)}…` : hidden
}

/** A text with its numbers of people hidden. */
export const withoutPersonalNumbers = (text: string) => replacePersonalNumbers(text, NUMBER_HIDDEN)

/**
 * Replaces whatever looks like a phone or identity number, also one with a mistake in it, so that no message and no stored row carries
 * one.
 */
export function hidePersonalNumbers(text: string): string {
  return withoutPersonalNumbers(text)
    .normalize('NFKC')
    .replace(/\d(?:[\s.·-]{0,3}[\dXx]){9,}/g, NUMBER_HIDDEN)
}
