import type { TopicTable } from './topic-table.ts'

/** “五送” of Shanghai (沪工总基〔2021〕141号 二（二）8). */
const FIVE_GIFTS = ['checkup', 'protection', 'summer_cool', 'winter_warm', 'safety']

/** Services, each set in the words of its document. */
export const servicesTables: readonly TopicTable[] = [
  {
    title: { zh: '“五送”服务（按上海文件的五项）', en: 'The five gifts (as the document of Shanghai names them)' },
    metric: 'service_persontimes',
    facet: 'kind',
    list: 'service_kind',
    only: FIVE_GIFTS,
  },
  {
    title: { zh: '“四季送”（陕西）', en: 'The four seasons’ gifts (Shaanxi)' },
    note: {
      zh: '文件没有列出四季各送什么；与“五送”不是同一组，不可相比。',
      en: 'The document does not list its parts; it is another set than the five gifts and cannot be compared with it.',
    },
    metric: 'service_persontimes',
    facet: 'kind',
    list: 'service_kind',
    only: ['four_seasons'],
  },
  {
    title: { zh: '其他服务', en: 'Other services' },
    metric: 'service_persontimes',
    facet: 'kind',
    list: 'service_kind',
    without: [...FIVE_GIFTS, 'four_seasons'],
  },
  {
    title: { zh: '保障参保', en: 'Benefit plans' },
    metric: 'benefit.enrolled.people',
    facet: 'kind',
    list: 'benefit_kind',
  },
  {
    title: { zh: '活动', en: 'Activities' },
    metric: 'activity.held',
    facet: 'kind',
    list: 'activity_kind',
  },
]
