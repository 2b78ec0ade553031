import type { TopicTable } from './topic-table.ts'

/** The ten topics that the rights Opinions name for negotiation (全总维权意见答记者问 Q6三). */
const TEN_TOPICS = [
  'piece_rate',
  'order_split',
  'commission',
  'work_quota',
  'pay_method',
  'entry_exit',
  'work_time',
  'rest',
  'protection',
  'reward',
]

/** Rights: agreements, disputes, supervision, democratic management, legal service, risks. */
export const rightsTables: readonly TopicTable[] = [
  {
    title: { zh: '协议覆盖的十个议题', en: 'The ten topics that agreements cover' },
    note: {
      zh: '一份协议可含几个议题，合计多于协议数。',
      en: 'An agreement may cover several topics; they may add up to more than the agreements.',
    },
    metric: 'agreements',
    facet: 'topic',
    list: 'negotiation_topic',
    only: TEN_TOPICS,
  },
  {
    title: { zh: '其他议题', en: 'Other topics' },
    metric: 'agreements',
    facet: 'topic',
    list: 'negotiation_topic',
    without: TEN_TOPICS,
  },
  {
    title: { zh: '有效协议', en: 'Agreements in force' },
    metric: 'agreements',
    facet: 'kind',
    list: 'agreement_kind',
  },
  {
    title: { zh: '争议受理渠道', en: 'Cases opened, by channel' },
    metric: 'case.opened',
    facet: 'channel',
    list: 'dispute_channel',
  },
  {
    title: { zh: '争议办结结果', en: 'Cases closed, by result' },
    metric: 'case.closed',
    facet: 'result',
    list: 'case_result',
  },
  {
    title: { zh: '监督文书', en: 'Supervision documents' },
    note: { zh: '文件只写“两书”“一函两书”，没有列出各书名称。', en: 'The documents name the sets only, not the documents in them.' },
    metric: 'supervision.issued',
    facet: 'kind',
    list: 'supervision_kind',
  },
  {
    title: { zh: '民主管理形式', en: 'Democratic management, by form' },
    metric: 'democracy.held',
    facet: 'form',
    list: 'democracy_form',
  },
  {
    title: { zh: '四项权利', en: 'The four rights' },
    note: { zh: '总工办发〔2021〕16号（十一）没有“监督权”。', en: '总工办发〔2021〕16号 （十一） does not name the right to supervise.' },
    metric: 'democracy.held',
    facet: 'right',
    list: 'worker_right',
  },
  {
    title: { zh: '法律服务', en: 'Legal service' },
    metric: 'legal.served.people',
    facet: 'kind',
    list: 'legal_kind',
  },
  {
    title: { zh: '风险', en: 'Risks found' },
    metric: 'risk.reported',
    facet: 'kind',
    list: 'risk_kind',
  },
]
