import type { CostPart } from '#domain/cost.ts'
import type { Bilingual, Language } from '#domain/language.ts'

/** What a release costs. */
export const costText = {
  costNote: {
    zh: '给付款单位看的：算出这一发布版花了多少，照现在的节奏一个月多少，数据到全国规模时一个月至多多少。价格是公开目录价，可在设置中更换为合同价。',
    en: 'For whoever pays: what it cost to count this release, what a month costs at today’s rhythm, and what a month costs at most at the size of the nation. Prices are public list prices; a setting replaces them by those of a contract.',
  },
  costs: { zh: '花了多少', en: 'What it costs' },
  costPart: { zh: '项目', en: 'Part' },
  thisRelease: { zh: '这一版', en: 'This release' },
  aMonth: { zh: '每月', en: 'A month' },
  sum: { zh: '合计', en: 'Total' },
  atFullSize: { zh: '到全国规模', en: 'At the size of the nation' },
  noRhythm: { zh: '只有一个发布版，还说不出每月的费用。', en: 'There is one release only: nothing can be said of a month yet.' },
  projectionFormula: {
    zh: '推算办法：费用随报送的记录数同比增长，按这里每名会员的平均记录数和最近30天的发布次数计算。更新一个版本的费用实际增长得比记录数慢，所以这是上限。',
    en: 'How it is projected: cost grows with the number of records, at as many records a member as here and as many releases as in the last 30 days. An update grows more slowly than that in truth, so this is the most it may be.',
  },
  noProjection: {
    zh: '数据还太少，不作推算：需要一万条以上记录和两个以上发布版。',
    en: 'There is too little data to project from: it takes ten thousand records and two releases.',
  },
  prices: { zh: '单价', en: 'Prices' },
  anHour: { zh: '每小时', en: 'an hour' },
  aMillionReads: { zh: '每百万次读取', en: 'a million reads' },
  aMillionWrites: { zh: '每百万次写入', en: 'a million writes' },
  aGigabyteMonth: { zh: '每十亿字节每月', en: 'a gigabyte and month' },
  aTerabyte: { zh: '每万亿字节', en: 'a terabyte' },
} satisfies Record<string, Bilingual>

/** The parts of a cost. */
export const costPartText: Readonly<Record<CostPart, Bilingual>> = {
  function: { zh: '计算', en: 'Computing' },
  requests: { zh: '数据存取', en: 'Reading and writing data' },
  elsewhere: { zh: '大数据量查询', en: 'Queries of large data' },
  storage: { zh: '数据保存', en: 'Keeping data' },
}

/** How often releases are built. */
export const rhythmSentence: Readonly<Record<Language, (rhythm: { days: string; releases: string; perMonth: string }) => string>> = {
  zh: ({ days, releases, perMonth }) => `最近 ${days} 天发布 ${releases} 版，折合每月 ${perMonth} 版。`,
  en: ({ days, releases, perMonth }) => `${releases} releases in the last ${days} days, which is ${perMonth} a month.`,
}

/** What a month costs for all workers of the nation. */
export const nationSentence: Readonly<Record<Language, (nation: { people: string; cost: string }) => string>> = {
  zh: ({ people, cost }) => `如果全国 ${people} 新就业形态劳动者（全国总工会2023年2月公布）都入会并报送，每月至多 ${cost}。`,
  en: ({ people, cost }) =>
    `If all ${people} workers in new forms of employment (the number that the ACFTU published in February 2023) were members and reported, a month would cost ${cost} at most.`,
}
