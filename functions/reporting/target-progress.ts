import { type Day, addDays, monthEnd, monthNumber } from '../domain/calendar.ts'
import { countedMetrics } from '../catalogue/catalogue.ts'
import type { Figure, PublishedProgress, Target, TargetProgress, Threshold } from './documents.ts'
import { type Indicator, partsOf } from '../catalogue/measures.ts'
import { metricName } from '../catalogue/names.ts'
import { forecastBand, forecastFinish, judge, reaches } from '../domain/progress.ts'
import { isWithin, regionsAtLevel, townshipsWithin } from '../catalogue/regions.ts'
import { type TargetEvidence, evidenceOfTarget } from '../catalogue/target-evidence.ts'
import type { Cube } from './cube.ts'
import { evidenceOf } from './evidence.ts'
import { asOfDate, asOfMonth } from './as-of.ts'
import { paceOf } from './pace.ts'

/** An indicator of a region at the end of a month; `from`, the first month that counts, where it is asked of a window. */
async function indicatorAt(cube: Cube, indicator: Indicator, region: string, sector: string, month: number, from?: number): Promise<number> {
  const { metric } = indicator
  const at = indicator.sector ?? sector
  if (metric === 'streets') return townshipsWithin(region)
  if (from !== undefined) {
    const months = partsOf(indicator).map((part) => cube.sumOfMonths(metric, region, at, from, month, part))
    return (await Promise.all(months)).reduce((sum, one) => sum + one, 0)
  }
  const rows = await cube.valuesAt({ regions: [region], metrics: [metric], sectors: [at], spans: ['all'], month })
  const parts = partsOf(indicator)
  return rows.reduce((sum, row) => sum + (parts.includes(row.part) ? row.value : 0), 0)
} // prettier-ignore

/** Counted value of a target's metric at the end of a month, within its window where the metric speaks of one. */
async function valueIn(cube: Cube, target: Target, indicator: Indicator, month: number): Promise<number | undefined> {
  const { windowed, ratio } = countedMetrics[indicator.metric]!
  if (ratio) return undefined
  if (windowed && target.window_start) {
    const start = monthNumber(target.window_start)
    // Months of distinct people cannot be added; a calendar year is a span of the cube, other windows are not.
    if (indicator.metric !== 'workers_served')
      return indicatorAt(cube, indicator, target.region, target.sector, Math.min(month, monthNumber(target.deadline ?? monthEnd(month))), start)
    if (start % 12 !== 0 || start !== month - (month % 12)) return undefined
    const rows = await cube.valuesAt({ regions: [target.region], sectors: [target.sector], month, metrics: [indicator.metric], spans: ['year'] })
    return rows.find((row) => row.part === '')?.value ?? 0
  }
  return indicatorAt(cube, indicator, target.region, target.sector, month)
} // prettier-ignore

async function isReported(cube: Cube, target: Target, { metric }: Indicator, month: number): Promise<boolean> {
  const metrics = [countedMetrics[metric]!.reported_by]
  return (await cube.valuesAt({ regions: [target.region], metrics, spans: ['all'], month })).length > 0
}

function besides(cube: Cube, target: Target): PublishedProgress[] {
  const { published: metric } = evidenceOfTarget(target.metric)
  if (!metric) return []
  const ofRegion = cube.figures.filter((figure) => figure.metric === metric && figure.region === target.region)
  const ofSector = ofRegion.filter((figure) => figure.sector === target.sector)
  const figures = ofSector.length > 0 || target.sector !== 'all' ? ofSector : ofRegion
  const latest = figures.reduce((day, figure) => (figure.as_of > day ? figure.as_of : day), '')
  return figures.filter((figure) => figure.as_of === latest).map((figure) => published(figure, target))
}

function published(figure: Figure, target: Target): PublishedProgress {
  const { counted } = evidenceOfTarget(target.metric)
  const sameWindow =
    (figure.period_start ?? '') === (target.window_start ?? '') ||
    (!figure.period_start && !countedMetrics[counted?.metric ?? '']?.windowed)
  const status =
    target.value !== null && sameWindow ? (reaches(figure.value, target.value, target.comparison) ? 'met' : 'not_met') : undefined
  return { ...evidenceOf(figure), ...(status && { status }) }
}

/** The threshold of a target that held on a day: the one set last up to then. */
function thresholdOf(cube: Cube, target: Target, day: Day): Threshold | undefined {
  return cube.thresholds.findLast((one) => one.target_id === target.target_id && one.set_on <= day)
}

/** What is counted for a target, and what is to be reached. */
interface Counted {
  value?: number | undefined
  wanted?: number | undefined
  whole?: number | undefined
  before?: number | undefined
}

/** Places of a level in which there is any, of all of them. */
async function spread(cube: Cube, target: Target, indicator: Indicator, level: NonNullable<TargetEvidence['level']>, month: number) {
  const places = regionsAtLevel(target.region, level).filter((one) => one.code !== target.region)
  const rows = await cube.valuesAt({ regions: places.map((one) => one.code), metrics: [indicator.metric], sectors: ['all'], spans: ['all'], month })
  const parts = partsOf(indicator)
  const having = new Set(rows.filter((row) => parts.includes(row.part) && row.value > 0).map((row) => row.region))
  return { value: having.size, wanted: places.length }
} // prettier-ignore

/** The rates of surveys of a region: the latest up to a day, and the one before it. */
function ratesOf(cube: Cube, target: Target, kind: string, day: Day): Counted {
  const rates = cube.surveys.filter((one) => one.kind === kind && isWithin(one.region, target.region) && one.occurred_on <= day)
  const inOrder = rates.toSorted((a, b) => (a.occurred_on < b.occurred_on ? -1 : a.occurred_on > b.occurred_on ? 1 : 0))
  return { value: inOrder.at(-1)?.rate, before: inOrder.at(-2)?.rate ?? 0 }
}

/** By the ledger itself: how many targets with a deadline are parts of this one. */
function inLedger(cube: Cube, target: Target, day: Day): Counted {
  const dated = cube.targets.filter((one) => one.part_of === target.target_id && one.deadline !== null && one.set_on <= day)
  return { value: dated.length, wanted: 1 }
}

async function countedFor(cube: Cube, target: Target, month: number, day: Day): Promise<Counted> {
  const { counted, of, rule, level, survey } = evidenceOfTarget(target.metric)
  if (rule === 'ledger') return inLedger(cube, target, day)
  if (!counted || !(await isReported(cube, target, counted, month))) return { wanted: goal(cube, target, day, rule, undefined), ...(rule === 'trend' && { before: 0 }) } // prettier-ignore
  if (survey) return ratesOf(cube, target, survey, day)
  if (rule === 'spread') return spread(cube, target, counted, level!, month)
  if (rule === 'trend') {
    const { region, sector } = target
    const ofYear = (to: number) => indicatorAt(cube, counted, region, sector, to, to - 11)
    return { value: await ofYear(month), before: await ofYear(month - 12) }
  }
  const value = await valueIn(cube, target, counted, month)
  const whole = of && (of.metric === 'streets' || (await isReported(cube, target, of, month))) ? await indicatorAt(cube, of, target.region, target.sector, month) : undefined // prettier-ignore
  return { value, whole, wanted: goal(cube, target, day, rule, whole) }
}

/** What a target asks to reach: its value, the threshold a person set, one, none, or the whole. Nothing where the document's word waits for a threshold. */
function goal(cube: Cube, target: Target, day: Day, rule: TargetEvidence['rule'], whole: number | undefined): number | undefined {
  if (target.value !== null) return target.value
  const threshold = thresholdOf(cube, target, day)
  if (threshold) return threshold.counts === 'count' ? threshold.value : whole === undefined ? undefined : Math.ceil(threshold.value * whole - 1e-9)
  if (rule === 'existence') return 1
  if (rule === 'none_left') return 0
  return target.comparison === 'all' ? whole : undefined
} // prettier-ignore

/** What the parts of a target add up to, where others are set as parts of it. */
function partsFor(cube: Cube, target: Target): TargetProgress['parts'] {
  const parts = cube.targets.filter((one) => one.part_of === target.target_id && one.value !== null)
  if (parts.length === 0 || target.value === null) return undefined
  const sum = parts.reduce((all, one) => all + one.value!, 0)
  return { count: parts.length, sum, gap: target.value - sum }
}

/** Judges one target at the end of a month (or on the day that the release is shown for). */
export async function progressOf(cube: Cube, target: Target, month = asOfMonth(cube.manifest)): Promise<TargetProgress> {
  const day = month === asOfMonth(cube.manifest) ? asOfDate(cube.manifest) : monthEnd(month)
  const { counted, of, rule } = evidenceOfTarget(target.metric)
  const { value, wanted, whole, before } = await countedFor(cube, target, month, day)
  const isPast = target.deadline !== null && day > target.deadline && value !== undefined && wanted !== undefined
  const then = isPast ? await countedFor(cube, target, monthNumber(target.deadline!), target.deadline!) : undefined
  const measured = {
    value,
    target: wanted,
    comparison: target.comparison,
    windowStart: target.window_start ?? undefined,
    deadline: target.deadline ?? undefined,
    asOf: day,
    ...(before !== undefined && { before }),
    ...(then && { wasReached: then.value !== undefined && reaches(then.value, wanted!, target.comparison) }),
  }
  const isPaced = value !== undefined && wanted && counted && (rule === undefined || rule === 'whole')
  const finish = isPaced ? await forecast(cube, target, counted, { on: day, value }, wanted, month) : undefined
  const band = finish ? forecastBand(wanted!, await historyOf(cube, target, counted!, { on: day, value: value! }, month)) : undefined
  // Months of distinct people cannot be added, and a stock is no flow: these have no season.
  const isFlow = counted && countedMetrics[counted.metric]!.windowed && counted.metric !== 'workers_served'
  const ofMonths = isFlow ? (from: number, to: number) => indicatorAt(cube, counted, target.region, target.sector, to, from) : undefined
  const pace = isPaced ? await paceOf(target, wanted, day, ofMonths) : undefined
  const threshold = thresholdOf(cube, target, day)
  const parts = partsFor(cube, target)
  return {
    target_id: target.target_id,
    metric: target.metric,
    name: metricName(target.metric),
    region: target.region,
    sector: target.sector,
    as_of: day,
    ...(wanted !== undefined && { target: wanted }),
    comparison: target.comparison,
    kind: target.kind,
    basis: target.basis,
    ...(target.authority && { authority: target.authority }),
    ...(target.article && { article: target.article }),
    ...(target.window_start && { window_start: target.window_start }),
    ...(target.deadline && { deadline: target.deadline }),
    set_on: target.set_on,
    ...(value !== undefined && { value }),
    ...(counted && { counted: counted.metric, unit: rule === 'spread' ? '个' : countedMetrics[counted.metric]!.unit }),
    ...(counted?.parts && { counted_parts: counted.parts }),
    ...(rule && { rule }),
    ...(threshold && { threshold }),
    ...(whole !== undefined && { of: { name: of!.metric === 'streets' ? STREETS : metricName(of!.metric), value: whole } }),
    ...(before !== undefined && { before }),
    ...(parts && { parts }),
    ...judge(measured),
    ...(finish && { forecast_finish: finish }),
    ...(band && { forecast_band: band }),
    ...(pace && { pace }),
    published: besides(cube, target),
  }
}

const STREETS = { zh: '街道（乡镇）', en: 'streets and townships' }

/** The finish at the pace of the last twelve months, or of the window where it is shorter. */
async function forecast(
  cube: Cube,
  target: Target,
  indicator: Indicator,
  now: { on: Day; value: number },
  wanted: number,
  month: number,
): Promise<Day | undefined> {
  const start = target.window_start ? addDays(target.window_start, -1) : undefined
  const yearAgo = monthEnd(month - 12)
  if (start && start > yearAgo) return forecastFinish(wanted, now, { on: start, value: 0 })
  const before = await valueIn(cube, target, indicator, month - 12)
  return before === undefined ? undefined : forecastFinish(wanted, now, { on: yearAgo, value: before })
}

/** The values at the ends of the last twelve months, or since the window's start, up to a day. */
async function historyOf(cube: Cube, target: Target, indicator: Indicator, now: { on: Day; value: number }, month: number) {
  const start = target.window_start ? monthNumber(target.window_start) : 0
  const from = Math.max(month - 12, start - 1)
  const history: { on: Day; value: number }[] = []
  for (let at = from; at < month; at++) {
    const value = at < start ? 0 : await valueIn(cube, target, indicator, at)
    if (value !== undefined) history.push({ on: monthEnd(at), value })
  }
  return [...history, now]
}

/** The progress of every target of a region (and sector, where one is asked for). */
export async function progressFor(cube: Cube, region: string, sector: string | undefined, month?: number): Promise<TargetProgress[]> {
  const applying = cube.targets.filter((target) => target.region === region && (sector === undefined || target.sector === sector))
  return Promise.all(applying.map((target) => progressOf(cube, target, month)))
}
