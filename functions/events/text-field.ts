import type { Bilingual } from '../domain/language.ts'
import { type ProblemCode, shown } from './problems.ts'

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

/** Invisible characters that change how text reads or compares: zero-width, soft hyphen, changes of direction. */
const INVISIBLE = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/

/** Text as it is stored: trimmed and NFC. Control characters, unseen marks and what a decoder could not read are refused. */
export function readText(value: unknown, longest: number): FieldRead {
  if (typeof value !== 'string') return wrongType('文本', 'text', value)
  // Most text is plain ASCII, which needs none of what follows.
  if (value.length <= longest && /^(?:[!-~](?:[ -~]*[!-~])?)?$/.test(value)) return accepted(value)
  const text = value.trim().normalize('NFC')
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
