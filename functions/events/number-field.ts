import { fold, plainNumber } from '../domain/identifiers.ts'
import { shown } from './problems.ts'
import { type FieldRead, accepted, rejected, wrongType } from './text-field.ts'

/** A whole or decimal number from a JSON number or its printed form (12,345 or 1.5万). */
export function readNumber(value: unknown): number | undefined {
  // A whole number beyond 2^53 has lost its last digits.
  if (typeof value === 'number')
    return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value)) ? value : undefined
  return typeof value === 'string' ? (plainNumber(value) ?? plainNumber(withoutUnit(value))) : undefined
}

/**
 * A number without what says nothing new about a count of people, things or yuan: its unit, the sign of the yuan, blanks between thousands.
 * 万 and 亿 change the number and stay.
 */
function withoutUnit(text: string): string {
  return fold(text)
    .replace(/^(人民币|RMB|CNY)?\s*[¥$￥]?\s*/i, (sign) => (sign.includes('$') ? sign : ''))
    .replace(/\s*(人次|人|名|位|个|家|户|件|次|场|份|条|元|圆|元整|块|CNY|RMB)$/i, '')
    .replace(/(?<=\d)[\s\u00A0\u202F](?=\d{3}(?:\D|$))/g, '')
}

/** A whole number within bounds. */
export function readInteger(value: unknown, lowest: number, highest: number): FieldRead {
  const number = readNumber(value)
  if (number === undefined) return wrongType('整数', 'a whole number', value)
  if (!Number.isInteger(number)) return wrongType('整数', 'a whole number', value)
  if (number < lowest || number > highest) {
    return rejected(
      'out_of_range',
      `应在 ${lowest} 到 ${highest} 之间，收到 ${shown(value)}`,
      `expected ${lowest} to ${highest}, got ${shown(value)}`,
    )
  }
  return accepted(number)
}

/** An amount in yuan: 0 or more, at most two decimals. */
export function readMoney(value: unknown): FieldRead {
  if (typeof value === 'string' && /^[+-]/.test(fold(value)))
    return rejected('malformed', `金额不带正负号，收到 ${shown(value)}`, `an amount has no sign, got ${shown(value)}`)
  const number = readNumber(value)
  if (number === undefined) return wrongType('金额（元）', 'an amount in yuan', value)
  if (number < 0 || number > 1e13)
    return rejected('out_of_range', `金额不能为负或过大，收到 ${shown(value)}`, `expected 0 or more, got ${shown(value)}`)
  if (Math.abs(number * 100 - Math.round(number * 100)) > 1e-6) {
    return rejected('out_of_range', `金额最多两位小数，收到 ${shown(value)}`, `expected at most 2 decimals, got ${shown(value)}`)
  }
  return accepted(number)
}

/** A share of a whole: 0.865, or 86.5%. */
export function readShare(value: unknown): FieldRead {
  const printed = typeof value === 'string' ? /^(.+)[%％]$/.exec(fold(value)) : null
  const number = readNumber(printed ? printed[1]! : value)
  if (number === undefined) return wrongType('0 至 1 的比率，或百分数', 'a share from 0 to 1, or a percentage', value)
  const share = printed ? Number((number / 100).toPrecision(12)) : number
  if (share < 0 || share > 1)
    return rejected('out_of_range', `应在 0 到 1 之间，收到 ${shown(value)}`, `expected 0 to 1, or up to 100%, got ${shown(value)}`)
  return accepted(share)
}

/** True or false, also as the words that a table uses. */
export function readBoolean(value: unknown): FieldRead {
  if (typeof value === 'boolean') return accepted(value)
  const word = typeof value === 'string' ? fold(value).toLowerCase() : value === 1 || value === 0 ? String(value) : ''
  if (['true', '1', 'yes', '是'].includes(word)) return accepted(true)
  if (['false', '0', 'no', '否'].includes(word)) return accepted(false)
  return wrongType('是或否（true/false）', 'true or false', value)
}
