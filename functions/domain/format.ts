import type { Day } from './calendar.ts'
import type { Language } from './language.ts'

/** The one formatter of pages and bulletins, so that a value is never printed in two ways. */

const everyDigit = new Intl.NumberFormat('en-US', { maximumFractionDigits: 4 })
/** Three significant digits, but every digit before the decimal point. */
const threeDigits = new Intl.NumberFormat('en-US', {
  maximumSignificantDigits: 3,
  maximumFractionDigits: 0,
  roundingPriority: 'morePrecision',
})
const oneDecimal = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })
const noDecimals = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** One decimal below a hundred, none from there on. */
const roundToOneDecimal = (value: number) => (value >= 100 ? noDecimals : oneDecimal).format(value)

/** A value in the largest unit that it fills. */
interface Unit {
  from: number
  size: number
  name: string
}

function inLargestUnit(value: number, units: readonly Unit[]): { scaled: number; name: string } | undefined {
  const unit = units.find(({ from }) => Math.abs(value) >= from)
  return unit && { scaled: value / unit.size, name: unit.name }
}

/** A number with every digit and up to four decimals: 1,234,567. */
export function exact(value: number): string {
  return everyDigit.format(value)
}

// Not the compact notation of Intl: it writes 1万亿 and 1T, drops the commas of 1,235 万 and shortens 9,999.
const SHORT_UNITS: Readonly<Record<Language, readonly Unit[]>> = {
  zh: [
    { from: 1e8, size: 1e8, name: ' 亿' },
    { from: 1e4, size: 1e4, name: ' 万' },
  ],
  en: [
    { from: 1e9, size: 1e9, name: 'B' },
    { from: 1e6, size: 1e6, name: 'M' },
    { from: 1e4, size: 1e3, name: 'k' },
  ],
}

/** A number as readers say it: 万 and 亿 in Chinese, k, M and B in English; below ten thousand with every digit. */
export function short(value: number, lang: Language): string {
  const large = inLargestUnit(value, SHORT_UNITS[lang])
  return large ? threeDigits.format(large.scaled) + large.name : exact(value)
}

/** A share (1 is all) as a percentage with one decimal. A positive share never reads as 0.0%, a missed target never as 100.0%. */
export function percent(share: number): string {
  const rounded = Math.round(share * 1000) / 10
  if (share > 0 && rounded === 0) return '<0.1%'
  if (share < 1 && rounded === 100) return '99.9%'
  return `${rounded.toFixed(1)}%`
}

/** What a target counts, or asks to reach: a share as a percentage, a count with every digit. */
export const amount = (value: number, isShare: boolean | undefined): string => (isShare ? percent(value) : exact(value))

/** A number short, with its unit and the words for a value that its source did not give exactly: 约29万人, 29万人以上. */
export function qualified(value: number, qualifier: string, lang: Language, unit = ''): string {
  const number = short(value, lang)
  const beside = unit === '' || unit === '%' ? unit : lang === 'zh' ? unit : ` ${unit}`
  if (qualifier === 'at_least') return { zh: `${number}${beside}以上`, en: `${number}+${beside}` }[lang]
  if (qualifier === 'approx') return { zh: `约${number}${beside}`, en: `about ${number}${beside}` }[lang]
  return number + beside
}

const BYTE_UNITS: readonly Unit[] = [
  { from: 1e12, size: 1e12, name: 'TB' },
  { from: 1e9, size: 1e9, name: 'GB' },
  { from: 1e6, size: 1e6, name: 'MB' },
  { from: 0, size: 1e3, name: 'KB' },
]

/** Bytes in decimal units: 1.2 GB. */
export function bytes(value: number): string {
  const { scaled, name } = inLargestUnit(value, BYTE_UNITS)!
  return `${roundToOneDecimal(scaled)} ${name}`
}

/** Seconds as seconds, minutes (from two) or hours (from two). */
export function duration(seconds: number, lang: Language): string {
  const [size, name] =
    seconds >= 7200 ? [3600, { zh: '小时', en: 'h' }] : seconds >= 120 ? [60, { zh: '分钟', en: 'min' }] : [1, { zh: '秒', en: 's' }]
  return `${roundToOneDecimal(seconds / size)} ${name[lang]}`
}

/** An amount of money: to the cent from one on, below that to two significant digits; what is less than a hundredth is only said to be so. */
export function money(value: number, currency: string): string {
  if (value > 0 && value < 0.005) return `< ${money(0.01, currency)}`
  const digits = value >= 1 || value === 0 ? { minimumFractionDigits: 2, maximumFractionDigits: 2 } : { maximumSignificantDigits: 2 }
  return value.toLocaleString('en-US', { style: 'currency', currency, ...digits })
}

/** A list price: every digit that it has. */
export const price = (value: number, currency: string): string =>
  value.toLocaleString('en-US', { style: 'currency', currency, maximumSignificantDigits: 6 })

/** An instant as day and minute in Beijing time. */
export function minute(iso: string): string {
  return new Date(Date.parse(iso) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
}

/** A day as a Chinese document writes it: 2026年11月4日. */
export function chineseDate(day: Day): string {
  return `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`
}
