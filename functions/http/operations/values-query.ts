import { isZone } from '../../catalogue/zones.ts'
import { codeLists, countedMetrics, publishedMetrics, sectors } from '../../catalogue/catalogue.ts'
import { registry } from '../../catalogue/registry.ts'
import { evidenceOfTarget } from '../../catalogue/target-evidence.ts'
import { isPart, measures, partsOf } from '../../catalogue/measures.ts'
import { type Region, findRegion, regionsAtLevel, townshipsOf } from '../../catalogue/regions.ts'
import { type Day, isDay, monthEnd, monthNumber, shanghaiDay } from '../../domain/calendar.ts'
import type { Span } from '../../reporting/cube.ts'
import { HttpError } from '../message.ts'
import { type MetricValue, type ValuesParameters, siteKindMessage } from '../routes/values.ts'

/** The values that a request is for. */
export interface ValuesQuery {
  /** The code that was asked for; each value repeats it. */
  code: string
  /** The metric of that code: itself, or what a measure is counted by. */
  metric: string
  regions: Region[]
  /** What is counted in the regions: everything, what townships count, or the rest of a region, where no township is named. */
  places: 'regions' | 'streets' | 'no_street'
  /** The region whose townships are listed; absent unless they are. */
  streetsOf?: Region
  sectors: readonly string[]
  asOf: Day | undefined
  span: Span
  /** The parts of the metric whose sum is requested. */
  parts: readonly string[]
  /** How the request named the parts; each value repeats it. */
  labels: Pick<MetricValue, 'kind' | 'part'>
}

const isPublished = (metric: string) => Object.hasOwn(publishedMetrics, metric)

/** What the number of a measure is counted by, and that of a name which only targets use. */
function measureOf(name: string) {
  if (Object.hasOwn(measures, name)) return measures[name]!.indicator
  return registry.get(name)?.group === 'targets' ? (evidenceOfTarget(name).counted ?? undefined) : undefined
}

function checkKind({ kind }: ValuesParameters, metric: string): void {
  if (kind === undefined || (metric === 'sites' && Object.hasOwn(codeLists.site_kind!.codes, kind))) return
  const { zh, en } = siteKindMessage(kind)
  throw new HttpError(400, zh, en, 'kind')
}

function checkPart({ metric: name, part, kind }: ValuesParameters, metric: string): void {
  if (part === undefined) return
  if (measureOf(name) === undefined && kind === undefined && isPart(metric, part)) return
  throw new HttpError(400, `参数 part：指标 ${name} 没有这个部分：${part}`, `parameter part: metric ${name} has no part ${part}`, 'part')
}

/** Published figures may be of any day; counted values are of a month end from 2015-01-31 up to the end of the current month. */
function checkAsOf(day: Day | undefined, metric: string, now: Date): void {
  if (day === undefined) return
  if (isPublished(metric)) {
    if (isDay(day)) return
    throw new HttpError(400, `参数 as_of：应为日期，收到 ${day}`, `parameter as_of: expected a day, got ${day}`, 'as_of')
  }
  const isMonthEnd = isDay(day) && monthEnd(monthNumber(day)) === day
  if (isMonthEnd && day >= '2015-01-31' && monthNumber(day) <= monthNumber(shanghaiDay(now))) return
  throw new HttpError(
    400,
    `参数 as_of：应为 2015-01-31 至本月的月末日，收到 ${day}`,
    `parameter as_of: expected a month end from 2015-01-31 to the current month, got ${day}`,
    'as_of',
  )
}

/** The regions that values are answered for. Townships are listed of a county or a prefecture, and have nothing below them. */
function readPlaces(code: string, level: ValuesParameters['level']): Pick<ValuesQuery, 'regions' | 'places' | 'streetsOf'> {
  const region = findRegion(code)!
  const isStreet = region.level === 'township'
  if (level === 'self') return { regions: [region], places: isStreet ? 'streets' : 'regions' }
  const hasStreets = region.level === 'county' || region.level === 'prefecture'
  if (isStreet || (level === 'township' && !hasStreets)) {
    throw new HttpError(
      400,
      `参数 level：${level} 不能用于 ${code}；township 用于县级和地级，乡镇街道只用 self`,
      `parameter level: ${level} cannot be asked of ${code}; township is for a county or a prefecture, and a township has self only`,
      'level',
    )
  }
  if (level === 'township') return { regions: townshipsOf(code), places: 'streets', streetsOf: region }
  // Zones stand between the counties and are none; each is asked for by its own code.
  const isListed = ({ code: one }: { code: string }) => one === code || !isZone(one)
  return { regions: regionsAtLevel(code, level).filter(isListed), places: 'regions' }
}

/** What the parameters of GET /values ask for. Throws HttpError 400 for parameters that do not go together. */
export function readValuesQuery(parameters: ValuesParameters, now: Date): ValuesQuery {
  const { metric: name, region, level, kind, part, as_of, window } = parameters
  const measure = measureOf(name)
  const metric = measure?.metric ?? name
  checkKind(parameters, metric)
  checkPart(parameters, metric)
  checkAsOf(as_of, metric, now)
  const sector = parameters.sector ?? measure?.sector ?? 'all'
  return {
    code: name,
    metric,
    ...readPlaces(region, level),
    sectors: sector === '*' ? sectors : [sector],
    asOf: as_of,
    span: window,
    parts: measure ? partsOf(measure) : [kind ?? part ?? ''],
    labels: { ...(kind !== undefined && { kind }), ...(part !== undefined && { part }) },
  }
}

/** Whether counted values of the metric exist for the day of the query. */
export function asksForCounted({ metric, asOf }: ValuesQuery): boolean {
  const isMonthEnd = asOf === undefined || monthEnd(monthNumber(asOf)) === asOf
  return countedMetrics[metric] !== undefined && isMonthEnd
}

/** Whether published figures stand beside the counted values: not for a measure, which names parts of a metric. */
export function asksForPublished({ code }: ValuesQuery): boolean {
  return isPublished(code)
}
