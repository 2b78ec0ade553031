import { type Day, isDay } from './calendar.ts'

/** Marks of notes and lists, such as ² and ①: folded they would be digits of the number that they stand behind. */
const MARKS = /[\u00B2\u00B3\u00B9\u2070-\u209F\u2460-\u24FF\u2776-\u2793\u3220-\u3229\u3248-\u325F\u3280-\u3289\u32B1-\u32BF]/

/** Full-width digits, letters and signs to their half-width forms; outer blanks dropped. A text with marks such as ① keeps its forms, and is no number. */
export function fold(text: string): string {
  return /^[!-~]*$/.test(text) ? text : MARKS.test(text) ? text.trim() : text.normalize('NFKC').trim()
}

/** A code without the `.0` that programs put behind it when they take it for a number. */
export const withoutFraction = (code: string) => (/^\d+\.0+$/.test(code) ? code.slice(0, code.indexOf('.')) : code)

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const ID_CHECKS = '10X98765432'

/** The check character of a citizen identity number (GB 11643-1999, ISO 7064 MOD 11-2) for its first 17 digits. */
export function idCheckCharacter(first17: string): string {
  let sum = 0
  for (let i = 0; i < 17; i++) sum += Number(first17[i]) * ID_WEIGHTS[i]!
  return ID_CHECKS[sum % 11]!
}

/** Why an identity number is refused, or undefined where it is one. */
export type IdFault = 'length' | 'characters' | 'birth' | 'check'

/** The day of birth in an identity number of 18 characters. */
export const birthDay = (id: string): Day => `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`

/** Checks a folded, upper-case identity number of 18 characters; `today` bounds the day of birth. */
export function idFault(id: string, today: Day): IdFault | undefined {
  if (id.length !== 18) return 'length'
  if (!/^\d{17}[\dX]$/.test(id)) return 'characters'
  const birth = birthDay(id)
  if (!isDay(birth) || birth < '1900-01-01' || birth > today) return 'birth'
  return idCheckCharacter(id) === id[17] ? undefined : 'check'
}

/** A mainland mobile number as 11 digits; undefined for anything else. Blanks, dots, hyphens, brackets and the country code are dropped. */
export function mobileNumber(text: string): string | undefined {
  const digits = withoutFraction(fold(text))
    .replace(/[\s\-.·()‐-―−]/g, '')
    .replace(/^\+?86(?=1\d{10}$)/, '')
  return /^1[3-9]\d{9}$/.test(digits) ? digits : undefined
}

const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const USCC_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** The check character of a unified social credit code (GB 32100-2015, MOD 31) for its first 17 characters. */
export function creditCheckCharacter(first17: string): string | undefined {
  let sum = 0
  for (let i = 0; i < 17; i++) {
    const value = USCC_ALPHABET.indexOf(first17[i] ?? ' ')
    if (value < 0) return undefined
    sum += value * USCC_WEIGHTS[i]!
  }
  return USCC_ALPHABET[(31 - (sum % 31)) % 31]
}

/** Whether a text is an enterprise code as it is kept: a credit code, or `local:` and up to 64 of `a-z0-9-`. */
export function isEnterpriseId(code: string): boolean {
  if (/^local:[a-z0-9-]{1,64}$/.test(code)) return true
  return code.length === 18 && creditCheckCharacter(code) === code[17]
}

const MYRIADS: Record<string, number> = { 万: 4, 亿: 8, 萬: 4, 億: 8 }

/** Shifts the decimal point of a plain decimal to the right, without going through binary fractions. */
function shiftDecimal(text: string, places: number): string {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)!
  const padded = fraction.padEnd(places, '0')
  return `${sign}${whole}${padded.slice(0, places)}.${padded.slice(places) || '0'}`
}

/** Powers of ten of a unit such as 万人 (4) or 亿元 (8), and the unit without them. */
export function plainUnit(unit: string): { unit: string; places: number } {
  const places = MYRIADS[unit[0] ?? '']
  return places === undefined ? { unit, places: 0 } : { unit: unit.slice(1), places }
}

/**
 * A number from its printed form: 12,345 · 1.57亿 · ８.４万; `places` shifts it further (a unit of 万人 is 4).
 * Undefined where the text is no number.
 */
export function plainNumber(text: string, places = 0): number | undefined {
  const match = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*([万亿萬億]?)$/.exec(fold(text))
  if (!match) return undefined
  const [, sign, whole, fraction, myriad] = match
  const shift = (MYRIADS[myriad ?? ''] ?? 0) + places
  const value = Number(shiftDecimal(`${whole!.replaceAll(',', '')}${fraction ?? ''}`, shift))
  if (!Number.isFinite(value)) return undefined
  return sign === '-' && value !== 0 ? -value : value
}
