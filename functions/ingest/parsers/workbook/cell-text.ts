/** How the number of a cell is shown: as a number, with so many digits at least, as a day, a moment or a time of day. */
export type NumberKind = 'number' | `digits:${number}` | 'day' | 'moment' | 'time'

/** Formats of days and times that need no definition (ECMA-376 part 1, 18.8.30; 27 to 36 and 50 to 58 in Chinese workbooks). */
const BUILT_IN: Record<'day' | 'moment' | 'time', readonly number[]> = {
  day: [14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58],
  moment: [22],
  time: [18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56],
}
const builtIn = new Map(Object.entries(BUILT_IN).flatMap(([kind, ids]) => ids.map((id) => [id, kind as NumberKind])))

/** The kind of a number format without definition. */
export const builtInKind = (id: number): NumberKind => builtIn.get(id) ?? 'number'

/** The kind of a number format by its code, e.g. `yyyy"年"m"月"d"日"`. */
export function kindOfFormat(code: string): NumberKind {
  const letters = code
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .replace(/\[(?!(?:h+|m+|s+)\])[^\]]*\]/gi, '')
    .split(';')[0]!
    .replace(/general|e[+-]/gi, '')
    .toLowerCase()
  // Such as 000000: the zeros before a code are a part of what people see, and of what the same table has as CSV.
  if (/^0{2,}$/.test(letters) && !/[".\\]/.test(code.split(';')[0]!)) return `digits:${letters.length}`
  const hasTime = /[hs]/.test(letters) || /\[m+\]/.test(letters)
  const hasDay = /[yd]/.test(letters) || (letters.includes('m') && !hasTime)
  if (hasDay) return hasTime ? 'moment' : 'day'
  return hasTime ? 'time' : 'number'
}

const DAY_MS = 86_400_000
const EPOCHS = { 1900: Date.UTC(1899, 11, 30), 1904: Date.UTC(1904, 0, 1) }

/** How a workbook counts its days: from 1900 or from 1904. */
export type DateSystem = keyof typeof EPOCHS

/**
 * A number as text. A whole number of up to 15 digits keeps them; a longer one is written with an exponent, since a spreadsheet has lost its
 * last digits. A fraction is rounded to the 15 digits that spreadsheets keep.
 */
export function numberText(value: number): string {
  if (Number.isInteger(value)) return Math.abs(value) >= 1e15 ? value.toExponential().toUpperCase() : String(value)
  return String(Number(value.toPrecision(15)))
}

/** A number with zeros before it, as a format such as 000000 shows it. */
export function paddedNumber(value: number, digits: number): string {
  const text = numberText(value)
  return /^\d+$/.test(text) ? text.padStart(digits, '0') : text
}

/** A number of a cell as text: a day as YYYY-MM-DD, a moment as YYYY-MM-DD HH:MM:SS, a time as HH:MM:SS, whatever its format is. */
export function shownNumber(value: number, kind: NumberKind, system: DateSystem): string {
  if (kind.startsWith('digits:')) return paddedNumber(value, Number(kind.slice('digits:'.length)))
  // In the system of 1900, day 60 is a 29 February that never was, so earlier days are one off.
  const serial = system === 1900 && value >= 1 && value < 60 ? value + 1 : value
  const isOneDay = kind === 'time' && value >= 0 && value < 1
  if (kind === 'number' || value < 0 || value >= 2_958_466 || (kind === 'time' && !isOneDay)) return numberText(value)
  if (kind === 'day') return new Date(EPOCHS[system] + Math.floor(serial) * DAY_MS).toISOString().slice(0, 10)
  const moment = new Date(EPOCHS[system] + Math.round(serial * 86_400) * 1000).toISOString()
  const time = moment.slice(11, 19)
  if (kind === 'time') return time
  return time === '00:00:00' ? moment.slice(0, 10) : `${moment.slice(0, 10)} ${time}`
}

/** Text with `_x000D_` and its kind replaced by the characters that they stand for (ECMA-376 part 1, ST_Xstring). */
export function unescapedText(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))).replace(/\r\n?/g, '\n')
}

/** The number of a column from its letters, from 0. */
export function columnNumber(letters: string): number {
  let number = 0
  for (let at = 0; at < letters.length; at++) number = number * 26 + letters.charCodeAt(at) - 64
  return number - 1
}
