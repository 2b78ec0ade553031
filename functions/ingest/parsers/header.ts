import { columnFor, fieldLabels } from '../../catalogue/synonyms.ts'
import type { Line } from './line.ts'

/** The columns of the envelope of an event. */
export const ENVELOPE = new Set(['source', 'id', 'type', 'occurred_on', 'revision', 'void', 'received_on'])

/** The header is searched in this many lines: a form may have a title, a date and notes above it. */
export const HEADER_LINES = 50

/** Marks that forms put on a heading: `*`, （必填）, a colon. */
const MARKS = /^[*＊※]+|[*＊※:：]+$|[(（[【](必填|选填|必填项|选填项|可选|required|optional)[)）\]】]/gi

/** Whether a heading may carry such a mark. Every cell of a table is asked, since a second header may stand among its rows. */
const MAY_BE_MARKED = /^[*＊※]|[*＊※:：)）\]】]$|[\r\n]/

/** The field that a heading stands for; the heading without its marks where it stands for none. */
export function fieldOf(heading: string): string {
  const plain = columnFor(heading)
  if (!MAY_BE_MARKED.test(heading) || Object.hasOwn(fieldLabels, plain)) return plain
  // Twice, since one mark may stand before another.
  return columnFor(
    heading
      .replace(/[\r\n]+/g, '')
      .replaceAll(MARKS, '')
      .trim()
      .replaceAll(MARKS, '')
      .trim(),
  )
}

/** How many cells of a line are headings of envelope columns. */
export const envelopeHeadings = (cells: readonly string[]) => cells.filter((cell) => ENVELOPE.has(fieldOf(cell))).length

/** Where a header stands among the first lines of a table; -1 if none of them is one. */
export function findHeader(lines: readonly Line[]): number {
  return lines.slice(0, HEADER_LINES).findIndex(({ cells }) => envelopeHeadings(cells) >= 2)
}
