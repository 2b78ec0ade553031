import { exact } from '#domain/format.ts'
import type { Bilingual, Language } from '#domain/language.ts'

/** Column heads and cells that several pages share. */
export const tableText = {
  region: { zh: '地区', en: 'Region' },
  sector: { zh: '行业', en: 'Sector' },
  metric: { zh: '指标', en: 'Metric' },
  value: { zh: '数值', en: 'Value' },
  total: { zh: '累计或现有', en: 'total or current' },
  sum: { zh: '2015年以来累计', en: 'total since 2015' },
  stock: { zh: '现有', en: 'now' },
  thisYear: { zh: '本年', en: 'this year' },
  thisMonth: { zh: '本月', en: 'this month' },
  settledMonth: { zh: '最近报齐的月份', en: 'last settled month' },
  until: { zh: '截至', en: 'until' },
  filling: { zh: '尚在报送', en: 'reports still coming in' },
  kind: { zh: '类型', en: 'Kind' },
  status: { zh: '判定', en: 'Status' },
  basis: { zh: '依据', en: 'Basis' },
  concerns: { zh: '涉及', en: 'Concerns' },
  open: { zh: '存续', en: 'Open' },
  unionized: { zh: '已建会', en: 'Unionized' },
  shareOf: { zh: '占比', en: 'Share' },
  counted: { zh: '本系统计数', en: 'Counted here' },
  publishedEvidence: { zh: '公布数字', en: 'Published' },
  deadline: { zh: '期限', en: 'Deadline' },
  noDeadline: { zh: '文件未写', en: 'none stated' },
  forecast: { zh: '按近一年速度预计', en: 'At the last year’s pace' },
  notReported: { zh: '未报送', en: 'not reported' },
  noEvents: { zh: '没有收到相关事件', en: 'no such events received' },
  none: { zh: '暂无', en: 'none' },
  search: { zh: '查找', en: 'Search' },
} satisfies Record<string, Bilingual>

/** How many rows there are. */
export const rowsSentence: Readonly<Record<Language, (count: number) => string>> = {
  zh: (count) => `${exact(count)} 条`,
  en: (count) => `${exact(count)} ${count === 1 ? 'row' : 'rows'}`,
}
