import type { Bilingual, Language } from '#domain/language.ts'
import type { Day } from '#domain/calendar.ts'

/** The ledger of targets. */
export const targetsText = {
  targetsNote: {
    zh: '目标台账：谁在哪份文件第几条、为哪个地区和行业、在什么期间定下的目标。文件没有数字的，写“待定”，不代为填数。',
    en: 'The target ledger: who set what, in which document and article, for which region, sector and window. Where a document gives no number it says so.',
  },
  filter: { zh: '筛选', en: 'Filter' },
  statusRules: { zh: '判定规则（依次对照，先符合的为准）', en: 'How a status is decided (in order; the first that fits)' },
  forecastNote: {
    zh: '括号内是按近十二个月各月增减的波动算出的区间，五次中约有四次落在其中。是否达到序时进度按天数的直线判定；工作日扣除法定节假日、计入调休上班日，放假安排已知到2026年。',
    en: 'In brackets, from the spread of the last twelve months: about four times in five it falls between these days. Whether a target is on track is judged by the straight line; working days take holidays and days worked instead into account as far as they were announced (to 2026).',
  },
  target: { zh: '目标', en: 'Target' },
  setOn: { zh: '设定于', en: 'set on' },
  reportedOn: { zh: '见于报道', en: 'reported in print on' },
  from: { zh: '起于', en: 'From' },
  exists: { zh: '有', en: 'there is' },
  existsNot: { zh: '无', en: 'none' },
  expected: { zh: '按时间应达', en: 'Expected by now' },
  byWorkdays: { zh: '按工作日应达', en: 'By working days' },
  bySeason: { zh: '按本地区往年各月应达', en: 'by the months of its own years' },
  beyond: { zh: '十年以后', en: 'beyond ten years' },
  authority: { zh: '下达', en: 'Set by' },
  threshold: { zh: '门槛', en: 'Threshold' },
  waitsForThreshold: {
    zh: '文件用词（基本、普遍、广泛等）没有数值，等待设定门槛；设定要写明日期、设定人和依据。',
    en: 'The document uses a word and no number: it waits for a threshold, set with a date, an author and a ground.',
  },
  history: { zh: '历次设定，次数', en: 'Settings so far' },
  noValue: { zh: '文件未写数字', en: 'no number in the document' },
  partsOf: { zh: '分项合计', en: 'Parts add up to' },
  partsGap: { zh: '与总数相差', en: 'off the whole by' },
  above100: { zh: '超过100%，请核对口径和范围', en: 'Above 100 %: check what is counted, and where' },
  beganBefore: { zh: '统计期起始早于目标期间，两者不同期', en: 'its period begins before the target’s: not the same time' },
  outOf: { zh: '总数', en: 'out of' },
  before: { zh: '上期', en: 'before' },
  noCountDefined: { zh: '没有规定怎么数', en: 'no count defined' },
  notCounted: { zh: '本系统未计数', en: 'not counted here' },
} satisfies Record<string, Bilingual>

/** How a target without a number in its document is judged. */
export const ruleText: Readonly<Record<string, Bilingual>> = {
  existence: {
    zh: '目标：有（收到一次相应报送即判为有，文件对时限、质量的要求不作判定）',
    en: 'Target: that there is one (one report says so; what the document asks of time and quality is not judged)',
  },
  none_left: { zh: '清零', en: 'None may be left' },
  whole: { zh: '占总数', en: 'Of the whole' },
  spread: { zh: '本级和所辖各级地区都有自己的', en: 'Of its own in the region and in every place below it' },
  trend: { zh: '比上期提高', en: 'More than before' },
  ledger: { zh: '以台账中已定期限的分项计', en: 'By the parts with a deadline in the ledger' },
}

/** How a target came to be set. */
export const targetKindText: Readonly<Record<string, Bilingual>> = {
  assigned: { zh: '下达', en: 'assigned' },
  pledged: { zh: '承诺', en: 'pledged' },
  derived: { zh: '推算', en: 'derived' },
  placeholder: { zh: '待定', en: 'placeholder' },
}

/** How many of the working days of a target's window have passed. */
export const workdaysSentence: Readonly<Record<Language, (passed: number, all: number) => string>> = {
  zh: (passed, all) => `已过 ${passed} 个工作日，共 ${all} 个`,
  en: (passed, all) => `${passed} of ${all} working days have passed`,
}

/** Since which day there is any of what a target of existence asks for. */
export const existsSince: Readonly<Record<Language, (day: Day) => string>> = {
  zh: (day) => `${day} 起`,
  en: (day) => `since ${day}`,
}
