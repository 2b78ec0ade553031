import { ENVELOPE } from './header.ts'

/** Words of totals rows, with the whole that is summed up before them and the unit or number after them: 全区合计（人）, 本页小计, 共计12人. */
const MAY_BE_TOTALS = /[计数]|total|sum/i
const TOTALS =
  /^(.{0,8}(合计|总计|小计|共计|累计|总数)(数|额|人数|人次|金额)?|(grand|sub)?totals?|sum)([(（].{0,8}[)）])?[:：]?(\d+(人次|人|名|次|家|个|条|元)?)?$/i

const saysTotals = (cell: string) => cell.length < 30 && MAY_BE_TOTALS.test(cell) && TOTALS.test(cell.replace(/\s/g, ''))

/**
 * Whether a line is a totals row, as people put it below a table: one of its first two cells that are read says so, or, where the columns stand in
 * another order, one of the envelope.
 */
export function isTotals(cells: readonly string[], { names, aside }: { names: readonly string[]; aside: readonly boolean[] }): boolean {
  let seen = 0
  for (let column = 0; column < cells.length; column++) {
    const cell = cells[column]!
    // A word of a totals row may stand in the column of row numbers, too.
    if (cell.trim() === '') continue
    if ((seen < 2 || ENVELOPE.has(names[column] ?? '')) && saysTotals(cell)) return true
    if (!aside[column]) seen++
  }
  return false
}
