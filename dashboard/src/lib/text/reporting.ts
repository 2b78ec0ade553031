import type { Bilingual } from '#domain/language.ts'

/** Reporting duties. */
export const reportingText = {
  reportingNote: {
    zh: '谁应当报、报了没有、是否按时，都从收到的数据判断，不看点击。没有报送、零报告、没有报送责任是三回事。文件没有规定报送天数，期限由设定责任的人写明。',
    en: 'Who was to report, whether it came and whether in time is taken from the data received, never from a click. Nothing received, a report of nothing and nothing asked are three things. The documents set no days: whoever sets a duty states them.',
  },
  noDuties: {
    zh: '还没有人设定报送责任；用“报送责任”模板设定。',
    en: 'Nobody set a reporting duty yet; the template “reporting duty set” does.',
  },
  dutyTemplate: { zh: '报送责任模板', en: 'Template for duties' },
  zeroTemplate: { zh: '零报告模板', en: 'Template for reports of nothing' },
  periodEnd: { zh: '期末', en: 'Period to' },
  expectedReports: { zh: '应报', en: 'Expected' },
  receivedReports: { zh: '已报', en: 'Received' },
  onTime: { zh: '按时', en: 'On time' },
  lateReports: { zh: '迟报', en: 'Late' },
  zeroReports: { zh: '零报告', en: 'Nothing to report' },
  missingReports: { zh: '未报', en: 'Missing' },
  pendingReports: { zh: '未到期', en: 'Not due yet' },
  onTimeRate: { zh: '按时和零报告占应报', en: 'On time or nothing to report, of those due' },
  remind: { zh: '待提醒', en: 'Whom to remind' },
  overdueDays: { zh: '已过期天数', en: 'Days overdue' },
} satisfies Record<string, Bilingual>
