import type { TopicTable } from './topic-table.ts'

/** Building unions: enterprises and unions. */
export const enterprisesTables: readonly TopicTable[] = [
  {
    title: { zh: '各类企业建会', en: 'Enterprises unionized, by kind' },
    metric: 'enterprises_unionized',
    facet: 'kind',
    list: 'enterprise_kind',
    of: 'enterprises',
  },
  {
    title: { zh: '工会组织形式', en: 'Unions by form' },
    note: {
      zh: '“小三级”和“小二级”是两份文件的两套用语，不合并。',
      en: '“Small three-level” and “small two-level” are words of two documents, and are not merged.',
    },
    metric: 'unions',
    facet: 'form',
    list: 'union_form',
  },
  {
    title: { zh: '建会方式', en: 'Unions founded, by mode' },
    metric: 'unions_established',
    facet: 'mode',
    list: 'union_mode',
  },
]
