import { exact } from '#domain/format.ts'
import type { Bilingual, Language } from '#domain/language.ts'

/** Work lists. */
export const workListsText = {
  workListsNote: {
    zh: '按文件中可由数据判断的规则列出的事项：每条附条款和原文、由哪一级办理、所在地区和至今天数。每页只列由本级工会办理的；由下级办理的只写条数，点地区名查看。没有写明街镇的，列在区县。文件没有规定办理天数，这里只列已历多久，不判超期。下载为全部行。',
    en: 'What the rules of the documents find in the data: each with its article and words, the level that acts on it, where it is and how many days it has been so. A page lists only what its own union acts on; what unions below act on is counted, with links. What names no street stands with the county. The documents set no days, so nothing is called late here. The file has all rows.',
  },
  region: { zh: '本地区的计数', en: 'Counts of this region' },
  actsOnIt: { zh: '由谁办理', en: 'Who acts' },
  allLevels: { zh: '各级', en: 'all levels' },
  items: { zh: '人（项）', en: 'people or items' },
  download: { zh: '下载全部（CSV）', en: 'all rows (CSV)' },
  state: { zh: '状态', en: 'State' },
  since: { zh: '起于', en: 'Since' },
  age: { zh: '至今天数', en: 'Days until today' },
  fixed: { zh: '定额', en: 'set:' },
  restInFile: { zh: '只列最早的几行，其余见文件。', en: 'The oldest few; the file has the rest.' },
  stepsTitle: { zh: '风险和争议：件数和办理天数（中位数）', en: 'Risks and cases: how many, and how many days they take (median)' },
  subjectOfSteps: { zh: '事项', en: 'What' },
  reported: { zh: '报送件数', en: 'reported' },
  stillOpen: { zh: '未办结件数', en: 'still open' },
  outOfOrder: { zh: '日期先后颠倒的件数', en: 'with days in the wrong order' },
  toWarning: { zh: '发现到预警的天数', en: 'days from found to warned' },
  toEnd: { zh: '到处置或办结的天数', en: 'days until dealt with' },
  risks: { zh: '风险', en: 'Risks' },
  cases: { zh: '争议', en: 'Cases' },
  emptyLists: { zh: '已收到所需数据、没有待办的规则', en: 'Rules whose data came and that find nothing to do' },
  undecided: { zh: '因未报送而无法判断的规则', en: 'Rules that cannot be decided: data not reported' },
  undecidedNote: {
    zh: '这些规则所需的数据一条也没有收到，既不能说有待办，也不能说没有。',
    en: 'Nothing was received of something that these rules need, so they find neither work nor its absence.',
  },
  missing: { zh: '未报送：', en: 'not reported: ' },
} satisfies Record<string, Bilingual>

/** How many rows wait for the unions of the regions below, and for how many of these. */
export const rowsBelowSentence: Readonly<Record<Language, (rows: number, regions: number) => string>> = {
  zh: (rows, regions) => `共 ${exact(rows)} 条，由 ${exact(regions)} 个下级工会办理；按所在的下一级地区`,
  en: (rows, regions) =>
    `${exact(rows)} ${rows === 1 ? 'row' : 'rows'} for ${exact(regions)} ${regions === 1 ? 'union' : 'unions'} below, by the region next below`,
}

/** That a rule of a province's document is no duty elsewhere. */
export const bindsSentence: Readonly<Record<Language, (province: string) => string>> = {
  zh: (province) => `这是${province}文件的要求，对其他地区只供参考。`,
  en: (province) => `A document of ${province} asks for it: elsewhere it is for orientation only.`,
}

/** What the rows of a work list are about. */
export const subjectText: Readonly<Record<string, Bilingual>> = {
  enterprise: { zh: '企业', en: 'Enterprise' },
  union: { zh: '工会', en: 'Union' },
  station: { zh: '站点', en: 'Station' },
  amount: { zh: '所缴（元）', en: 'Paid (yuan)' },
  purpose: { zh: '用途', en: 'Purpose' },
  plan: { zh: '保障项目', en: 'Plan' },
  report: { zh: '报送单位', en: 'Reported by' },
  risk: { zh: '风险编号', en: 'Risk' },
  case: { zh: '案件编号', en: 'Case' },
  region: { zh: '就业地', en: 'Works in' },
  target: { zh: '目标', en: 'Target' },
  source: { zh: '来源', en: 'Source' },
  sector: { zh: '行业', en: 'Sector' },
  identifier: { zh: '标识', en: 'Identifier' },
  event_type: { zh: '事件', en: 'Event' },
}

/** What a person is named by. */
export const identifierText: Readonly<Record<string, Bilingual>> = {
  phone: { zh: '手机号', en: 'phone' },
  ref: { zh: '内部编号', en: 'reference' },
}

/** How far a risk or a case is. */
export const stateText: Readonly<Record<string, Bilingual>> = {
  found: { zh: '待办', en: 'open' },
  warned: { zh: '已预警', en: 'warned' },
  out_of_order: { zh: '日期先后颠倒', en: 'with days in the wrong order' },
  never_opened: { zh: '未见受理', en: 'never opened' },
}
