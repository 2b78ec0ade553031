import { exact } from '#domain/format.ts'
import type { Bilingual, Language } from '#domain/language.ts'

/** Measures and their topics. */
export const measuresText = {
  topics: { zh: '专题', en: 'Topics' },
  allMeasures: { zh: '全部举措', en: 'All measures' },
  measure: { zh: '举措', en: 'Measure' },
  measuresNote: {
    zh: '五份文件提到的276项举措、机制、服务、阵地、方式和职责，逐项附文件条款、怎样报送和已报的数。文件没有给这些数下定义：这里是按报送计的次数、人数、金额或现有数。没有收到的写“未报送”，不写0。',
    en: 'The 276 measures, mechanisms, services, sites, forms and duties that the five documents name, each with its articles, how to report it and what was reported. The documents define none of these numbers: they are counts of what was reported. Where nothing was received it says so, and not 0.',
  },
  groupBy: { zh: '分组', en: 'Grouped by' },
  byAspect: { zh: '七个方面', en: 'the seven aspects' },
  byDocument: { zh: '文件', en: 'document' },
  byTopic: { zh: '工作', en: 'topic' },
  withUnreported: { zh: '也列未报送的', en: 'with those not reported' },
  reportedOf: { zh: '已报送', en: 'Reported' },
  placesTelling: { zh: '已有的下级地区', en: 'Places below with any' },
  recordedBy: { zh: '报送方式（模板）', en: 'Reported as (template)' },
  byProvince: { zh: '各省数值（CSV 表格）', en: 'by province (CSV table)' },
  averageDays: { zh: '平均历时（天）', en: 'days on average' },
  opensDefinition: { zh: '数的是什么', en: 'what it counts' },
  inChinese: { zh: '原文', en: 'In Chinese' },
  trees: { zh: '头部企业及其下各层', en: 'Head enterprises, layer by layer' },
  treesNote: {
    zh: '总部已建会不等于其下已覆盖：子公司、分公司、关联企业和站点各列一层，按企业关联的报送计；同一企业可在几个头部企业之下。',
    en: 'A head office with a union does not make what lies below it covered: subsidiaries, branches, affiliates and stations stand apart, by the links reported; one enterprise may stand below several.',
  },
  headOffice: { zh: '总部', en: 'Head office' },
  hasUnion: { zh: '已建会', en: 'has a union' },
  noUnion: { zh: '未建会', en: 'no union' },
  inProvinces: { zh: '涉及省份', en: 'Provinces' },
  station: { zh: '站点', en: 'stations' },
} satisfies Record<string, Bilingual>

/** The regions below, by their level. */
export const levelText: Readonly<Record<string, Bilingual>> = {
  province: { zh: '省级', en: 'provinces' },
  prefecture: { zh: '地市', en: 'prefectures' },
  county: { zh: '区县', en: 'counties' },
}

/** How many of the measures were not reported. */
export const unreportedSentence: Readonly<Record<Language, (count: number, of: number) => string>> = {
  zh: (count, of) => `${count < of ? '另有' : '本页'} ${exact(count)} 项举措未报送，不列出；每项数的是什么、怎样报送，见`,
  en: (count, of) =>
    `${exact(count)} ${count < of ? 'further ' : ''}measures were not reported and have no row; what each counts and how it is reported:`,
}

/** That a measure counts only events that fill in a field, how many do, and of how many. */
export const onlySentence: Readonly<Record<Language, (words: string, count: string, all: string) => string>> = {
  zh: (words, count, all) => `只计${words}：${count}；全部${all}`,
  en: (words, count, all) => `only ${words}: ${count}; in all ${all}`,
}
