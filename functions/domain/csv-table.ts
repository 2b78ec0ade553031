import { protectedCell } from './written-cell.ts'

/** A cell that no spreadsheet takes for a formula: text that begins like one is led by an apostrophe. Numbers stay numbers. */
export function csvCell(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = protectedCell(String(value))
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Lines of cells as a CSV file: UTF-8 with a byte order mark, for Excel and WPS. */
export function csvTable(lines: readonly (readonly unknown[])[]): string {
  return `\uFEFF${lines.map((line) => line.map(csvCell).join(',')).join('\r\n')}\r\n`
}
