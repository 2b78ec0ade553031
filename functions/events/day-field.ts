import { type Day, FIRST_DAY, addDays, isDay, shanghaiDay } from '../domain/calendar.ts'
import { fold } from '../domain/identifiers.ts'
import { shown } from './problems.ts'
import { type FieldRead, accepted, asText, rejected, wrongType } from './text-field.ts'

/** The first and last serial number of Excel's 1900 calendar that is read as a day: 2000-01-01 to 2099-12-31. */
const SERIALS = [36526, 73050] as const

/** What may follow a day: a time of day, with an offset from UTC; a part of the day or of the week. */
const TIME =
  /^[T\s]*(?:上午|下午|凌晨|早上|中午|晚上|AM|PM)?\s*(?:\d{1,2}[:：时点]\d{0,2}(?:[:：分]\d{0,2}秒?)?(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?\s*(?:AM|PM)?$/i
const WEEKDAY = /[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?/

const NUMERALS = '〇一二三四五六七八九'

/** A day in Chinese numerals, such as 二〇二五年三月十四日, in digits. Any other text stays as it is. */
function inDigits(text: string): string {
  if (!/^[〇零○一二三四五六七八九]{4}年/.test(text)) return text
  const digit = (numeral: string) => NUMERALS.indexOf(numeral.replace(/[零○]/, '〇'))
  return text
    .replace(/([二三])?十([一二三四五六七八九])?(?=[月日号])/g, (_, tens: string | undefined, ones: string | undefined) =>
      String((tens ? digit(tens) : 1) * 10 + (ones ? digit(ones) : 0)),
    )
    .replace(/[〇零○一二三四五六七八九]/g, (numeral) => String(digit(numeral)))
}

const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december']

/** The number of a month by its English name, in full or as its first three letters (sept too); 0 for another word. */
function monthOf(word: string): number {
  const name = word.toLowerCase()
  return MONTHS.findIndex((month) => name === month || name === month.slice(0, 3) || name === 'sept') + 1
}

/** A day with the English name of its month and a year of four digits, as 14-Mar-2025 or Mar 14, 2025, in digits. Any other text stays as it is. */
function withoutMonthName(text: string): string {
  const found =
    /^(?<day>\d{1,2})[-\s/]*(?<month>[A-Za-z]{3,9})[-\s/,.]*(?<year>\d{4})(?!\d)/.exec(text) ??
    /^(?<month>[A-Za-z]{3,9})\.?\s*(?<day>\d{1,2})\s*,?\s*(?<year>\d{4})(?!\d)/.exec(text)
  if (!found) return text
  const { day, month, year } = found.groups as { day: string; month: string; year: string }
  const number = monthOf(month)
  return number === 0 ? text : `${year}-${number}-${day}${text.slice(found[0].length)}`
}

/**
 * A day from the forms people write: 2025-03-14, 2025/3/14, 2025.3.14, 20250314, 2025年3月14日, or Excel's number of days; with a time behind it.
 * Undefined where it is none.
 */
function plainDay(given: string): string | undefined {
  const text = withoutMonthName(inDigits(given))
  const digits = /^(\d{4})(\d{2})(\d{2})(?:(?:[T ]?)\d{2}:?\d{2}(?::?\d{2})?)?$/.exec(text)
  if (digits) return `${digits[1]}-${digits[2]}-${digits[3]}`
  const serial = /^\d{5}(\.\d+)?$/.test(text) ? Math.floor(Number(text)) : 0
  if (serial >= SERIALS[0] && serial <= SERIALS[1]) return addDays('1899-12-30', serial)
  const written = text.replace(WEEKDAY, '').replace(/(?<=\d)\s*([-/.年月‐-―−。、·])\s*(?=\d)/g, '$1')
  const match = /^(\d{4})[-/.年‐-―−。、·](\d{1,2})[-/.月‐-―−。、·](\d{1,2})\s*(?:[日号]|(?!\d))[.。]?(.*)$/.exec(written)
  if (!match) return undefined
  const [, year, month, day, rest] = match
  const time = TIME.exec(rest!)
  if (!time) return undefined
  const plain = `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`
  // A time with an offset is a moment, and its day is the one in Shanghai.
  const moment = time[1] && isDay(plain) ? Date.parse(`${plain}T${clock(rest!)}${offset(time[1])}`) : Number.NaN
  return Number.isNaN(moment) ? plain : shanghaiDay(new Date(moment))
}

const clock = (rest: string) => {
  const [, hours = '0', minutes = '0', seconds = '0'] = /(\d{1,2})[:：](\d{1,2})(?:[:：](\d{1,2}))?/.exec(rest) ?? []
  return [hours, minutes, seconds].map((part) => part.padStart(2, '0')).join(':')
}
const offset = (written: string) => (/^z$/i.test(written) ? 'Z' : written.replace(/^([+-]\d{2}):?(\d{2})$/, '$1:$2'))

/** A calendar day of any year. A day that can be read in two ways is rejected. */
export function readDay(value: unknown): FieldRead {
  const given = asText(value)
  if (given === undefined) return wrongType('日期（如 2025-03-14）', 'a day such as 2025-03-14', value)
  if (isDay(given)) return accepted(given)
  const text = fold(given)
  const day = plainDay(text)
  if (day && isDay(day)) return accepted(day)
  if (/^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}(?!\d)/.test(text)) {
    return rejected('ambiguous', `${text} 分不清年月日的先后，请写成 2025-03-14`, `${text} can be read in several ways: write 2025-03-14`)
  }
  return rejected(
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
    return rejected(
      'out_of_range',
      `应在 ${FIRST_DAY} 到 ${last} 之间，收到 ${read.value}`,
      `expected ${FIRST_DAY} to ${last}, got ${read.value}`,
    )
  }
  return read
}
