import { idFault } from './identifiers.ts'

/** A number of a person that stands in a text: what it is, its plain digits, and its place in the folded text. */
export interface PersonalNumber {
  kind: 'id_number' | 'phone'
  number: string
  start: number
  end: number
}

/** Chinese digits: those of everyday use, of accounts, and what is said on the phone. */
const HAN_DIGITS = new Map(
  ['〇零○', '一壹弌幺', '二贰貳弍', '三叁參弎', '四肆', '五伍', '六陆陸', '七柒', '八捌', '九玖'].flatMap((signs, digit) =>
    [...signs].map((sign) => [sign, String(digit)] as const),
  ),
)
const HAN = [...HAN_DIGITS.keys()].join('')

/** What people put between the digits of a number: blanks, dots, hyphens, brackets, and characters that are not seen. */
const BETWEEN = String.raw`[\s.·•・。_()（）\-‐-―−\u00AD\u200B-\u200F\u2060\uFEFF]`
const DIGIT = String.raw`[\p{Nd}${HAN}]`

/** Eleven digits or more with nothing else between them: without these no text holds a number. */
const RUN = new RegExp(`${DIGIT}(?:${BETWEEN}*${DIGIT}){10,}(?:${BETWEEN}*[xX])?`, 'gu')

/** What every number in a text of plain characters looks like; ids of many digits seldom do. */
const ASCII_NUMBER = /1[\s.\-_()]*[3-9](?:[\s.\-_()]*\d){9}|\d(?:[\s.\-_()]*\d){16}[\s.\-_()]*[\dXx]/
const GROUP = new RegExp(String.raw`\p{Nd}+[xX]?|[${HAN}]+[xX]?|[xX]`, 'gu')

/** A letter that stands beside a number, also behind a hyphen, makes it a part of an id. Chinese characters are no letters here: text has no blanks. */
const LETTER_BEFORE = /[\p{Lu}\p{Ll}][-‐-―−]*$/u
const LETTER_AFTER = /^[-‐-―−]*[\p{Lu}\p{Ll}]/u

/** A text with full-width and other forms of a character as the plain one; positions of `personalNumbersIn` are in it. */
const foldedText = (text: string) => text.normalize('NFKC')

/** The value of a digit of any script. The digits of a script follow each other, and those of several come in tens. */
function digitValue(sign: string): string {
  if (sign <= '9') return sign
  const han = HAN_DIGITS.get(sign)
  if (han !== undefined) return han
  let zero = sign.codePointAt(0)!
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--
  return String((sign.codePointAt(0)! - zero) % 10)
}

type Read = Pick<PersonalNumber, 'kind' | 'number'>

const LAST_DAY = '2099-12-31'

/** What plain digits read as: a mobile number, with or without the code of the country, or an identity number. */
function readDigits(digits: string): Read | undefined {
  const phone = /^(?:(?:00)?86)?(1[3-9]\d{9})$/.exec(digits)?.[1]
  if (phone !== undefined) return { kind: 'phone', number: phone }
  const id = digits.toUpperCase()
  return id.length === 18 && idFault(id, LAST_DAY) === undefined ? { kind: 'id_number', number: id } : undefined
}

/** Digits that stand together in a run, with what lies between them and those before. */
interface Group {
  plain: string
  start: number
  end: number
  isApart: boolean
}

function groupsOf(run: string, at: number): Group[] {
  let end = 0
  return [...run.matchAll(GROUP)].map((match) => {
    const between = run.slice(end, match.index)
    end = match.index + match[0].length
    const plain = [...match[0]].map((sign) => (sign === 'x' || sign === 'X' ? 'X' : digitValue(sign))).join('')
    // Groups without anything between them are digits of two scripts: 周一13800138000 is no number of 12 digits.
    return { plain, start: at + match.index, end: at + end, isApart: between === '' || /[^.\-‐-―−_]/.test(between) }
  })
}

/** Whether a group may be one of several that are a number beside other digits: people write 138 0013 8000, hardly 1 380 013 8000. */
const isLongEnough = ({ plain }: Group) => plain.length >= 3 || plain === '86'

/** The number that begins with a group and ends before one that a blank sets apart; undefined if there is none. */
function numberFrom(groups: readonly Group[], first: number, isFreeAfter: boolean): { last: number; read: Read } | undefined {
  let digits = ''
  for (let last = first; last < groups.length && digits.length <= 18; last++) {
    if (last > first && !(isLongEnough(groups[last]!) && isLongEnough(groups[first]!))) return undefined
    digits += groups[last]!.plain
    if (!(groups[last + 1]?.isApart ?? isFreeAfter)) continue
    const read = readDigits(digits)
    if (read) return { last, read }
  }
  return undefined
}

/** The numbers in one run of digits: the whole of it, or groups that blanks set apart. */
function numbersInRun(text: string, run: string, at: number): PersonalNumber[] {
  const groups = groupsOf(run, at)
  // A program that takes a number for a decimal writes .0 behind it.
  if (/^0+$/.test(groups.at(-1)!.plain) && /\.0+$/.test(run) && groups.length > 1) groups.pop()
  const isFreeBefore = !LETTER_BEFORE.test(text.slice(Math.max(0, at - 8), at))
  const isFreeAfter = !LETTER_AFTER.test(text.slice(at + run.length, at + run.length + 8))
  if (isFreeBefore && isFreeAfter && groups.length <= 22) {
    const read = readDigits(groups.map(({ plain }) => plain).join(''))
    if (read) return [{ ...read, start: groups[0]!.start, end: groups.at(-1)!.end }]
  }
  const found: PersonalNumber[] = []
  for (let first = 0; first < groups.length; first++) {
    const isFree = first === 0 ? isFreeBefore : groups[first]!.isApart
    const one = isFree ? numberFrom(groups, first, isFreeAfter) : undefined
    if (!one) continue
    found.push({ ...one.read, start: groups[first]!.start, end: groups[one.last]!.end })
    first = one.last
  }
  return found
}

/**
 * The mobile and identity numbers of people in a text. A number is 11 digits that begin with 13 to 19, or 17 digits with a right check character
 * and a day of birth, once the text is folded (full width, Chinese digits) and blanks, dots and hyphens are taken out; with no letter or digit beside it.
 */
export function personalNumbersIn(text: string): PersonalNumber[] {
  if (!mayHoldPersonalNumber(text)) return []
  const folded = foldedText(text)
  return [...folded.matchAll(RUN)].flatMap((run) => numbersInRun(folded, run[0], run.index))
}

const FIRST_HAN = 0x4e00
const LAST_HAN = 0x9fff
const HAN_CODES: ReadonlySet<number> = new Set([...HAN_DIGITS.keys()].map((sign) => sign.charCodeAt(0)))

/**
 * Whether a text may hold a number: quick, since every text is asked, and sure where it says no. Of other scripts than ASCII and Chinese every
 * character may be a digit.
 */
function mayHoldPersonalNumber(text: string): boolean {
  if (text.length < 11) return false
  let digits = 0
  let isAscii = true
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x80) {
      if (code >= 0x30 && code <= 0x39) digits++
    } else {
      isAscii = false
      if (code < FIRST_HAN || code > LAST_HAN || HAN_CODES.has(code)) digits++
    }
  }
  return digits >= 11 && (!isAscii || ASCII_NUMBER.test(text))
}

/** Whether a text holds the number of a person. */
export const holdsPersonalNumber = (text: string) => mayHoldPersonalNumber(text) && personalNumbersIn(text).length > 0

/** A text, folded, with something else in place of the numbers of people; the text as it is where it holds none that is meant. */
export function replacePersonalNumbers(text: string, standIn: string, isMeant: (one: PersonalNumber) => boolean = () => true): string {
  const meant = personalNumbersIn(text).filter(isMeant)
  if (meant.length === 0) return text
  const folded = foldedText(text)
  let [replaced, from] = ['', 0]
  for (const { start, end } of meant) {
    replaced += folded.slice(from, start) + standIn
    from = end
  }
  return replaced + folded.slice(from)
}
