import type { TopicTable } from './topic-table.ts'

/** Service sites, each kind in the words of its document. */
export const sitesTables: readonly TopicTable[] = [
  {
    title: { zh: '服务阵地', en: 'Sites by kind' },
    note: {
      zh: '各文件用语不同，按原词分列；司机之家的1000家只是全国的，上海文件没有提到司机之家。',
      en: 'Each document has its own words, kept apart. The 1,000 driver homes are national; the Shanghai document names none.',
    },
    metric: 'sites',
    list: 'site_kind',
  },
  {
    title: { zh: '建设方式', en: 'By way of building' },
    metric: 'sites',
    facet: 'mode',
    list: 'site_mode',
  },
  {
    title: { zh: '设置场所', en: 'By setting' },
    metric: 'sites',
    facet: 'setting',
    list: 'site_setting',
  },
  {
    title: { zh: '四项要求', en: 'The four-part test' },
    metric: 'sites',
    facet: 'passes',
    list: 'site_test',
  },
]
