import type { ChangedNumber } from '../changed-numbers.ts'
import type { Block, Bulletin } from '../model.ts'
import { correctionsText } from '../sentences.zh.ts'
import { heading, paragraph, table } from './blocks.ts'

/** What an edition says of an earlier one of the same region and period: which it replaces, and each number that reads otherwise. */
export function correctionsSection({ number }: Pick<Bulletin, 'number'>, changes: readonly ChangedNumber[]): Block[] {
  const rows = changes.map((change) => [`${change.table}：${change.row}`, change.column, change.before, change.after])
  return [
    heading(correctionsText.heading),
    paragraph(correctionsText.replaces(number, changes.length)),
    ...(rows.length > 0 ? [table({ caption: correctionsText.caption, header: correctionsText.header, rows })] : []),
  ]
}
