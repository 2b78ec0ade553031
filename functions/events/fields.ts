import { type Day, FIRST_DAY, addDays, isDay } from '../domain/calendar.ts'
import { codeLists, eventTypes, type FieldKind } from '../catalogue/catalogue.ts'
import { isMetric } from '../catalogue/names.ts'
import { fold, isEnterpriseId, plainNumber } from '../domain/identifiers.ts'
import type { Bilingual } from '../domain/language.ts'
import { type ProblemCode, shown } from './problems.ts'
import { canonicalRegion } from '../catalogue/regions.ts'
import { codeFor, typeFor } from '../catalogue/synonyms.ts'

/** A value of an event as it is kept. */
export type Value = string | number | boolean | string[]

/** A field that was read: its value, or why it is refused. */
export type FieldRead = { ok: true; value: Value } | { ok: false; code: ProblemCode; text: Bilingual }

function taken(value: Value): FieldRead {
  return { ok: true, value }
}

function refused(code: ProblemCode, zh: string, en: string): FieldRead {
  return { ok: false, code, text: { zh, en } }
}

const wrongType = (zh: string, en: string, value: unknown) =>
  refused('wrong_type', `应为${zh}，收到的是 ${shown(value)}`, `expected ${en}, got ${shown(value)}`)

/** Marks that are not seen and change how text reads or compares: zero-width, soft hyphen, turns of direction. */
const UNSEEN = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/

/** Text as it is kept: trimmed and NFC. Control characters, unseen marks and what a decoder could not read are refused. */
export function readText(value: unknown, longest: number): FieldRead {
  if (typeof value !== 'string') return wrongType('文本', 'text', value)
  // Most text is plain ASCII, which needs none of what follows.
  if (value.length <= longest && /^(?:[!-~](?:[ -~]*[!-~])?)?$/.test(value)) return taken(value)
  const text = value.trim().normalize('NFC')
  if (/[\p{Cc}\p{Cs}]/u.test(text)) return refused('malformed', '含有控制字符', 'holds control characters')
  if (UNSEEN.test(text))
    return refused(
      'malformed',
      '含有看不见的字符（零宽或改变方向的字符），请重新输入',
      'holds characters that are not seen (zero-width or turning direction): type it again',
    )
  if (text.includes('\uFFFD'))
    return refused(
      'malformed',
      '含有无法解码的字符（文件混用了编码？）',
      'holds characters that could not be decoded (two encodings in one file?)',
    )
  const length = [...text].length
  if (length > longest)
    return refused('out_of_range', `最多 ${longest} 个字符，收到 ${length} 个`, `at most ${longest} characters, got ${length}`)
  return taken(text)
}

/** A whole or decimal number from a JSON number or its printed form (12,345 or 1.5万). */
function readNumber(value: unknown): number | undefined {
  // A whole number beyond 2^53 has lost its last digits.
  if (typeof value === 'number')
    return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value)) ? value : undefined
  return typeof value === 'string' ? plainNumber(value) : undefined
}

/** A whole number within bounds. */
export function readInteger(value: unknown, lowest: number, highest: number): FieldRead {
  const number = readNumber(value)
  if (number === undefined) return wrongType('整数', 'a whole number', value)
  if (!Number.isInteger(number)) return wrongType('整数', 'a whole number', value)
  if (number < lowest || number > highest) {
    return refused(
      'out_of_range',
      `应在 ${lowest} 到 ${highest} 之间，收到 ${shown(value)}`,
      `expected ${lowest} to ${highest}, got ${shown(value)}`,
    )
  }
  return taken(number)
}

function readMoney(value: unknown): FieldRead {
  if (typeof value === 'string' && /^[+-]/.test(fold(value)))
    return refused('malformed', `金额不带正负号，收到 ${shown(value)}`, `an amount has no sign, got ${shown(value)}`)
  const number = readNumber(value)
  if (number === undefined) return wrongType('金额（元）', 'an amount in yuan', value)
  if (number < 0 || number > 1e13)
    return refused('out_of_range', `金额不能为负或过大，收到 ${shown(value)}`, `expected 0 or more, got ${shown(value)}`)
  if (Math.abs(number * 100 - Math.round(number * 100)) > 1e-6) {
    return refused('out_of_range', `金额最多两位小数，收到 ${shown(value)}`, `expected at most 2 decimals, got ${shown(value)}`)
  }
  return taken(number)
}

/** The first and last serial number of Excel's 1900 calendar that is taken for a day: 2000-01-01 to 2099-12-31. */
const SERIALS = [36526, 73050] as const

/** A day from the forms people write: 2025-03-14, 2025/3/14, 2025.3.14, 20250314, 2025年3月14日, or Excel's number of days. */
function plainDay(text: string): string | undefined {
  const match = /^(\d{4})(?:-|\/|\.|年)(\d{1,2})(?:-|\/|\.|月)(\d{1,2})日?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  if (match) return `${match[1]}-${match[2]!.padStart(2, '0')}-${match[3]!.padStart(2, '0')}`
  const serial = /^\d{5}$/.test(text) ? Number(text) : 0
  return serial >= SERIALS[0] && serial <= SERIALS[1] ? addDays('1899-12-30', serial) : undefined
}

/** A calendar day, anywhere. A day that could be read in two ways is refused. */
export function readDay(value: unknown): FieldRead {
  if (typeof value !== 'string') return wrongType('日期（如 2025-03-14）', 'a day such as 2025-03-14', value)
  if (isDay(value)) return taken(value)
  const text = fold(value)
  const day = plainDay(text)
  if (day && isDay(day)) return taken(day)
  if (/^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}$/.test(text)) {
    return refused('ambiguous', `${text} 分不清年月日的先后，请写成 2025-03-14`, `${text} can be read in several ways: write 2025-03-14`)
  }
  return refused(
    'malformed',
    `应为真实日期，如 2025-03-14，收到 ${shown(value)}`,
    `expected a real day such as 2025-03-14, got ${shown(value)}`,
  )
}

/** The day an event happened: from 2015-01-01 to tomorrow in Shanghai. */
export function readOccurredOn(value: unknown, last: Day): FieldRead {
  const read = readDay(value)
  if (!read.ok) return read
  if ((read.value as string) < FIRST_DAY || (read.value as string) > last) {
    return refused(
      'out_of_range',
      `应在 ${FIRST_DAY} 到 ${last} 之间，收到 ${read.value}`,
      `expected ${FIRST_DAY} to ${last}, got ${read.value}`,
    )
  }
  return read
}

/** True or false, also as the words that a table uses. */
export function readBoolean(value: unknown): FieldRead {
  if (typeof value === 'boolean') return taken(value)
  const word = typeof value === 'string' ? fold(value).toLowerCase() : value === 1 || value === 0 ? String(value) : ''
  if (['true', '1', 'yes', '是'].includes(word)) return taken(true)
  if (['false', '0', 'no', '否'].includes(word)) return taken(false)
  return wrongType('是或否（true/false）', 'true or false', value)
}

function readRegion(value: unknown): FieldRead {
  if (typeof value !== 'string') return wrongType('6、9 或 12 位行政区划代码', 'a region code of 6, 9 or 12 digits', value)
  const code = canonicalRegion(fold(value))
  if (code) return taken(code)
  return refused('unknown_region', `行政区划代码表中没有 ${shown(value)}`, `no region ${shown(value)} in the table of codes (GB/T 2260)`)
}

function readEnterprise(value: unknown): FieldRead {
  if (typeof value !== 'string') return wrongType('统一社会信用代码', 'a unified social credit code', value)
  const folded = fold(value)
  const code = /^local:/.test(folded) ? folded : folded.toUpperCase()
  if (isEnterpriseId(code)) return taken(code)
  return code.length === 18
    ? refused(
        'check_character',
        `统一社会信用代码 ${shown(value)} 的校验位不对`,
        `the check character of ${shown(value)} is wrong (GB 32100-2015)`,
      )
    : refused(
        'malformed',
        `应为 18 位统一社会信用代码，或 local: 加小写字母、数字、连字符，收到 ${shown(value)}`,
        `expected an 18-character credit code, or local: and a-z 0-9 -, got ${shown(value)}`,
      )
}

function readCode(list: string, value: unknown): FieldRead {
  const codes = codeLists[list]!.codes
  if (typeof value !== 'string') return wrongType('代码', 'a code', value)
  const code = codeFor(list, value)
  if (code) return taken(code)
  return refused(
    'unknown_code',
    `${codeLists[list]!.title.zh}中没有 ${shown(value)}；可用：${Object.entries(codes)
      .map(([code, { zh }]) => `${zh}（${code}）`)
      .join('、')}`,
    `no code ${shown(value)} in ${list}; expected one of ${Object.keys(codes).join(', ')}`,
  )
}

function readMetric(value: unknown): FieldRead {
  const code = typeof value === 'string' ? fold(value) : ''
  return isMetric(code)
    ? taken(code)
    : refused('unknown_code', `指标表中没有 ${shown(value)}`, `no metric ${shown(value)} in the catalogue`)
}

function readEventTypeName(value: unknown): FieldRead {
  const name = typeof value === 'string' ? typeFor(value) : undefined
  return name !== undefined && eventTypes.has(name)
    ? taken(name)
    : refused('unknown_code', `目录中没有事件类型 ${shown(value)}`, `no event type ${shown(value)} in the catalogue`)
}

/** A share of a whole: 0.865, or 86.5%. */
function readShare(value: unknown): FieldRead {
  const printed = typeof value === 'string' ? /^(.+)[%％]$/.exec(fold(value)) : null
  const number = readNumber(printed ? printed[1]! : value)
  if (number === undefined) return wrongType('0 至 1 的比率，或百分数', 'a share from 0 to 1, or a percentage', value)
  const share = printed ? Number((number / 100).toPrecision(12)) : number
  if (share < 0 || share > 1)
    return refused('out_of_range', `应在 0 到 1 之间，收到 ${shown(value)}`, `expected 0 to 1, or up to 100%, got ${shown(value)}`)
  return taken(share)
}

function readUrl(value: unknown): FieldRead {
  const read = readText(value, 2000)
  if (!read.ok || /^https?:\/\//.test(read.value as string)) return read
  return refused('malformed', `应为 http 或 https 网址，收到 ${shown(value)}`, `expected an http or https address, got ${shown(value)}`)
}

/** The items of a list: a JSON array, or text joined by `;`. */
function readList(value: unknown, item: (one: unknown) => FieldRead): FieldRead {
  const items = typeof value === 'string' ? value.split(/[;；]/).filter((one) => one.trim() !== '') : value
  if (!Array.isArray(items)) return wrongType('列表', 'a list', value)
  const kept: string[] = []
  for (const one of items as unknown[]) {
    const read = item(one)
    if (!read.ok) return read
    kept.push(read.value as string)
  }
  return taken(kept)
}

/** Reads one field of an event by its kind. Workers are read apart, since their value becomes a pseudonym. */
export function readField(kind: Exclude<FieldKind, 'worker'>, value: unknown): FieldRead {
  if (kind.startsWith('code:')) return readCode(kind.slice(5), value)
  if (kind.startsWith('codes:')) return readList(value, (one) => readCode(kind.slice(6), one))
  switch (kind) {
    case 'region':
      return readRegion(value)
    case 'enterprise':
      return readEnterprise(value)
    case 'enterprises':
      return readList(value, readEnterprise)
    case 'id':
      return readText(value, 128)
    case 'unit':
      return readText(value, 20)
    case 'name':
      return readText(value, 200)
    case 'text':
      return readText(value, 2000)
    case 'url':
      return readUrl(value)
    case 'day':
      return readDay(value)
    case 'count':
      return readInteger(value, 1, 2_147_483_647)
    case 'headcount':
      return readInteger(value, 0, 2_147_483_647)
    case 'money':
      return readMoney(value)
    case 'boolean':
      return readBoolean(value)
    case 'metric':
      return readMetric(value)
    case 'event_type':
      return readEventTypeName(value)
    case 'share':
      return readShare(value)
    case 'sector_or_all':
      return value === 'all' || value === '全部' || value === '合计' ? taken('all') : readCode('sector', value)
    case 'number': {
      const number = readNumber(value)
      return number === undefined ? wrongType('数字', 'a number', value) : taken(number)
    }
    default:
      throw new Error(`field kind ${kind}: expected one of those in functions/catalogue/schema/event-types.ts`)
  }
}
