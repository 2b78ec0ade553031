import type { Bilingual } from './language.ts'
import type { Status } from './progress.ts'

/** The status of a target, or of a published figure beside a target (which is only met or not). */
export type ShownStatus = Status | 'not_met'

/** The statuses in words: the same on the page and in the bulletin. */
export const statusText: Readonly<Record<ShownStatus, Bilingual>> = {
  placeholder: { zh: '待定：文件无数值', en: 'No value set' },
  not_reported: { zh: '未报送', en: 'Not reported' },
  not_applicable: { zh: '不适用', en: 'Not applicable' },
  met: { zh: '已达到', en: 'Met' },
  made_good_late: { zh: '逾期后达到', en: 'Made good late' },
  rising: { zh: '比上期上升', en: 'Rising' },
  not_rising: { zh: '比上期未上升', en: 'Not rising' },
  overdue: { zh: '逾期未达到', en: 'Overdue' },
  no_deadline: { zh: '未定期限', en: 'No deadline' },
  not_judged: { zh: '未判定：缺起始日', en: 'Not judged: no start' },
  on_track: { zh: '达到序时进度', en: 'On track' },
  behind: { zh: '落后于序时进度', en: 'Behind' },
  not_met: { zh: '未达到', en: 'Not met' },
}

/** The rule behind each status, in the order in which the rules are tried (`judge` in progress.ts). */
export const statusRules: Readonly<Record<Status, Bilingual>> = {
  rising: {
    zh: '文件要求提高：近十二个月（或最近一次调查）比上期多',
    en: 'The document asks for more: the last twelve months, or the latest survey, show more than before',
  },
  not_rising: { zh: '文件要求提高：没有比上期多', en: 'The document asks for more: not more than before' },
  placeholder: { zh: '文件没有数值，也没有人设定门槛', en: 'The document gives no number and nobody set a threshold' },
  not_reported: { zh: '没有收到计数所需的报送', en: 'Nothing was received that it is counted from' },
  not_applicable: { zh: '应计的一个也没有（0 / 0），不判', en: 'There is nothing of which it is a part (0 of 0): not judged' },
  made_good_late: { zh: '现已达到，但期限当日没有达到', en: 'Reached now, and not by the deadline' },
  met: { zh: '已达到目标值', en: 'The target is reached' },
  overdue: { zh: '期限已过，没有达到', en: 'The deadline has passed and it is not reached' },
  no_deadline: { zh: '没有期限，不判快慢', en: 'No deadline: no pace is judged' },
  not_judged: { zh: '没有起始日，算不出到今天应达多少', en: 'No beginning: nothing can be expected by now' },
  on_track: { zh: '不少于到今天应达的数', en: 'At least what is expected by now' },
  behind: { zh: '少于到今天应达的数', en: 'Less than what is expected by now' },
}

/** What a status rests on. */
export type Evidence = 'counted' | 'published'

/** What a status rests on, in words. */
export const evidenceText: Readonly<Record<Evidence, Bilingual>> = {
  counted: { zh: '按计数', en: 'as counted' },
  published: { zh: '按公布数字', en: 'as published' },
}
