import { SECTORS } from '../catalogue/sectors.ts'
import type { Day } from '../domain/calendar.ts'
import { chineseDate, exact } from '../domain/format.ts'
import type { Bulletin } from './model.ts'

/** Every Chinese heading and sentence of a bulletin. Numbers come in as numbers or as text that is formatted already. */

/** The mark that simulated numbers carry wherever they are shown. */
const SIMULATED = '模拟数据 · 非真实情况'

/** The mark of a bulletin, with the scale of its dataset where there is one; empty where nothing is simulated. */
export function simulatedMark({ is_simulated, scale }: Pick<Bulletin, 'is_simulated' | 'scale'>): string {
  if (!is_simulated) return ''
  return scale === undefined ? SIMULATED : `${SIMULATED} · 1人代表${exact(scale)}人，以人计的目标按其1/${exact(scale)}列出`
}

export const NOT_REPORTED = '未报送'
export const NOT_ASSIGNED = '未下达'
/** The cell of a value that does not exist. */
export const EMPTY = '—'
export const NATION = '全国'
export const TOTAL = '合计'

/** The numerals of the headings. */
export const NUMERALS = ['一', '二', '三', '四', '五', '六', '七', '八', '九']

export const bulletinTitle = (region: string) => `关于${region}新就业形态劳动者建会入会和服务工作进展情况的通报`
export const numberedHeading = (numeral: string, heading: string) => `${numeral}、${heading}`
export const numberedCaption = (number: number, caption: string) => `表${number} ${caption}`
/** A name with what it is limited to, such as a sector. */
export const limitedTo = (name: string, limit: string) => `${name}（${limit}）`

export const overallText = {
  heading: '总体进展',
  header: ['指标', '单位', '本月', '本年', '累计或现有'],
  noEvents: (asOf: Day) => `截至${chineseDate(asOf)}，尚未收到该地区的报送，不能给出计数。未报送不等于零。`,
  summary: (asOf: Day, clauses: readonly string[]) => `截至${chineseDate(asOf)}，${clauses.join('；')}。`,
}

export const targetsText = {
  heading: '目标进度',
  header: ['目标', '目标值', '计数值', '完成率', '期限', '判定'],
  any: '有',
  none: '无',
  anySince: (day: string) => `有（${day} 起）`,
  moreThan: (value: string) => `超过${value}`,
  atMost: (value: string) => `不多于${value}`,
  noneLeft: '清零',
  /** The basis of a membership rate, behind its name. */
  basis: '登记口径',
  /** The cell of a target on which nothing is counted yet. */
  published: (figure: string, asOf: Day) => `公布${figure}（${asOf}），未报送计数`,
  partial: (share: string, covered: string) => `${share}（只含${covered}的会员）`,
  evidence:
    '判定按计数；注明“按公布数字”的，没有收到计数，按所列公布数字。目标为“有”的，收到一次相应报送即判为有，文件对时限、质量的要求不作判定。',
  covers: (target: string, members: string, share: string, { sectors, regions, of }: PartsOfRate) =>
    [
      `${target}的完成率只含已填报从业人数的行业和地区：会员${members}人，占全部会员的${share}`,
      ...(sectors.length === SECTORS && regions.length === of
        ? ['各行业、各下级地区都有填报，缺的是部分地区的部分行业']
        : sectors.length > 0
          ? [`行业：${sectors.join('、')}`]
          : []),
      regions.length > 0 ? `下级地区${regions.length}个（共${of}个）：${regions.join('、')}` : '从业人数为本级填报',
    ].join('；') + '。',
}

/** Of which sectors and regions a partial rate is. */
interface PartsOfRate {
  sectors: readonly string[]
  regions: readonly string[]
  of: number
}

export const regionsText = {
  heading: '各地进展',
  header: ['地区', '现有会员', '本年新发展', '本年目标', '完成率', '位次', '累计服务人数'],
  ranked: '完成率为本年新发展会员与本年目标之比，按未经四舍五入的完成率排位，并列同位次；没有目标的不排位。',
  notRanked: '本期没有下达到下一级的年度目标，不计算完成率，不排位。',
  notAdditive: '服务人数在地区之间可能重复，不可相加。',
}

export const sectorsText = {
  heading: '分行业进展',
  header: ['行业', '现有会员', '本年新发展', '累计服务人数', '累计服务人次', '工会组织'],
  note: '未填行业的工会只计入合计；同一劳动者可在几个行业接受服务，服务人数的合计不等于各行业之和。',
}

/** A target that is behind or overdue; `expected` by now is absent without a beginning. */
export interface LateTarget {
  name: string
  target: string
  counted: string
  expected?: string
}

export const behindText = {
  heading: '滞后与未报',
  noneBehind: '没有可以判定为落后于序时进度或逾期的目标。',
  behind: (targets: readonly string[]) => `落后于序时进度或逾期的目标：${targets.join('；')}。`,
  target: ({ name, target, counted, expected }: LateTarget) =>
    `${name}（目标${target}，计数${counted}${expected === undefined ? '' : `，按时间应达${expected}`}）`,
  allReported: '所列地区均有报送。',
  notReported: (regions: readonly string[]) => `未报送的地区：${regions.join('、')}。未报送不等于零。`,
}

export const figuresText = {
  heading: '公布数字对照',
  caption: '最近的公布数字',
  header: ['指标', '数值', '截至或期间', '出处'],
  note: '公布数字为各单位和媒体所发布，与本系统计数分列，不相加、不混用。',
  period: (from: Day, to: Day) => `${from}至${to}`,
  /** The limit of a figure of other groups than a sector. */
  otherGroups: '来源所称群体',
  about: '约',
  orMore: '以上',
}

export const correctionsText = {
  heading: '与前一期的差异',
  replaces: (number: string, changes: number) =>
    `本期替代同一地区、同一月份的${number}。${changes === 0 ? '表中数字没有变化。' : `以下${exact(changes)}处数字与前一期不同，以本期为准。`}`,
  caption: '变动的数字',
  header: ['项目', '栏目', '前一期', '本期'],
}

/** What the closing notes say of the release. */
export interface ReleaseFacts {
  release: string
  createdOn: Day
  asOf: Day
  /** Whether the reports of the month that the bulletin speaks of were still coming in. */
  isFilling: boolean
  regionsYear: number
}

export const notesText = {
  /** The closing notes carry no number. */
  heading: '说明',
  sources: ({ release, createdOn, asOf, isFilling, regionsYear }: ReleaseFacts) =>
    `本通报的计数全部取自第${release}号发布版（${chineseDate(createdOn)}生成），统计截至${chineseDate(asOf)}。` +
    (isFilling ? '当月数据尚在报送，不能与整月相比。' : '') +
    `地区代码采用${regionsYear}年区划。服务覆盖的口径文件未作规定，这里指至少接受过一次实名服务的不同劳动者。`,
  basis: '编发依据：总工办发〔2021〕16号（十五）“适时通报工作进展”。文件未规定排位；排位和滞后清单由编发单位决定是否保留。',
}
