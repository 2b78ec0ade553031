import { columnFor, fieldLabels } from '../../catalogue/synonyms.ts'
import type { Line } from './line.ts'

/** The columns of the envelope of an event. */
export const ENVELOPE = new Set(['source', 'id', 'type', 'occurred_on', 'revision', 'void', 'received_on'])

/** The header is searched in this many lines: a form may have a title, a date and notes above it. */
export const HEADER_LINES = 50

/** Marks that forms put on a heading: `*`, （必填）, a number, a colon. */
const MARKS =
  /^[*＊※★☆●▲◆]+|^(?:\d{1,2}[.．、]|[①-⑳])|[*＊※★☆●▲◆①-⑳¹²³:：]+$|[(（[【](?:[*＊]+|必填|选填|必填项|选填项|非必填|可选|不可为空|可为空|required|optional)[)）\]】]/gi

/** What explains how a column is filled in, and changes nothing about what it means: （18位）, （如2025-03-14）, （单位：人）. 万元 would change it, and stays. */
const HINT =
  /[(（[【](?:\d+位?(?:数字|代码|编码|数)?|(?:如|例|例如|格式|样式|按|请|须|应)[^)）\]】]*|y{2,4}[-/.年]?mm[-/.月]?dd日?|(?:单位[:：]?)?(?:人|人次|次|元|个|人民币元)|文本(?:格式)?|代码|编码|GB\/?T\s?\d+(?:-\d+)?)[)）\]】]$/i

/** Whether a heading may carry such a mark. Every cell of a table is asked, since a second header may stand among its rows. */
const MAY_BE_MARKED = /^[*＊※★☆●▲◆①-⑳]|^\d{1,2}[.．、]\D|[*＊※★☆●▲◆①-⑳¹²³:：)）\]】]$|[\r\n]/

/** The field that a heading stands for; the heading without its marks where it stands for none. */
export function fieldOf(heading: string): string {
  const plain = columnFor(heading)
  if (!MAY_BE_MARKED.test(heading) || Object.hasOwn(fieldLabels, plain)) return plain
  const unmarked = withoutMarks(heading)
  const field = columnFor(unmarked)
  if (Object.hasOwn(fieldLabels, field) || !HINT.test(unmarked)) return field
  const unhinted = columnFor(withoutMarks(unmarked.replace(HINT, '')))
  return Object.hasOwn(fieldLabels, unhinted) ? unhinted : field
}

/** A heading without its marks. Twice, since one mark may stand before another. */
function withoutMarks(heading: string): string {
  return heading
    .replace(/[\r\n]+/g, '')
    .replaceAll(MARKS, '')
    .trim()
    .replaceAll(MARKS, '')
    .trim()
}

/** How many cells of a line are headings of envelope columns. */
export const envelopeHeadings = (cells: readonly string[]) => cells.filter((cell) => ENVELOPE.has(fieldOf(cell))).length

/** Where a header stands among the first lines of a table; -1 if none of them is one. */
export function findHeader(lines: readonly Line[]): number {
  return lines.slice(0, HEADER_LINES).findIndex(({ cells }) => envelopeHeadings(cells) >= 2)
}
