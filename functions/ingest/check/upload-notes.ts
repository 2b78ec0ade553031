import type { Note } from '../parsers/row.ts'
import type { Observations } from './observations.ts'

/** Sources that people take for one: they differ in width or case only. */
function sourcesAlike(sources: readonly string[]): string[][] {
  const byFolded = Map.groupBy(sources, (source) => source.normalize('NFKC').toLowerCase())
  return [...byFolded.values()].filter((alike) => alike.length > 1)
}

/** The notes of a receipt for what was observed in the rows of an upload. */
export function uploadNotes(observations: Observations): Note[] {
  const { longestDragFill, formulas, formulaLike, implausibleAges, fullWidth, longIds, zeroedIds, zeros, sources } = observations
  const notes: Note[] = []
  if (longestDragFill >= 3) {
    notes.push({
      code: 'drag_filled',
      message: `有连续 ${longestDragFill} 行的身份证号逐行加 1，像是拖动填充出来的，请核对原始资料`,
      message_en: `identity numbers go up by one over ${longestDragFill} rows, as when a cell is dragged down: check them against the originals`,
    })
  }
  if (formulas > 0) {
    notes.push({
      code: 'formula',
      message: `${formulas} 行含有公式，未接收`,
      message_en: `${formulas} rows hold formulas and were not taken`,
    })
  }
  if (formulaLike > 0) {
    notes.push({
      code: 'formula_like',
      message: `${formulaLike} 行有以 = 或 @ 开头的文字，只作文字处理`,
      message_en: `${formulaLike} rows hold text that begins with = or @, which is taken as text and nothing else`,
    })
  }
  if (implausibleAges > 0) {
    notes.push({
      code: 'implausible_age',
      message: `${implausibleAges} 行的劳动者当日不满 16 岁或超过 100 岁，已接收，请核对身份证号`,
      message_en: `${implausibleAges} rows are of people under 16 or over 100 on that day: they were taken, check the identity numbers`,
    })
  }
  // One id may end in zeros; where all do, a spreadsheet kept 15 digits of each and wrote zeros for the rest.
  if (zeroedIds > 0 && zeroedIds === longIds && zeros >= 3) {
    notes.push({
      code: 'rounded',
      message: `${zeroedIds} 行的编号超过 15 位，第 16 位起全是 0，像是被表格软件取整了；不同的编号可能因此变得相同，请核对`,
      message_en: `${zeroedIds} rows have ids of more than 15 digits with zeros from the 16th on, as where a spreadsheet rounded them: different ids may have become the same, check them`,
    })
  }
  if (fullWidth > 0) {
    notes.push({
      code: 'look_alike',
      message: `${fullWidth} 行的 source 或 id 含有全角字符：按原样比较，与半角写法算不同的记录`,
      message_en: `${fullWidth} rows have full-width characters in source or id: they are compared as they are, and differ from the half-width ones`,
    })
  }
  for (const alike of sourcesAlike(sources)) {
    notes.push({
      code: 'look_alike',
      message: `来源 ${alike.join('、')} 只差全角半角或大小写，算不同的来源`,
      message_en: `the sources ${alike.join(', ')} differ in width or case only, and count as different sources`,
    })
  }
  return notes
}
