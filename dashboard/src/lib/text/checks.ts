import type { Bilingual, Language } from '#domain/language.ts'

/** Checks of a release. */
export const checksText = {
  checksNote: {
    zh: '每个发布版都自动核查：部分与总数、新增与总数、公布与其当日计数、突增、整数、月末集中、相互矛盾的公布数字。查出的不一定是错；地区用“核查说明”模板作答，核查项、核查对象、地区三栏照下载文件填写。',
    en: 'Every release is checked: parts against wholes, flows against stocks, published against what is counted on its own day, sudden jumps, round numbers, month ends, contradictory figures. What is found need not be wrong; a region answers with the template “check answered”, naming check, subject and region as they stand in the file.',
  },
  answered: { zh: '已说明', en: 'answered' },
  answer: { zh: '地区说明', en: 'What the region says' },
  inChinese: { zh: '原文', en: 'In its own words, in Chinese:' },
  noAnswer: { zh: '未说明', en: 'no answer' },
  nothingFound: { zh: '没有查出', en: 'nothing found' },
  download: { zh: '下载全部（CSV）', en: 'all rows (CSV)' },
  answerTemplate: { zh: '核查说明模板', en: 'Template for answers' },
} satisfies Record<string, Bilingual>

/** How grave a finding is. */
export const severityText: Readonly<Record<'error' | 'warning' | 'note', Bilingual>> = {
  error: { zh: '错误', en: 'error' },
  warning: { zh: '存疑', en: 'warning' },
  note: { zh: '提示', en: 'note' },
}

/** How many more figures of a region differ than the one that is shown. */
export const moreSentence: Readonly<Record<Language, (count: number) => string>> = {
  zh: (count) => `该地区另有 ${count} 个公布数字也相差两成以上`,
  en: (count) => `${count} more ${count === 1 ? 'figure' : 'figures'} of this region differ by a fifth or more`,
}
