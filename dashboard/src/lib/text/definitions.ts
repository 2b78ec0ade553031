import type { MetricDefinition } from '#functions/http/routes/catalogue.ts'
import type { Bilingual } from '#domain/language.ts'

/** The pages that define every number. */
export const definitionsText = {
  title: { zh: '指标说明', en: 'Definitions' },
  note: {
    zh: '本系统显示的每一个数：数的是什么、什么单位、多了好还是少了好、哪些文件要求。文件没有规定的，写明是本系统的理解。',
    en: 'Every number that is shown here: what it counts, in which unit, whether more or less is better, and which documents ask for it. Where the documents define nothing it says that the reading is ours.',
  },
  counts: { zh: '数的是', en: 'It counts' },
  unit: { zh: '单位', en: 'Unit' },
  kind: { zh: '性质', en: 'Nature' },
  polarity: { zh: '好坏', en: 'Better when' },
  population: { zh: '范围', en: 'Population' },
  share: { zh: '占比', en: 'Its share' },
  shareOf: { zh: '本数 ÷', en: 'this number ÷' },
  articles: { zh: '文件依据', en: 'Documents' },
  noArticles: { zh: '没有文件要求，由本系统或发布单位自定', en: 'No document asks for it: ours, or whoever published it' },
  words: { zh: '文件原话', en: 'In the words of the document' },
  sameAs: { zh: '同一个数', en: 'Same number' },
  code: { zh: '代码（接口和报送用）', en: 'Code (for the API and uploads)' },
  all: { zh: '全部指标', en: 'All numbers' },
  core: { zh: '核心指标', en: 'Core numbers' },
  measures: { zh: '276 项举措', en: 'The 276 measures' },
  acts: { zh: '按报送事件计的数', en: 'Counts of reported events' },
  published: { zh: '公布数字', en: 'Published figures' },
  targets: { zh: '只用于目标的名称', en: 'Names that only targets use' },
  recordedBy: { zh: '由什么报送', en: 'Recorded by' },
  name: { zh: '名称', en: 'Name' },
} satisfies Record<string, Bilingual>

export const countsText: Record<MetricDefinition['counts'], Bilingual> = {
  people: { zh: '人（不同的人）', en: 'people, each once' },
  person_times: { zh: '人次', en: 'person-times' },
  things: { zh: '事物（组织、阵地、文件、案件等）', en: 'things (organisations, sites, documents, cases)' },
  acts: { zh: '做过的事（次、笔）', en: 'acts, each time' },
  money: { zh: '金额', en: 'money' },
  days: { zh: '天数', en: 'days' },
  share: { zh: '比率', en: 'a share' },
}

export const kindText: Record<MetricDefinition['kind'], Bilingual> = {
  stock: { zh: '时点数：某一天有多少', en: 'a stock: how many there are on a day' },
  flow: { zh: '期间数：一段时间里发生多少', en: 'a flow: how many in a period' },
  share: { zh: '比率：一个数除以另一个数', en: 'a share: one number divided by another' },
}

export const polarityText: Record<MetricDefinition['polarity'], Bilingual> = {
  more: { zh: '越多越好', en: 'it is more' },
  less: { zh: '越少越好', en: 'it is less' },
  neutral: { zh: '多少本身不分好坏', en: 'neither: more or less says nothing by itself' },
}
