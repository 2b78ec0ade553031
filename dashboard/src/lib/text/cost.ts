import type { CostPart } from '#domain/cost.ts'
import type { Bilingual, Language } from '#domain/language.ts'

/** What a release takes and costs. */
export const costText = {
  costNote: {
    zh: '生成这一发布版用了什么、花了多少；照现在的节奏一个月多少；数据到全国规模时多少。价格是公开目录价，可在设置中更换。',
    en: 'What it took to build this release and what that costs; a month at today’s rhythm; and the same at the size of the nation. Prices are public list prices, and a setting.',
  },
  took: { zh: '这一版用了什么', en: 'What this release took' },
  countedBy: { zh: '计算引擎', en: 'Counted by' },
  whySet: { zh: '按设置选定', en: 'as set' },
  whySize: { zh: '按数据量自动选定', en: 'chosen by size' },
  agreedOn: { zh: '核对', en: 'Checked' },
  newEvents: { zh: '个事件', en: 'events' },
  agreedBy: { zh: '各自独立计算，各表逐格一致，共', en: 'each counted by itself, every table the same cell by cell:' },
  notAgreed: { zh: '这一版没有第二个引擎核对', en: 'no second engine counted this release' },
  countedFrom: { zh: '计算范围', en: 'Counted from' },
  fromWhole: { zh: '全部事件', en: 'all events' },
  fromChanges: { zh: '只算变动：自发布版', en: 'changes only, since release' },
  workersTouched: { zh: '名涉及的劳动者', en: 'workers touched' },
  seconds: { zh: '用时', en: 'Time' },
  bytesRead: { zh: '读取', en: 'Read' },
  bytesWritten: { zh: '写入', en: 'Written' },
  requests: { zh: '存储请求', en: 'Requests to the store' },
  memoryPeak: { zh: '内存峰值', en: 'Most memory held' },
  stored: { zh: '占用存储', en: 'Stored' },
  statements: { zh: '条查询，读取', en: 'statements that read' },
  costs: { zh: '花了多少', en: 'What it costs' },
  costPart: { zh: '项目', en: 'Part' },
  thisRelease: { zh: '这一版', en: 'This release' },
  aMonth: { zh: '每月', en: 'A month' },
  sum: { zh: '合计', en: 'Total' },
  atFullSize: { zh: '到全国规模', en: 'At the size of the nation' },
  size: { zh: '规模', en: 'Size' },
  fullRelease: { zh: '全部重算', en: 'Full release' },
  afterChange: { zh: '变动后更新', en: 'After a change' },
  elsewhereOnce: { zh: '外部引擎算一次', en: 'Once elsewhere' },
  notMeasured: { zh: '未测', en: 'not measured' },
  members: { zh: '名会员', en: 'members' },
  projectionFormula: {
    zh: '推算办法：各项都按事件数同比放大（目标规模的事件数 ÷ 测得时的事件数 × 测得值）。全部重算取最近一次全部重算的用时；变动后更新取最近一次的用时，实际增长比这慢，所以这里是上限；每月 = 每版费用 × 每月版数 + 存储量 × 存储单价。8400 万是全国总工会公布的新就业形态劳动者人数（2023年2月），这一行再乘以这里每名会员的平均事件数。时间是计算这一版的机器上测得的。',
    en: 'How it is projected: everything grows with the number of events (events at that size ÷ events measured × what was measured). A full release takes the latest full one; after a change, the latest of those, which grows more slowly in truth, so this is the most it may be. A month is the cost of a release × releases a month + bytes stored × price. 84 million is the number of such workers that the national federation published (February 2023); its line also multiplies by the events that each member has here. Times are those of the machine that counted this release.',
  },
  eventsAMember: { zh: '每名会员的平均事件数', en: 'events per member' },
  noProjection: { zh: '还没有一次全部重算可供推算。', en: 'No full release was measured to project from.' },
  prices: { zh: '单价', en: 'Prices' },
  readsAndWrites: { zh: '次读 / 写', en: 'reads / writes' },
  month: { zh: '月', en: 'month' },
} satisfies Record<string, Bilingual>

/** The parts of a cost. */
export const costPartText: Readonly<Record<CostPart, Bilingual>> = {
  function: { zh: '函数计算', en: 'Function' },
  requests: { zh: '存储请求', en: 'Requests' },
  elsewhere: { zh: '外部引擎读取', en: 'Engine elsewhere' },
  storage: { zh: '存储', en: 'Storage' },
}

/** How often releases are built. */
export const rhythmSentence: Readonly<Record<Language, (rhythm: { days: string; releases: string; perMonth: string }) => string>> = {
  zh: ({ days, releases, perMonth }) => `节奏：最近 ${days} 天生成 ${releases} 版，折合每月 ${perMonth} 版。`,
  en: ({ days, releases, perMonth }) => `Rhythm: ${releases} releases in the last ${days} days, which is ${perMonth} a month.`,
}
