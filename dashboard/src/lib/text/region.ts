import { SECTORS } from '#catalogue/sectors.ts'
import type { Bilingual, Language } from '#domain/language.ts'

/** Regions and sectors: counts, workforce, ranking, map and trends. */
export const regionText = {
  key: { zh: '主要指标', en: 'Key counts' },
  below: { zh: '下级地区', en: 'Regions below' },
  townships: { zh: '乡镇（街道）', en: 'Townships and streets' },
  townshipsNote: {
    zh: '只计写明乡镇（街道）的事件；没有写明的计入区县，另列一行。',
    en: 'Only events that name a township or street count here. What names none counts in the county, in a row of its own.',
  },
  noStreetNamed: { zh: '未写明街镇', en: 'no street named' },
  map: { zh: '各省（区、市）', en: 'Provinces' },
  mapNote: {
    zh: '方块图：每格一个省级地区，位置近似；颜色越深数值越大。',
    en: 'Tile map: one tile a province, placed approximately; darker is more.',
  },
  trend: { zh: '近三年走势', en: 'The last three years' },
  table: { zh: '数据表', en: 'Table' },
  month: { zh: '月末', en: 'Month end' },
  rank: { zh: '位次', en: 'Rank' },
  rate: { zh: '入会率（登记口径）', en: 'Membership rate (registered)' },
  notPublished: { zh: '没有公布数字', en: 'nothing published' },
  sectorsNote: {
    zh: '未填行业的工会只计入合计；同一劳动者可在几个行业接受服务，各行业不可相加。',
    en: 'Unions without a sector count in the total only; a worker may be served in several sectors, so sectors do not add up.',
  },
  regionsNote: {
    zh: '同一劳动者可在几个地区接受服务，在上一级只计一次：各地相加可以大于上一级。',
    en: 'A worker may be served in several regions and counts once above them: the regions may add up to more.',
  },
  fromPlaces: { zh: '来自下级', en: 'from' },
  noDenominator: { zh: '没有从业人数，不给出比率', en: 'no workforce reported, no rate given' },
  denominators: { zh: '从业人数（分母）', en: 'Workers (denominators)' },
  denominatorsNote: {
    zh: '文件没有给出任何分母。各口径、各来源报送的从业人数并列，不取其一；入会率随所用的分母而不同，所以是一个区间。',
    en: 'The documents give no denominator. What each source reported on each basis stands side by side and none is chosen; the share of members depends on it, and so is a band.',
  },
  ownReports: { zh: '本级填报与下级合计', en: 'Own report and the regions below' },
  ownReportsNote: {
    zh: '本级自行填报从业人数的，以本级填报为准；下级也有填报的，相差多少列在这里。下级未全部填报的，合计偏小。',
    en: 'Where a region reports its own workforce, that report counts. Where regions below it report as well, this is the difference; where not all of them do, their sum is too small.',
  },
  ownReport: { zh: '本级填报', en: 'Own report' },
  sumBelow: { zh: '下级合计', en: 'Sum of regions below' },
  difference: { zh: '相差', en: 'Difference' },
  regionsTelling: { zh: '已填报的下级', en: 'Regions below that reported' },
  unlike: { zh: '未着色的没有同类的数字，不比深浅', en: 'Tiles without colour have no figure of the same kind and are not compared' },
  withinPeriods: {
    zh: '按各自期间公布的：期间不同，不排位',
    en: 'Published for periods of their own: they differ, so they are not ranked',
  },
  otherGroups: {
    zh: '来源自定群体的：各来源所指不同，不排位',
    en: 'Of groups as each source names them: they differ, so they are not ranked',
  },
  rateBand: { zh: '入会率区间', en: 'Share of members, as a band' },
  source: { zh: '报送来源', en: 'Reported by' },
  workers: { zh: '从业人数', en: 'Workers' },
  memberShare: { zh: '入会率', en: 'Share of members' },
  all: { zh: '合计', en: 'All' },
  publishedNote: {
    zh: '各地最近一次公布，日期和口径不一，逐条见“公布数字”。',
    en: 'Each place’s latest published figure; days and definitions differ, see Published figures.',
  },
  overfullRate: {
    zh: '会员多于填报的从业人数：请核对从业人数',
    en: 'more members than reported workers: check the workforce',
  },
  overfullRates: { zh: '高于 100% 的入会率，不排位', en: 'Rates above 100 %, not ranked' },
  partialRates: {
    zh: '只含一部分会员的入会率：各地所含行业和地区不同，不排位',
    en: 'Rates of some members only: they cover different sectors and regions, so they are not ranked',
  },
  figuresOf: { zh: '年公布', en: ' published' },
  partialFigures: {
    zh: '只公布了个别行业的：与全部行业不可比，不排位',
    en: 'Published for one sector only: not comparable with all sectors, so not ranked',
  },
  monthly: { zh: '（每月）', en: ' (monthly)' },
} satisfies Record<string, Bilingual>

/** How many townships no event names; their names follow. */
export const otherTownships: Readonly<Record<Language, (count: number) => string>> = {
  zh: (count) => `没有事件写明的乡镇（街道）${count} 个：`,
  en: (count) => `${count} that no event names:`,
}

/** What a partial rate covers: the members in it, and their share of all members. */
export const partialRateSentence: Readonly<Record<Language, (members: string, share: string) => string>> = {
  zh: (members, share) => `只含已填报从业人数的行业和地区：会员 ${members} 人，占全部会员的 ${share}`,
  en: (members, share) => `only sectors and regions that reported their workforce: members ${members}, ${share} of all`,
}

/** The parts of a partial rate: its sectors, and how many regions below are in it, with their names. */
export interface RatePartWords {
  sectors: readonly string[]
  regions: readonly string[]
  of: string
}

/** Whether every sector and every region below is in a partial rate: then what is missing is some sectors of some regions. */
const isEveryPart = ({ sectors, regions, of }: RatePartWords) => sectors.length === SECTORS && String(regions.length) === of

const EVERY_PART: Bilingual = {
  zh: '各行业、各下级地区都有填报，缺的是部分地区的部分行业',
  en: 'every sector and every region below has reported some; what is missing is some sectors of some regions',
}

/** Of which sectors and regions a partial rate is. */
export const ratePartsSentence: Readonly<Record<Language, (parts: RatePartWords) => string>> = {
  zh: ({ sectors, regions, of }) =>
    isEveryPart({ sectors, regions, of })
      ? EVERY_PART.zh
      : [
          ...(sectors.length > 0 ? [`行业：${sectors.join('、')}`] : []),
          ...(regions.length > 0
            ? [
                `下级地区（${regions.length} / ${of}）：${regions.slice(0, MOST_NAMES).join('、')}${regions.length > MOST_NAMES ? '等' : ''}`,
              ]
            : ['从业人数为本级填报']),
        ].join('；'),
  en: ({ sectors, regions, of }) =>
    isEveryPart({ sectors, regions, of })
      ? EVERY_PART.en
      : [
          ...(sectors.length > 0 ? [`sectors: ${sectors.join(', ')}`] : []),
          ...(regions.length > 0
            ? [
                `regions below (${regions.length} of ${of}): ${regions.slice(0, MOST_NAMES).join(', ')}${regions.length > MOST_NAMES ? ' and others' : ''}`,
              ]
            : ['workforce as the region itself reported it']),
        ].join('; '),
}

/** The most regions that a sentence names. */
const MOST_NAMES = 6

/** The bases of a workforce, in the order in which they are shown. */
export const basisText: Readonly<Record<string, Bilingual>> = {
  registered: { zh: '登记口径', en: 'registered' },
  surveyed: { zh: '调查口径', en: 'surveyed' },
  estimated: { zh: '估算口径', en: 'estimated' },
  published: { zh: '公布口径', en: 'published' },
}

/** What a series says at its last month, and of the month a year before. */
export const trendSentence: Readonly<Record<Language, (last: TrendPoint, before: string | undefined) => string>> = {
  zh: ({ month, name, value, isMonthly, isCumulative, isFilling }, before) =>
    `${month}${isFilling ? '（尚在报送）' : ''} ${isMonthly ? '当月' : isCumulative ? '累计' : ''}${name} ${value}${before === undefined ? '' : `；一年前为 ${before}`}`,
  en: ({ month, name, value, isMonthly, isCumulative, isFilling }, before) =>
    `${name}, ${isMonthly ? 'in ' : isCumulative ? 'in total to ' : 'at the end of '}${month}${isFilling ? ' (reports still coming in)' : ''}: ${value}${before === undefined ? '' : `; a year before ${before}`}`,
}

export interface TrendPoint {
  month: string
  name: string
  value: string
  isMonthly: boolean
  isCumulative: boolean
  isFilling: boolean
}
