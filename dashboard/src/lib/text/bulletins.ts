import type { Bilingual, Language } from '#domain/language.ts'

/** Bulletins. */
export const bulletinsText = {
  bulletinsNote: {
    zh: '每期通报由一个发布版编成，数字与接口一致，编成后不再改动。Word 文件可在 Word 或 WPS 中修改文字。',
    en: 'Each edition is compiled from one release, prints what the API answers, and never changes afterwards. The Word file can be edited in Word or WPS.',
  },
  compile: { zh: '编制一期', en: 'Compile an edition' },
  compiling: { zh: '正在编制…', en: 'Compiling…' },
  period: { zh: '月份', en: 'Month' },
  noBulletins: { zh: '还没有通报。', en: 'No edition yet.' },
  read: { zh: '阅读', en: 'Read' },
  nation: { zh: '全国', en: 'China' },
} satisfies Record<string, Bilingual>

/** The number of an edition: 2026年第1期, in English no. 1 of 2026. */
export const editionSentence: Readonly<Record<Language, (number: string) => string>> = {
  zh: (number) => number,
  en: (number) => number.replace(/^(\d+)年第(\d+)期$/, 'no. $2 of $1'),
}

/** That an edition is no longer the latest of its region and month. */
export const replacedSentence: Readonly<Record<Language, (later: string) => string>> = {
  zh: (later) => `已由${later}替代`,
  en: (later) => `replaced by ${later}`,
}
