import type { TopicTable } from './topic-table.ts'

/** Joining: where members come from. */
export const membersTables: readonly TopicTable[] = [
  {
    title: { zh: '入会路径', en: 'Joins by path' },
    metric: 'members_joined',
    facet: 'path',
    list: 'join_path',
  },
  {
    title: { zh: '入会渠道', en: 'Joins by channel' },
    metric: 'members_joined',
    facet: 'channel',
    list: 'join_channel',
  },
  {
    title: { zh: '接收工会', en: 'Joins by the form of the receiving union' },
    note: { zh: '只含填了接收工会形式的入会。', en: 'Only joins that tell the form of the receiving union.' },
    metric: 'member.joined',
    facet: 'received_by',
    list: 'union_form',
  },
]
