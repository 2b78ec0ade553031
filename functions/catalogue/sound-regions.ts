/*
 * The two region tables have 44,600 rows, for which the schema takes a tenth of a second at every start. These loops take a few
 * milliseconds. Where one finds anything, the schema has the last word and gives the sentences.
 */

const LEVELS = new Set<unknown>(['nation', 'province', 'prefecture', 'county'])

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

function isRegionRow(row: unknown): boolean {
  if (!Array.isArray(row) || row.length !== 5) return false
  const [code, name, level, parent, nameEn] = row as unknown[]
  if (typeof code !== 'string' || typeof parent !== 'string' || typeof nameEn !== 'string') return false
  return /^\d{6}$/.test(code) && isText(name) && LEVELS.has(level) && /^(\d{6})?$/.test(parent)
}

/** Whether the rows of `regions.json` are sound; the fields beside them are not looked at. */
export function areRegionRowsSound(rows: unknown): boolean {
  return Array.isArray(rows) && rows.length > 0 && rows.every(isRegionRow)
}

/** Whether the content of `townships.json` is sound. */
export function areTownshipsSound(content: unknown): boolean {
  if (!isRecord(content)) return false
  return Object.entries(content).every(([parent, towns]) => {
    if (!/^\d{6}$/.test(parent) || !isRecord(towns)) return false
    // Prefix and length and no pattern: the codes are array indexes to the engine, and each becomes text only for this check.
    const prefix = parent.endsWith('00') ? parent.slice(0, 4) : parent
    return Object.keys(towns).every((code) => code.length === 9 && code.startsWith(prefix)) && Object.values(towns).every(isText)
  })
}
