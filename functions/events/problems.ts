import type { Bilingual } from '../domain/language.ts'

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
  | 'drag_filled'
  | 'totals_row'
  | 'merged_header'
  | 'second_header'
  | 'formula'
  | 'erased'
  | 'unreadable'
  | 'conflict'
  | 'more'

/** Takes the place of anything that names a person. */
export const HIDDEN = '（已隐去）'

/** A problem in both languages. */
export function problem(field: string, code: ProblemCode, text: Bilingual): Problem {
  return { field, code, message: text.zh, message_en: text.en }
}

/** A required field without a value. */
export function missingField(field: string): Problem {
  return problem(field, 'required', { zh: '必填', en: 'is required' })
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
  return hidePersonalNumbers(text.length > 60 ? `${text.slice(0, 60)}…` : text)
}

/** Replaces whatever looks like a phone or identity number, so that no message and no stored row carries one. */
export function hidePersonalNumbers(text: string): string {
  return text.normalize('NFKC').replace(/\d(?:[\s-]?[\dXx]){9,}/g, '（号码已隐去）')
}
