/** Text that a spreadsheet would take for a formula. */
const LIKE_A_FORMULA = /^[=+\-@\t\r]/

/** A cell of a CSV file for spreadsheets: with an apostrophe before text that would else be a formula (CWE-1236). */
export const protectedCell = (text: string) => (LIKE_A_FORMULA.test(text) ? `'${text}` : text)

/** Apostrophes of a Chinese keyboard and others that people type in the place of '. */
const CURLY = /^[‘’＇`´]+(?=\d)/

/**
 * A cell without what keeps a spreadsheet from changing it: apostrophes before it, unless it has further ones and is a quotation, or `="…"` around
 * it. So a file that was written with `protectedCell` is read as what it was made of, however often it goes back and forth.
 */
export function plainCell(text: string): string {
  const first = text.charCodeAt(0)
  // Most cells begin with a letter or digit.
  if (first === 0x27) return /^'+([=+\-@\t\r]|\d|[^']+$)/.test(text) ? text.replace(/^'+/, '') : text
  if (first === 0x60 || first > 0xb0) return text.replace(CURLY, '')
  if (first === 0x3d) return /^="([^"]*)"$/.exec(text)?.[1] ?? text
  return text
}
