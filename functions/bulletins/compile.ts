import { type Day, monthEnd, monthNumber } from '../domain/calendar.ts'
import { codeName, countedMetrics, sectors } from '../catalogue/catalogue.ts'
import { metricName } from '../catalogue/names.ts'
import { isReported } from '../catalogue/reported.ts'
import type { Figure, TargetProgress } from '../reporting/documents.ts'
import { ranks } from '../domain/progress.ts'
import { type Region, findRegion, placesBelow } from '../catalogue/regions.ts'
import type { Cube, CubeValue } from '../reporting/cube.ts'
import { asOfDate, asOfMonth } from '../reporting/as-of.ts'
import { progressFor } from '../reporting/target-progress.ts'
import type { Block, Bulletin } from './model.ts'
import { chineseDay, number, percent } from './words.ts'

export interface BulletinAsked {
  region: Region
  /** `YYYY-MM`, not after the month that the release is shown for. */
  period: string
}

const NOT_REPORTED = '未报送'
const NOTES = '说明'

/** Values of one place or sector by metric, with `.year` and `.month` for the windows of a flow. */
type Values = Record<string, number>

type UnnumberedBulletin = Omit<Bulletin, 'id' | 'number' | 'compiled_at'>

/** What the office reads first: the nation's or region's counts in this order. */
const OVERALL = [
  'members',
  'members_joined',
  'workers_served',
  'service_persontimes',
  'unions',
  'enterprises',
  'enterprises_unionized',
  'driver_homes',
] as const

interface Place {
  region: Region
  values: Values
  /** The year's target of new members that covers the period, where one is set. */
  target?: TargetProgress
}

function keyOf(row: CubeValue): string {
  return row.span === 'all' ? row.metric : `${row.metric}.${row.span}`
}

async function valuesOf(cube: Cube, codes: readonly string[], sectorCodes: readonly string[], month: number): Promise<Map<string, Values>> {
  const rows = await cube.valuesAt({ regions: codes, sectors: sectorCodes, month })
  const found = new Map<string, Values>()
  for (const row of rows.filter((one) => one.part === '')) {
    const place = sectorCodes.length === 1 ? row.region : row.sector
    const values = found.get(place) ?? {}
    found.set(place, values)
    values[keyOf(row)] = row.value
  }
  return found
}

/** A value as the tables print it: what nobody reported on is no zero. */
function told(values: Values, metric: string, span: '' | 'month' | 'year' = ''): string {
  if (!isReported(metric, values)) return NOT_REPORTED
  return number(values[span ? `${metric}.${span}` : metric] ?? 0)
}

function heading(text: string): Block {
  return { kind: 'heading', text }
}

function paragraph(text: string): Block {
  return { kind: 'paragraph', text }
}

/** Compiles the bulletin of a region and month from a release. Every number in it is one that the API answers. */
export async function compileBulletin(cube: Cube, { region, period }: BulletinAsked): Promise<UnnumberedBulletin> {
  const month = monthNumber(`${period}-01`)
  const asOf = month === asOfMonth(cube.manifest) ? asOfDate(cube.manifest) : monthEnd(month)
  const { dataset, release } = cube.manifest
  const own = (await valuesOf(cube, [region.code], ['all'], month)).get(region.code) ?? {}
  const bySector = await valuesOf(cube, [region.code], ['all', ...sectors], month)
  const places = await readPlaces(cube, region, month)
  const targets = await progressFor(cube, region.code, undefined, month)
  return {
    dataset,
    is_simulated: dataset === 'simulated',
    release,
    region: region.code,
    region_name: region.name,
    period,
    as_of: asOf,
    title: `关于${region.code === '000000' ? '全国' : region.name}新就业形态劳动者建会入会和服务工作进展情况的通报`,
    blocks: numbered([
      ...overall(own, asOf, period),
      ...promised(targets),
      ...byPlace(places),
      ...bySectors(bySector),
      ...behind(targets, places),
      ...published(cube, region),
      ...sources(cube, asOf),
    ]),
  }
}

const NUMERALS = ['一', '二', '三', '四', '五', '六', '七', '八']

/** Numbers headings and tables in the order in which they came to stand; the closing notes have no number. */
function numbered(blocks: readonly Block[]): Block[] {
  let headings = 0
  let tables = 0
  return blocks.map((block) => {
    if (block.kind === 'heading' && block.text !== NOTES) return { ...block, text: `${NUMERALS[headings++]}、${block.text}` }
    if (block.kind === 'table') return { ...block, table: { ...block.table, caption: `表${++tables} ${block.table.caption}` } }
    return block
  })
}

async function readPlaces(cube: Cube, region: Region, month: number): Promise<Place[]> {
  const children = placesBelow(region.code)
  const values = await valuesOf(
    cube,
    children.map((child) => child.code),
    ['all'],
    month,
  )
  const places: Place[] = []
  for (const child of children) {
    const targets = await progressFor(cube, child.code, 'all', month)
    const target = targets.find((one) => one.metric === 'members_new' && one.target !== undefined && covers(one, month))
    places.push({
      region: child,
      values: values.get(child.code) ?? {},
      ...(target && { target }),
    })
  }
  return places
}

function covers(target: TargetProgress, month: number): boolean {
  return (
    Boolean(target.window_start && target.deadline) && monthNumber(target.window_start!) <= month && month <= monthNumber(target.deadline!)
  )
}

function overall(own: Values, asOf: Day, period: string): Block[] {
  const reported = OVERALL.filter((metric) => isReported(metric, own))
  if (reported.length === 0) {
    return [heading('总体进展'), paragraph(`截至${chineseDay(asOf)}，本数据集没有收到该地区的报送事件，不能给出计数。未报送不等于零。`)]
  }
  const at = (metric: string, span: '' | 'month' | 'year' = '') => told(own, metric, span)
  const sentences: Partial<Record<(typeof OVERALL)[number], string>> = {
    members: `现有会员${at('members')}人`,
    members_joined: `本年新发展会员${at('members_joined', 'year')}人，其中${Number(period.slice(5))}月${at('members_joined', 'month')}人`,
    workers_served: `累计服务劳动者${at('workers_served')}人、${at('service_persontimes')}人次`,
    unions: `存续工会组织${at('unions')}个`,
    enterprises: `登记企业${at('enterprises')}家`,
    driver_homes: `启用司机之家${at('driver_homes')}家`,
  }
  const parts = reported.map((metric) => sentences[metric]).filter((one) => one !== undefined)
  const rows = OVERALL.map((metric) => {
    const { windowed, unit } = countedMetrics[metric]!
    return [metricName(metric).zh, unit, windowed ? at(metric, 'month') : '—', windowed ? at(metric, 'year') : '—', at(metric)]
  })
  return [
    heading('总体进展'),
    paragraph(`截至${chineseDay(asOf)}，${parts.join('；')}。`),
    { kind: 'table', table: { caption: '总体进展', header: ['指标', '单位', '本月', '本年', '累计或现有'], rows } },
  ]
}

const STATUS_ZH: Record<TargetProgress['status'], string> = {
  placeholder: '待定',
  not_reported: '未报送',
  met: '已达到',
  made_good_late: '逾期后达到',
  rising: '上升',
  not_rising: '未上升',
  overdue: '逾期未达到',
  no_deadline: '未定期限',
  not_judged: '未判定',
  on_track: '达到序时进度',
  behind: '落后于序时进度',
}

function promised(targets: readonly TargetProgress[]): Block[] {
  const numbered = targets.filter((target) => target.target !== undefined && target.counted)
  if (numbered.length === 0) return []
  const rows = numbered.map((target) => [
    `${target.name.zh}${target.sector === 'all' ? '' : `（${codeName('sector', target.sector).zh}）`}`,
    `${target.comparison === 'more_than' ? '超过' : ''}${number(target.target!)}`,
    target.value === undefined ? '—' : number(target.value),
    target.share === undefined ? '—' : percent(target.share),
    target.deadline ?? '—',
    STATUS_ZH[target.status],
  ])
  return [
    heading('目标进度'),
    { kind: 'table', table: { caption: '目标进度', header: ['目标', '目标值', '计数值', '完成率', '期限', '判定'], rows } },
  ]
}

function byPlace(places: readonly Place[]): Block[] {
  if (!places.some((place) => isAnythingReported(place))) return []
  const shares = places.filter((place) => place.target?.share !== undefined)
  const order = ranks(shares.map((place) => place.target!.share!))
  const rankOf = new Map(shares.map((place, index) => [place.region.code, order[index]!]))
  const last = places.length + 1
  const sorted = [...places].sort((a, b) => (rankOf.get(a.region.code) ?? last) - (rankOf.get(b.region.code) ?? last))
  const rows = sorted.map(({ region, values, target }) => [
    region.name,
    told(values, 'members'),
    told(values, 'members_joined', 'year'),
    target ? number(target.target!) : '未下达',
    target?.share === undefined ? '—' : percent(target.share),
    String(rankOf.get(region.code) ?? '—'),
    told(values, 'workers_served'),
  ])
  const note =
    shares.length > 0
      ? '完成率为本年新发展会员与本年目标之比，按完成率排位，并列同位次；没有目标的不排位。'
      : '本期没有下达到下一级的年度目标，不计算完成率，不排位。'
  const header = ['地区', '现有会员', '本年新发展', '本年目标', '完成率', '位次', '累计服务人数']
  return [
    heading('各地进展'),
    { kind: 'table', table: { caption: '各地进展', header, rows } },
    { kind: 'note', text: `${note}服务人数在地区之间可能重复，不可相加。` },
  ]
}

function isAnythingReported(place: Place): boolean {
  return Object.keys(place.values).length > 0
}

function bySectors(values: Map<string, Values>): Block[] {
  const columns = [['members'], ['members_joined', 'year'], ['workers_served'], ['service_persontimes'], ['unions']] as const
  const all = values.get('all') ?? {}
  if (!columns.some(([metric]) => isReported(metric, all))) return []
  const rows = [...sectors, 'all'].map((sector) => [
    sector === 'all' ? '合计' : codeName('sector', sector).zh,
    ...columns.map(([metric, span]) =>
      isReported(metric, all) ? number(values.get(sector)?.[span ? `${metric}.${span}` : metric] ?? 0) : NOT_REPORTED,
    ),
  ])
  const header = ['行业', '现有会员', '本年新发展', '累计服务人数', '累计服务人次', '工会组织']
  return [
    heading('分行业进展'),
    { kind: 'table', table: { caption: '分行业进展', header, rows } },
    { kind: 'note', text: '未填行业的工会只计入合计；同一劳动者可在几个行业接受服务，服务人数的合计不等于各行业之和。' },
  ]
}

function behind(targets: readonly TargetProgress[], places: readonly Place[]): Block[] {
  const late = [...targets, ...places.flatMap((place) => place.target ?? [])].filter(
    (target) => target.status === 'behind' || target.status === 'overdue',
  )
  const silent = places.filter((place) => !isAnythingReported(place)).map((place) => place.region.name)
  const blocks: Block[] = [heading('滞后与未报')]
  blocks.push(
    paragraph(
      late.length === 0
        ? '没有可以判定为落后于序时进度或逾期的目标。'
        : `落后于序时进度或逾期的目标：${late.map((target) => `${findRegion(target.region)!.name}${target.name.zh}（目标${number(target.target!)}，计数${number(target.value!)}${target.expected === undefined ? '' : `，按时间应达${number(Math.round(target.expected))}`}）`).join('；')}。`,
    ),
  )
  if (places.length > 0)
    blocks.push(paragraph(silent.length === 0 ? '所列地区均有报送。' : `未报送的地区：${silent.join('、')}。未报送不等于零。`))
  return blocks
}

/** A published figure as its source qualified it: 约 before the number, 以上 behind the unit. */
function printed({ value, unit, qualifier }: Figure): string {
  return `${qualifier === 'approx' ? '约' : ''}${number(value)}${unit}${qualifier === 'at_least' ? '以上' : ''}`
}

function published(cube: Cube, region: Region): Block[] {
  const figures = cube.figures
    .filter((figure) => figure.region === region.code)
    .sort((a, b) => (a.as_of < b.as_of ? 1 : -1))
    .slice(0, 12)
  if (figures.length === 0) return []
  const rows = figures.map((figure) => [
    `${metricName(figure.metric).zh}${figure.sector === 'all' ? '' : `（${codeName('sector', figure.sector).zh}）`}`,
    printed(figure),
    figure.as_of,
    figure.outlet,
  ])
  return [
    heading('公布数字对照'),
    { kind: 'table', table: { caption: '最近的公布数字', header: ['指标', '数值', '截至', '出处'], rows } },
    { kind: 'note', text: '公布数字为各单位和媒体所发布，与本系统计数分列，不相加、不混用。' },
  ]
}

function sources(cube: Cube, asOf: Day): Block[] {
  const { dataset, release, created_at, log, engine, regions, events } = cube.manifest
  return [
    heading(NOTES),
    paragraph(
      `本通报的计数全部取自数据集${dataset}第${release}号发布版（${created_at.slice(0, 10)}生成，含${number(events.live)}个有效事件、${number(log.seq)}次提交，由${engine}计算），统计截至${chineseDay(asOf)}。` +
        `地区代码采用${regions.year}年区划。服务覆盖的口径文件未作规定，这里指至少接受过一次实名服务的不同劳动者。`,
    ),
    paragraph('编发依据：总工办发〔2021〕16号（十五）“适时通报工作进展”。文件未规定排位；排位和滞后清单由编发单位决定是否保留。'),
  ]
}
