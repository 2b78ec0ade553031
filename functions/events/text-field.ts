import type { Bilingual } from '../domain/language.ts'
import { fold } from '../domain/identifiers.ts'
import { holdsPersonalNumber } from '../domain/personal-numbers.ts'
import { isNoValue } from './no-value.ts'
import { PERSONAL_NUMBER, type ProblemCode, shown } from './problems.ts'

/** A value of an event as it is stored. */
export type Value = string | number | boolean | string[]

/** A field that was read: its value, or why it is rejected. */
export type FieldRead = { ok: true; value: Value } | { ok: false; code: ProblemCode; text: Bilingual }

/** A field with a value. */
export function accepted(value: Value): FieldRead {
  return { ok: true, value }
}

/** A field that is rejected, with the reason in both languages. */
export function rejected(code: ProblemCode, zh: string, en: string): FieldRead {
  return { ok: false, code, text: { zh, en } }
}

/** A field whose value has another type than the one expected. */
export const wrongType = (zh: string, en: string, value: unknown) =>
  rejected('wrong_type', `应为${zh}，收到的是 ${shown(value)}`, `expected ${en}, got ${shown(value)}`)

/** Invisible characters that change how text reads or compares: zero-width, soft hyphen, changes of direction, tags, breaks of lines. */
const INVISIBLE = /[\p{Cf}\u2028\u2029]/u

/**
 * A value as text. Systems write codes as numbers, and a whole number that JSON keeps exactly loses nothing; a longer one has lost its last
 * digits, and any other value is none of text.
 */
export function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : undefined
}

/** How programs write a number that they have rounded, e.g. 2.02503E+17, 202.5E+15 or 2,02503E+17. */
const EXPONENT = /^[+-]?(\d([.,]\d+)?E[+-]?\d+|\d{2,3}[.,]\d+E[+-]?\d+|\d{2,3}E[+-]\d+|\d([.,]\d+)?[×x*]10\^?\d+)$/i

/** Text that is certainly no number with an exponent: it begins with a letter, or is plain and has neither e nor a sign of multiplication. */
const NO_EXPONENT = /^[a-z]|^[\d.:_a-df-wyz-]*$/i

/** Whether a number has lost digits: one beyond 2^53, or one that a spreadsheet wrote with an exponent. */
export const isRounded = (value: unknown) =>
  typeof value === 'number'
    ? Number.isInteger(value) && !Number.isSafeInteger(value)
    : typeof value === 'string' && !NO_EXPONENT.test(value) && EXPONENT.test(fold(value).replace(/\s/g, ''))

/** The rejection of a number that has lost digits. */
export const rounded = () =>
  rejected(
    'rounded',
    '表格软件把这个号码取整了；请把该列设为文本再填',
    'a spreadsheet rounded this number: set the column to text and enter it again',
  )

/** The rejection of a word for "nothing" where a value is needed. */
export const noValue = (value: unknown) =>
  rejected(
    'no_value',
    `${shown(value)} 表示没有内容，不能作为编号或名称`,
    `${shown(value)} says that there is nothing, and is no id or name`,
  )

/** The rejection of a text that holds the number of a person. */
export const personalNumber = () => rejected('personal_number', PERSONAL_NUMBER.zh, PERSONAL_NUMBER.en)

/**
 * Text as it is stored: trimmed and NFC. Control characters, unseen marks, what a decoder could not read, and numbers of people are
 * refused.
 */
export function readText(value: unknown, longest: number): FieldRead {
  const read = readOpaque(value, longest)
  return read.ok && holdsPersonalNumber(read.value as string) ? personalNumber() : read
}

/** As `readText`, for a text that is not stored: a reference to a person may look like anything. */
export function readOpaque(value: unknown, longest: number): FieldRead {
  const given = asText(value)
  if (given === undefined) return wrongType('文本', 'text', value)
  // Most text is plain ASCII, which needs none of what follows.
  if (given.length <= longest && /^(?:[!-~](?:[ -~]*[!-~])?)?$/.test(given)) return accepted(given)
  const text = given.trim().normalize('NFC')
  if (/[\p{Cc}\p{Cs}]/u.test(text)) return rejected('malformed', '含有控制字符', 'holds control characters')
  if (INVISIBLE.test(text))
    return rejected(
      'malformed',
      '含有看不见的字符（零宽或改变方向的字符），请重新输入',
      'holds characters that are not seen (zero-width or turning direction): type it again',
    )
  if (text.includes('\uFFFD'))
    return rejected(
      'malformed',
      '含有无法解码的字符（文件混用了编码？）',
      'holds characters that could not be decoded (two encodings in one file?)',
    )
  const length = [...text].length
  if (length > longest)
    return rejected('out_of_range', `最多 ${longest} 个字符，收到 ${length} 个`, `at most ${longest} characters, got ${length}`)
  return accepted(text)
}

/** Text of one or several lines: a line break or a tab, as a cell may hold, becomes one blank. */
export function readLines(value: unknown, longest: number): FieldRead {
  if (typeof value !== 'string' || !/[\r\n\t\u2028\u2029]/.test(value)) return readText(value, longest)
  return readText(value.trim().replace(/[ \t]*[\r\n\t\u2028\u2029]+[ \t]*/g, ' '), longest)
}

/** A whole number with the fraction that programs write behind it where a column has an empty cell; of two digits it may be a number of a list, 1.0. */
const SPOILED = /^\s*(\d{3,})\.0\s*$/

/** An id. A number that lost its digits is none, nor is a word for "nothing". */
export function readId(value: unknown, longest: number): FieldRead {
  if (isRounded(value)) return rounded()
  if (typeof value !== 'string') return readText(value, longest)
  if (isNoValue(value)) return noValue(value)
  return readText(SPOILED.exec(value)?.[1] ?? value, longest)
}

/** A name. A word for "nothing" is none. */
export function readName(value: unknown, longest: number): FieldRead {
  return typeof value === 'string' && isNoValue(value) ? noValue(value) : readLines(value, longest)
}
