import { type Day, addDays, monthEnd, monthNumber } from '../domain/calendar.ts'
import { countedMetrics, targetEvidence } from '../domain/catalogue.ts'
import { metricName } from '../domain/names.ts'
import type { Figure, PublishedProgress, Target, TargetProgress } from '../domain/documents.ts'
import { forecastFinish, judge, reaches } from '../domain/progress.ts'
import type { Cube } from './cube.ts'
import { evidenceOf } from './evidence.ts'
import { shownDay, shownMonth } from './moment.ts'

/** Counted value of a target's metric at the end of a month, within its window where the metric speaks of one. */
async function valueIn(cube: Cube, target: Target, metric: string, month: number): Promise<number | undefined> {
  const { windowed, ratio } = countedMetrics[metric]!
  if (ratio) return undefined
  const at = { regions: [target.region], sectors: [target.sector], month }
  if (windowed && target.window_start) {
    const start = monthNumber(target.window_start)
    // Months of distinct people cannot be added; a calendar year is a span of the cube, other windows are not.
    if (metric !== 'workers_served')
      return cube.sumOfMonths(metric, target.region, target.sector, start, Math.min(month, monthNumber(target.deadline ?? monthEnd(month))))
    if (start % 12 !== 0 || start !== month - (month % 12)) return undefined
  }
  const span = windowed && target.window_start ? 'year' : 'all'
  const rows = await cube.valuesAt({ ...at, metrics: [metric], spans: [span] })
  return rows.find((row) => row.part === '')?.value ?? 0
}

async function isReported(cube: Cube, target: Target, metric: string, month: number): Promise<boolean> {
  const rows = await cube.valuesAt({ regions: [target.region], metrics: [countedMetrics[metric]!.reported_by], spans: ['all'], month })
  return rows.length > 0
}

function besides(cube: Cube, target: Target): PublishedProgress[] {
  const metric = targetEvidence[target.metric]?.published
  if (!metric) return []
  const ofRegion = cube.figures.filter((figure) => figure.metric === metric && figure.region === target.region)
  const ofSector = ofRegion.filter((figure) => figure.sector === target.sector)
  const figures = ofSector.length > 0 || target.sector !== 'all' ? ofSector : ofRegion
  const latest = figures.reduce((day, figure) => (figure.as_of > day ? figure.as_of : day), '')
  return figures.filter((figure) => figure.as_of === latest).map((figure) => published(figure, target))
}

function published(figure: Figure, target: Target): PublishedProgress {
  const sameWindow =
    (figure.period_start ?? '') === (target.window_start ?? '') ||
    (!figure.period_start && !countedMetrics[targetEvidence[target.metric]?.counted ?? '']?.windowed)
  const status =
    target.value !== null && sameWindow ? (reaches(figure.value, target.value, target.comparison) ? 'met' : 'not_met') : undefined
  return { ...evidenceOf(figure), ...(status && { status }) }
}

/** What a target asks to reach: its value, the whole it is a part of, or none left. */
async function goal(cube: Cube, target: Target, metric: string | null, month: number): Promise<number | undefined> {
  if (target.value !== null) return target.value
  if (target.comparison !== 'all' || !metric) return undefined
  const { part_of, should_be_zero } = countedMetrics[metric]!
  if (should_be_zero) return 0
  return part_of ? valueIn(cube, target, part_of, month) : undefined
}

/** Judges one target at the end of a month (or on the day that the release is shown for). */
export async function progressOf(cube: Cube, target: Target, month = shownMonth(cube.manifest)): Promise<TargetProgress> {
  const day = month === shownMonth(cube.manifest) ? shownDay(cube.manifest) : monthEnd(month)
  const metric = targetEvidence[target.metric]?.counted ?? null
  const wanted = await goal(cube, target, metric, month)
  const value = metric && (await isReported(cube, target, metric, month)) ? await valueIn(cube, target, metric, month) : undefined
  const measured = {
    value,
    target: wanted,
    comparison: target.comparison,
    windowStart: target.window_start ?? undefined,
    deadline: target.deadline ?? undefined,
    asOf: day,
  }
  const finish = value !== undefined && wanted ? await forecast(cube, target, metric!, { on: day, value }, wanted, month) : undefined
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
    ...(target.window_start && { window_start: target.window_start }),
    ...(target.deadline && { deadline: target.deadline }),
    set_on: target.set_on,
    ...(value !== undefined && { value }),
    ...(metric && { counted: metric, unit: countedMetrics[metric]!.unit }),
    ...judge(measured),
    ...(finish && { forecast_finish: finish }),
    published: besides(cube, target),
  }
}

/** The finish at the pace of the last twelve months, or of the window where it is shorter. */
async function forecast(
  cube: Cube,
  target: Target,
  metric: string,
  now: { on: Day; value: number },
  wanted: number,
  month: number,
): Promise<Day | undefined> {
  const start = target.window_start ? addDays(target.window_start, -1) : undefined
  const yearAgo = monthEnd(month - 12)
  if (start && start > yearAgo) return forecastFinish(wanted, now, { on: start, value: 0 })
  const before = await valueIn(cube, target, metric, month - 12)
  return before === undefined ? undefined : forecastFinish(wanted, now, { on: yearAgo, value: before })
}

/** The progress of every target of a region (and sector, where one is asked for). */
export async function progressFor(cube: Cube, region: string, sector: string | undefined, month?: number): Promise<TargetProgress[]> {
  const applying = cube.targets.filter((target) => target.region === region && (sector === undefined || target.sector === sector))
  return Promise.all(applying.map((target) => progressOf(cube, target, month)))
}
