import type { Bilingual, Language } from '#domain/language.ts'

/** Published figures. */
export const figuresText = {
  figuresNote: {
    zh: '各单位和媒体公布的数字，逐条附出处、日期和原文。口径各不相同（累计发展、会员总数、实名入库是三个序列），彼此矛盾的并列展示，不合并、不与计数相加。',
    en: 'Figures published by unions and press, each with outlet, date and quote. They count different things; contradictions stand side by side and are never merged or added to what is counted here.',
  },
  allMetrics: { zh: '全部指标', en: 'All metrics' },
  allRegions: { zh: '全部地区', en: 'All regions' },
  publishedOn: { zh: '发布', en: 'published' },
  noDate: { zh: '发布日期未见', en: 'publication date not seen' },
  inChinese: { zh: '原文', en: 'In the words of the source, in Chinese:' },
  traditional: {
    zh: '引文取自繁体转载页；原出处为简体。',
    en: 'The quote is from a mirror page in traditional characters; the source prints simplified ones.',
  },
  otherGroups: { zh: '来源所称群体，见引文', en: 'groups as the source names them, see the quote' },
  countedThen: { zh: '本系统计数（同日、同地区、同行业）', en: 'Counted here for the same day, region and sector' },
  countedWithin: { zh: '本系统计数（同期间、同地区、同行业）', en: 'Counted here for the same period, region and sector' },
  differ: { zh: '同一指标、地区、日期的数字相互矛盾', en: 'These figures for one metric, region and day contradict each other' },
} satisfies Record<string, Bilingual>

/** How exact a published value is, where it is not as printed. */
export const qualifierText: Readonly<Record<string, Bilingual>> = {
  approx: { zh: '约数', en: 'approximate' },
  at_least: { zh: '“以上”', en: 'at least' },
}

/** Why a figure has no address. */
export const withoutAddressText: Readonly<Record<string, Bilingual>> = {
  republished: { zh: '仅见转载', en: 'republication only' },
  not_given: { zh: '报送时没有附网址', en: 'sent without an address' },
  invented: { zh: '模拟数据，没有出处', en: 'simulated: there is no source' },
}

/** That what is counted is not the same thing as what is published. */
export const otherMetricSentence: Readonly<Record<Language, (published: string) => string>> = {
  zh: (published) => `（与公布的“${published}”口径不同，仅供对照）`,
  en: (published) => ` (not the same thing as the published “${published}”: for orientation only)`,
}
