import type { TopicTable } from './topic-table.ts'

/** Service sites, each kind in the words of its document. */
export const sitesTables: readonly TopicTable[] = [
  {
    title: { zh: '服务阵地', en: 'Sites by kind' },
    note: {
      zh: '各文件用语不同，按原词分列；司机之家的1000家只是全国的，上海文件没有提到司机之家。',
      en: 'Each document has its own words, kept apart. The 1,000 driver homes are national; the Shanghai document names none.',
    },
    article: '总工办发〔2021〕16号 （十）；沪工总基〔2021〕141号 二（二）7；陕工函〔2021〕28号 第13条',
    metric: 'sites',
    list: 'site_kind',
  },
  {
    title: { zh: '建设方式', en: 'By way of building' },
    article: '全总维权意见答记者问 Q5下一步四',
    metric: 'sites',
    facet: 'mode',
    list: 'site_mode',
  },
  {
    title: { zh: '设置场所', en: 'By setting' },
    article: '沪工总基〔2021〕141号 二（二）7',
    metric: 'sites',
    facet: 'setting',
    list: 'site_setting',
  },
  {
    title: { zh: '四项要求', en: 'The four-part test' },
    article: '沪工总基〔2021〕141号 二（二）7',
    metric: 'sites',
    facet: 'passes',
    list: 'site_test',
  },
]
