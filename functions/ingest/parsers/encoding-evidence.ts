import { isUtf8 } from 'node:buffer'

/** How many lines speak for an encoding. A line that is text in both is only likely to be one of them. */
export interface Evidence {
  utf8: number
  gb18030: number
  likelyUtf8: number
  likelyGb18030: number
  /** Of the lines that are likely GB18030, those that are text in UTF-8 too. */
  either: number
  /** Pairs of bytes that are common Chinese characters in GB18030, and others, in the lines that speak for it. */
  common: number
  rare: number
}

export const noEvidence = (): Evidence => ({ utf8: 0, gb18030: 0, likelyUtf8: 0, likelyGb18030: 0, either: 0, common: 0, rare: 0 })

/** Whether two bytes are one of the 3,755 most used characters of GB 2312, level 1: nearly all characters of Chinese names and words. */
const isCommonHanzi = (lead: number, trail: number) => lead >= 0xb0 && lead <= 0xd7 && trail >= 0xa1 && trail <= 0xfe
/** Whether two bytes are any other character or sign of GB 2312, or of the most used part of GBK. */
const isGbPair = (lead: number, trail: number) => lead >= 0x81 && lead <= 0xfe && trail >= 0x40 && trail <= 0xfe && trail !== 0x7f

/** How the bytes beyond ASCII of a line read as GB18030: pairs that are common characters, other pairs, and bytes that are no pair. */
function pairsOf(line: Uint8Array): { common: number; other: number; broken: number } {
  const found = { common: 0, other: 0, broken: 0 }
  for (let at = 0; at < line.length; at++) {
    const lead = line[at]!
    if (lead < 0x80) continue
    const trail = line[at + 1] ?? 0
    if (isCommonHanzi(lead, trail)) found.common++
    else if (isGbPair(lead, trail)) found.other++
    else {
      found.broken++
      continue
    }
    at++
  }
  return found
}

/** Whether a line has a character of three bytes or more in UTF-8, as every Chinese character is. Two GB 2312 characters rarely look like one. */
const hasLongCharacter = (line: Uint8Array) => line.some((byte) => byte >= 0xe0)

/** Whether a line has a whole Chinese character in UTF-8, whatever else is in it. */
function hasChineseUtf8(line: Uint8Array): boolean {
  const isRest = (byte: number | undefined) => byte !== undefined && byte >= 0x80 && byte <= 0xbf
  return line.some((byte, at) => byte >= 0xe3 && byte <= 0xe9 && isRest(line[at + 1]) && isRest(line[at + 2]))
}

/** Whether each character of two bytes stands alone among letters, as an accent does in a European name, or before an amount, as ¥ does. */
function isAccented(line: Uint8Array): boolean {
  return line.every((byte, at) => {
    if (byte < 0xc0) return true
    const isAlone = (line[at - 1] ?? 0x20) < 0x80 && (line[at + 2] ?? 0x20) < 0x80
    const isLetter = (one: number | undefined) => one !== undefined && /[A-Za-z]/.test(String.fromCharCode(one))
    // The sign of the yuan before an amount; in GB18030 it would be 楼, which stands behind a number.
    if (byte === 0xc2 && line[at + 1] === 0xa5 && isAlone) return /[\s\d.]/.test(String.fromCharCode(line[at + 2] ?? 0))
    return isAlone && (isLetter(line[at - 1]) || isLetter(line[at + 2]))
  })
}

/** Whether a line is text in UTF-8 that hardly is text in GB18030: in a file of GB18030 it comes from another file. */
export const isChineseUtf8 = (line: Uint8Array) => isUtf8(line) && hasLongCharacter(line)

/** Adds what the bytes of a line say about the encoding of its file. Plain ASCII says nothing. */
export function weigh(line: Uint8Array, evidence: Evidence): void {
  if (line.every((byte) => byte < 0x80)) return
  const { common, other, broken } = pairsOf(line)
  if (isUtf8(line)) {
    if (hasLongCharacter(line)) evidence.utf8++
    else if (other + broken > 0 || isAccented(line)) evidence.likelyUtf8++
    // Greek and Cyrillic letters in UTF-8, or common Chinese characters.
    else {
      evidence.likelyGb18030++
      evidence.either++
    }
  } else if (common <= other + broken && hasChineseUtf8(line)) evidence.likelyUtf8++
  // Common characters are rare where damaged UTF-8 is read as GB18030.
  else if (broken === 0) {
    evidence.gb18030++
    evidence.common += common
    evidence.rare += other
  } else evidence.likelyGb18030++
}
