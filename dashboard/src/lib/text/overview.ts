import type { Bilingual } from '#domain/language.ts'

/** The first page: the three promises and the head enterprises. */
export const overviewText = {
  promises: { zh: '三项承诺', en: 'The three promises' },
  promiseHead: { zh: '头部企业建会', en: 'Head enterprises unionized' },
  promiseServed: { zh: '服务覆盖超过100万人', en: 'More than 1,000,000 workers served' },
  promiseHomes: { zh: '司机之家达到1000家', en: '1,000 driver homes' },
  scopeHead: { zh: '全国 · 货运、快递、网约车、外卖配送', en: 'Nation · freight, courier, ride-hailing, food delivery' },
  scopeServed: { zh: '仅上海市', en: 'Shanghai only' },
  scopeHomes: { zh: '全国 · “十四五”末', en: 'Nation · end of the 14th five-year plan' },
  silentHead: {
    zh: '文件报告12家已全部建会，没有列出名单。仍待推动的是其下的子公司、分公司、关联企业和站点。',
    en: 'The document reports all 12 as unionized and names none. What remains open is the tree below them: subsidiaries, branches, affiliates and stations.',
  },
  silentServed: {
    zh: '文件没有写期限，也没有定义“服务覆盖”。这里计的是至少接受过一次实名服务的不同劳动者。没有期限，不判快慢。',
    en: 'The document sets no deadline and does not define “served”. Counted here: distinct workers with at least one named service. Without a deadline no pace is judged.',
  },
  silentHomes: {
    zh: '原文为“力争”，见于答记者问；“十四五”末按2025-12-31理解，文件未写日期，也没有分到各省。',
    en: 'The wording is “strive for”, in a press Q&A; the end of the plan is read as 2025-12-31, which the text does not state. No split by province.',
  },
  enterpriseKinds: { zh: '各类企业的存续与建会', en: 'Enterprises by kind: open, and with a union' },
  unionizedShare: { zh: '建会率', en: 'Share unionized' },
  share: { zh: '完成率', en: 'Share done' },
  onePerson: { zh: '一人一次', en: 'One person once' },
  knownByPhone: {
    zh: '人只凭手机号识别：没有一条事件同时写明其身份证号。其中有人若在别处以身份证号报送，会计为两人；报送一条同时写明两者的事件后，即计为一人。',
    en: 'people are known by phone only: no event names their identity number beside it. One of them who is reported by identity number elsewhere counts as two people, until an event that names both is sent.',
  },
  lists: { zh: '待核清单', en: 'To be checked' },
  listsNote: {
    zh: '这些事件已收、已按规则计数，但值得核对。没有条目的清单不列；没有收到相关事件的，不等于没有问题。',
    en: 'These were taken and counted by the rules, but deserve a look. Lists without an entry are left out; where nothing was received, that does not mean that all is well.',
  },
} satisfies Record<string, Bilingual>

/** The work lists that the first page counts. */
export const listText: Readonly<Record<string, Bilingual>> = {
  duplicate_join: { zh: '重复入会', en: 'Joins by members' },
  transfer_without_membership: { zh: '未入会先接转', en: 'Transfers without membership' },
  left_elsewhere: { zh: '离会工会不符', en: 'Leaves from another union' },
  region_split: { zh: '拆分地区的事件', en: 'Events from regions that were split' },
  enterprises_without_code: { zh: '缺统一社会信用代码的企业', en: 'Enterprises without a credit code' },
  names_to_check: { zh: '名称中有看不见或形似的字符', en: 'Names with characters that are not seen or look like others' },
  stations_of_closed_enterprises: { zh: '企业已注销的站点', en: 'Stations of closed enterprises' },
  identifiers_in_conflict: {
    zh: '一个手机号或内部编号对应几个人的事件',
    en: 'Events in which a phone or reference is that of several people',
  },
  implausible_ages: { zh: '劳动者不满16岁或超过100岁的事件', en: 'Events of people under 16 or over 100' },
  unknown_references: { zh: '提到但未登记的对象', en: 'Named but never recorded' },
}
