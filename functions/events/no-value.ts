import { fold } from '../domain/identifiers.ts'

/** What people and programs write for "nothing": words, dashes, and the error values of spreadsheets. */
const WORDS = new Set([
  ...[
    '#n/a',
    '#na',
    '#value!',
    '#ref!',
    '#div/0!',
    '#num!',
    '#name?',
    '#null!',
    '#spill!',
    '#calc!',
    '#getting_data',
    '#field!',
    '#error!',
    '#busy!',
    '#blocked!',
    '#connect!',
    '#unknown!',
    '#external!',
    '#python!',
  ],
  ...[
    'n/a',
    'n.a.',
    'na',
    '<na>',
    '[na]',
    '(na)',
    'nat',
    'n\\a',
    'null',
    'nil',
    'none',
    'nan',
    'undefined',
    '(null)',
    '<null>',
    '[null]',
    '\\n',
    '(blank)',
    '(空白)',
    '(空)',
    '<空>',
    '[空]',
    '(无)',
    '<无>',
    '[无]',
    '【无】',
    '【空】',
  ],
  ...['missing', 'blank', 'empty', 'tbd', 'unknown', 'not available', 'not applicable'],
  ...[
    '无',
    '暂无',
    '没有',
    '无此项',
    '空',
    '空白',
    '不详',
    '未知',
    '未填',
    '未填写',
    '待补',
    '待补充',
    '待定',
    '略',
    '同上',
    '不适用',
    '无数据',
    '无编号',
    '没有编号',
    '无记录',
    '缺失',
    '暂缺',
    '暂未填',
    '不明',
    '不清楚',
    '不知道',
    '未提供',
    '未登记',
    '未编号',
    '空值',
  ],
])

/** What LibreOffice writes for an error. */
const ERROR_NUMBER = /^err:\d{3}$/

/** Signs that stand alone in a cell without content. */
const SIGNS = /^[/\\|.。·…*?？×-]+$|^[‐-―−—_~～]+$/

/** Letters and digits that none of these words begins with; nearly every id begins with one. */
const NO_SUCH_WORD = /^[acdf-lo-su-z0-9](?!nknown|ndefined)/i

/** Whether a text says that there is no value, as `无`, `/`, `NULL` or `#N/A` do. */
export function isNoValue(text: string): boolean {
  if (text.length > 20 || NO_SUCH_WORD.test(text)) return false
  const folded = fold(text).trim().toLowerCase()
  return WORDS.has(folded) || SIGNS.test(folded) || ERROR_NUMBER.test(folded)
}
