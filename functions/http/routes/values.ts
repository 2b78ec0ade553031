import { type Day, FIRST_DAY, isDay, monthEnd, monthNumber, monthStart, shanghaiDay } from '../../domain/calendar.ts'
import { codeLists, countedMetrics, publishedMetrics, sectors } from '../../catalogue/catalogue.ts'
import { isPart, measures, partsOf } from '../../catalogue/measures.ts'
import { type Level, type Region, findRegion, levels, regionsAtLevel } from '../../catalogue/regions.ts'
import type { Cube, Span } from '../../reporting/cube.ts'
import { evidenceOf } from '../../reporting/evidence.ts'
import { asOfDate } from '../../reporting/as-of.ts'
import { csvTable } from '../../domain/csv-table.ts'
import { HttpError } from '../message.ts'

/** One value of a metric, counted or published. */
export interface MetricValue {
  metric: string
  region: string
  sector: string
  as_of: Day
  period_start?: Day
  value: number
  unit: string
  evidence: 'counted' | 'published'
  basis?: string
  kind?: string
  part?: string
  /** The measure that was asked for, by its id. */
  measure?: string
  qualifier?: string
  outlet?: string
  title?: string
  url?: string
  published_on?: Day
  quote?: string
}

interface Asked {
  metric: string
  regions: Region[]
  sectors: string[]
  asOf: Day | undefined
  span: Span
  /** The parts of the metric whose sum is asked for. */
  parts: readonly string[]
  /** How the question named them, which the answer repeats. */
  told: Pick<MetricValue, 'kind' | 'part' | 'measure'>
}

const KNOWN = new Set(['metric', 'region', 'sector', 'as_of', 'window', 'level', 'kind', 'part', 'release'])

function oneOf<T extends string>(query: URLSearchParams, name: string, allowed: readonly T[], otherwise: T): T {
  const value = query.get(name) ?? otherwise
  if (!allowed.includes(value as T)) {
    throw new HttpError(
      400,
      `参数 ${name}：应为 ${allowed.join('、')} 之一，收到 ${value}`,
      `parameter ${name}: expected one of ${allowed.join(', ')}, got ${value}`,
      name,
    )
  }
  return value as T
}

/** A region of the table down to county, from a parameter. */
export function askedRegion(query: URLSearchParams, otherwise = '000000'): Region {
  const code = query.get('region') ?? otherwise
  const region = code.length === 6 ? findRegion(code) : undefined
  if (!region) {
    throw new HttpError(
      400,
      `参数 region：应为 6 位行政区划代码（县级以上），收到 ${code}`,
      `parameter region: expected a code of 6 digits, county or above, got ${code}`,
      'region',
    )
  }
  return region
}

/** A month end from 2015-01-31 up to the current month's. */
function checkMonthEnd(day: Day, now: Date): void {
  const isEnd = isDay(day) && monthEnd(monthNumber(day)) === day
  if (!isEnd || day < '2015-01-31' || monthNumber(day) > monthNumber(shanghaiDay(now))) {
    throw new HttpError(
      400,
      `参数 as_of：应为 2015-01-31 至本月的月末日，收到 ${day}`,
      `parameter as_of: expected a month end from 2015-01-31 to the current month, got ${day}`,
      'as_of',
    )
  }
}

function readQuery(query: URLSearchParams, now: Date): Asked {
  for (const name of query.keys()) {
    if (!KNOWN.has(name)) throw new HttpError(400, `没有参数 ${name}`, `there is no parameter ${name}`, name)
  }
  const named = query.get('metric') ?? ''
  const measure = Object.hasOwn(measures, named) ? measures[named]!.indicator : undefined
  const metric = measure ? measure.metric : named
  const counted = countedMetrics[metric]
  const isPublished = Object.hasOwn(publishedMetrics, metric)
  if (!counted && !isPublished)
    throw new HttpError(400, `参数 metric：没有指标 ${metric}`, `parameter metric: there is no metric ${metric}`, 'metric')
  const region = askedRegion(query)
  const level = oneOf(query, 'level', ['self', ...levels.filter((one) => one !== 'nation')], 'self')
  const sector = oneOf(query, 'sector', ['all', '*', ...sectors], measure?.sector ?? 'all')
  const kind = query.get('kind') ?? undefined
  if (kind !== undefined && (metric !== 'sites' || !Object.hasOwn(codeLists.site_kind!.codes, kind))) {
    throw new HttpError(
      400,
      `参数 kind：只用于 sites，取阵地类型代码；收到 ${kind}`,
      `parameter kind: only with sites, a code of site_kind; got ${kind}`,
      'kind',
    )
  }
  const part = query.get('part') ?? undefined
  if (part !== undefined && (measure || kind !== undefined || !isPart(metric, part))) {
    throw new HttpError(
      400,
      `参数 part：指标 ${named} 没有这个部分：${part}`,
      `parameter part: metric ${named} has no part ${part}`,
      'part',
    )
  }
  const asOf = query.get('as_of') ?? undefined
  if (asOf !== undefined) {
    if (!isPublished) checkMonthEnd(asOf, now)
    else if (!isDay(asOf))
      throw new HttpError(400, `参数 as_of：应为日期，收到 ${asOf}`, `parameter as_of: expected a day, got ${asOf}`, 'as_of')
  }
  return {
    metric,
    regions: level === 'self' ? [region] : regionsAtLevel(region.code, level as Level),
    sectors: sector === '*' ? sectors : [sector],
    asOf,
    span: oneOf(query, 'window', ['all', 'year', 'month'], 'all'),
    parts: measure ? partsOf(measure) : [kind ?? part ?? ''],
    told: { ...(kind !== undefined && { kind }), ...(part !== undefined && { part }), ...(measure && { measure: named }) },
  }
}

/** The first day of the window that ends at a day. */
function periodStart(day: Day, span: Span): Day {
  if (span === 'all') return FIRST_DAY
  return span === 'year' ? `${day.slice(0, 4)}-01-01` : monthStart(monthNumber(day))
}

async function counted(cube: Cube, asked: Asked): Promise<MetricValue[]> {
  const { unit, windowed, by, ratio } = countedMetrics[asked.metric]!
  const asOf = asked.asOf ?? asOfDate(cube.manifest)
  const span = windowed ? asked.span : 'all'
  const metrics = ratio ? [...ratio] : [asked.metric]
  const rows = await cube.valuesAt({
    regions: asked.regions.map((region) => region.code),
    metrics,
    sectors: asked.sectors,
    spans: [span],
    month: monthNumber(asOf),
  })
  const found = new Map(rows.map((row) => [`${row.metric} ${row.region} ${row.sector} ${row.part}`, row.value]))
  const answers: MetricValue[] = []
  for (const region of asked.regions) {
    for (const sector of asked.sectors) {
      const at = (metric: string, part: string) => found.get(`${metric} ${region.code} ${sector} ${part}`)
      const common = {
        metric: asked.metric,
        region: region.code,
        sector,
        as_of: asOf,
        ...(windowed && { period_start: periodStart(asOf, span) }),
      }
      if (by !== 'basis' || asked.told.measure) {
        const value = asked.parts.reduce((sum, part) => sum + (at(asked.metric, part) ?? 0), 0)
        answers.push({ ...common, value, unit, evidence: 'counted', ...asked.told })
        continue
      }
      for (const basis of Object.keys(codeLists.workforce_basis!.codes)) {
        const workforce = at('workforce', basis)
        if (workforce === undefined || (ratio && workforce === 0)) continue
        const value = ratio ? (at(ratio[0], '') ?? 0) / workforce : workforce
        answers.push({ ...common, value, unit, evidence: 'counted', basis })
      }
    }
  }
  return answers
}

function published(cube: Cube, asked: Asked): MetricValue[] {
  const codes = new Set(asked.regions.map((region) => region.code))
  const matching = cube.figures.filter(
    (figure) => figure.metric === asked.metric && codes.has(figure.region) && asked.sectors.includes(figure.sector),
  )
  const latest = new Map<string, Day>()
  for (const figure of matching) {
    const key = `${figure.region} ${figure.sector}`
    if (figure.as_of > (latest.get(key) ?? '')) latest.set(key, figure.as_of)
  }
  return matching
    .filter((figure) => figure.as_of === (asked.asOf ?? latest.get(`${figure.region} ${figure.sector}`)))
    .map((figure) => ({ metric: figure.metric, region: figure.region, evidence: 'published' as const, ...evidenceOf(figure) }))
}

/** Answers `GET /values`: counted values, zeros included, and published figures of the same name beside them. */
export async function answerValues(cube: Cube, query: URLSearchParams, now: Date): Promise<{ release: string; values: MetricValue[] }> {
  const asked = readQuery(query, now)
  const values: MetricValue[] = []
  const isMonthEnd = asked.asOf === undefined || monthEnd(monthNumber(asked.asOf)) === asked.asOf
  if (countedMetrics[asked.metric] && isMonthEnd) values.push(...(await counted(cube, asked)))
  if (Object.hasOwn(publishedMetrics, asked.metric) && !asked.told.measure) values.push(...published(cube, asked))
  return { release: cube.manifest.release, values }
}

const COLUMNS = [
  'metric',
  'region',
  'sector',
  'as_of',
  'period_start',
  'value',
  'unit',
  'evidence',
  'basis',
  'kind',
  'part',
  'measure',
  'qualifier',
  'outlet',
  'title',
  'url',
  'published_on',
  'quote',
] as const

/** The same answer as a table (UTF-8 with a byte order mark, for Excel and WPS), each row with its release. */
export function valuesCsv(answer: { release: string; values: MetricValue[] }): string {
  const rows = answer.values.map((value) => [...COLUMNS.map((name) => value[name]), answer.release])
  return csvTable([[...COLUMNS, 'release'], ...rows])
}
