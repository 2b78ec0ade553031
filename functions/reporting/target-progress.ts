import type { Bilingual } from '../domain/language.ts'
import { type Day, daysBetween, monthEnd, monthNumber } from '../domain/calendar.ts'
import { countedMetrics } from '../catalogue/catalogue.ts'
import { type Indicator, measureName, measures } from '../catalogue/measures.ts'
import { metricName } from '../catalogue/names.ts'
import { authorityName } from '../catalogue/source-names.ts'
import { type Comparison, type Progress, judge, reaches, statusOn } from '../domain/progress.ts'
import { type TargetRule, codeOfTarget, evidenceOfTarget, isTargetable } from '../catalogue/target-evidence.ts'
import type { Figure, Target, Threshold } from '../release-format/rows.ts'
import { figureRange } from '../domain/figure-range.ts'
import { type RateCoverage, coverageOf } from '../domain/membership-rate.ts'
import type { Cube } from './cube.ts'
import { type PublishedProgress, evidenceOf } from './evidence.ts'
import { asOfDate, asOfMonth } from './as-of.ts'
import { asksForExistence, existenceOf } from './existence.ts'
import { type Forecast, forecastOf } from './forecast.ts'
import { type Pace, paceOf } from './pace.ts'
import { type PartialRate, inWords, workforceParts } from './rate-parts.ts'
import { isRate, unitFields } from './target-number.ts'
import {
  type Counted,
  STREETS_METRIC,
  type TargetContext,
  countTarget,
  isJudgedByWhole,
  sumOfMonthsOf,
  thresholdOf,
  valueIn,
} from './count-target.ts'

/** A target with what is counted and what is published for it. */
export interface TargetProgress extends Progress, Forecast {
  target_id: string
  metric: string
  name: Bilingual
  region: string
  sector: string
  as_of: Day
  /** The day for which deadlines were judged, and how many days old the facts are then; absent where that is the day of the facts. */
  on?: Day
  age_days?: number
  /** False for what nobody counts: its document names it, and no count is defined. */
  is_countable?: false
  target?: number
  /** By what the target was divided: one person of the dataset stands for so many people. Absent where it was not. */
  scale?: number
  comparison: Comparison
  kind: string
  basis: string
  authority?: string
  /** The same in both languages. */
  authority_name?: Bilingual
  article?: string
  window_start?: Day
  deadline?: Day
  set_on: Day
  /** How it is judged where the document gives no number. */
  rule?: TargetRule
  /** The number that a person set for a word of the document; absent where no one has. */
  threshold?: Threshold
  /** The whole that the value is a part of. */
  of?: { name: Bilingual; value: number }
  /** What is expected by now on other calendars than the straight line. */
  pace?: Pace
  /** Whether there is any, where the target asks for no more than that; and the day since which there is, without a break. */
  exists?: boolean
  since?: Day
  /** The value of the period before, where the target asks for more than there was. */
  before?: number
  /** Where parts should add up to it: what they add up to, and what is missing. */
  parts?: { count: number; sum: number; gap: number }
  value?: number
  unit?: string
  /** The unit in words; what is only counted has the name of the things. */
  unit_name?: Bilingual
  /** True where value, target and the value before are shares: fractions, of which 1 is all. */
  is_share?: true
  /** True where the value counts what should not be: the target is the most that may be. */
  less_is_better?: true
  /** Where the value is of members whose workforce was reported, and they are not all: of which sectors and regions. */
  partial?: RateCoverage & PartialRate
  /** The counted metric that the value is of, and its parts; absent where this system does not count it. */
  counted?: string
  counted_parts?: string[]
  published: PublishedProgress[]
}

/** 余, 多 and 超 say a little more than what is printed, and not half as much again: 20余万 is below 300,000. */
const A_LITTLE_MORE = 1.5

/** Whether a figure says that a target is reached; undefined where it may be either, as its source words it. */
function isReachedBy(figure: Figure, target: Target): boolean | undefined {
  const { counted } = evidenceOfTarget(codeOfTarget(target))
  const { lowest, highest } = figureRange(figure)
  const atMost = Math.min(highest, figure.value * A_LITTLE_MORE)
  // A rate is counted as a fraction, and printed by others in percent.
  const size = isRate(counted) && figure.unit === '%' ? 100 : 1
  const [isAtLeast, isAtMost] = [lowest, atMost].map((one) => reaches(one / size, target.value!, target.comparison))
  return isAtLeast === isAtMost ? isAtLeast : undefined
}

/** Homes of drivers are of freight: a figure of that sector is one of all of them. */
const isOfSector = ({ metric, sector }: Figure, target: Target) =>
  sector === target.sector || (target.sector === 'all' && sector === 'freight' && metric.startsWith('driver_homes'))

/**
 * The latest published figures of a target's region up to a day, each judged for itself where it is of the target's own sector and window. Those of
 * its own sector come first.
 */
function publishedFor(cube: Cube, target: Target, until: Day | undefined): PublishedProgress[] {
  const { published: metric } = evidenceOfTarget(codeOfTarget(target))
  if (!metric) return []
  const isKnown = ({ as_of, published_on }: Figure) => until === undefined || (as_of <= until && (published_on ?? as_of) <= until)
  const ofRegion = cube.figures.filter((figure) => figure.metric === metric && figure.region === target.region && isKnown(figure))
  const ofSector = ofRegion.filter((figure) => figure.sector === target.sector)
  const figures = ofSector.length > 0 || target.sector !== 'all' ? ofSector : ofRegion
  const latest = figures.reduce((day, figure) => (figure.as_of > day ? figure.as_of : day), '')
  const { counted } = evidenceOfTarget(codeOfTarget(target))
  const isWindowed = Boolean(countedMetrics[counted?.metric ?? '']?.windowed)
  return figures
    .filter((figure) => figure.as_of === latest)
    .map((figure): PublishedProgress => {
      const isSameWindow = (figure.period_start ?? '') === (target.window_start ?? '') || (!figure.period_start && !isWindowed)
      if (target.value === null || !isSameWindow || !isOfSector(figure, target)) return evidenceOf(figure)
      const isReached = isReachedBy(figure, target)
      return { ...evidenceOf(figure), ...(isReached !== undefined && { status: isReached ? 'met' : 'not_met' }) }
    })
}

/** What the parts of a target add up to, where others are set as parts of it. */
function partsFor(cube: Cube, target: Target): TargetProgress['parts'] {
  const parts = cube.targets.filter((one) => one.part_of === target.target_id && one.value !== null)
  if (parts.length === 0 || target.value === null) return undefined
  const sum = parts.reduce((all, one) => all + one.value!, 0)
  return { count: parts.length, sum, gap: target.value - sum }
}

/** What the ledger says of a target and what it asks on a day, in the fields of the answer. */
function ledgerFields(target: Target, goal: number | undefined, day: Day) {
  const { target_id, metric, region, sector, comparison, kind, basis, authority, article, window_start, deadline, set_on } = target
  const code = codeOfTarget(target)
  return {
    target_id,
    metric,
    name: Object.hasOwn(measures, code) ? measureName(measures[code]!) : metricName(code),
    region,
    sector,
    as_of: day,
    ...(!isTargetable(code) && { is_countable: false as const }),
    ...(goal !== undefined && { target: goal }),
    ...(target.scale !== undefined && { scale: target.scale }),
    comparison,
    kind,
    basis,
    ...(authority && { authority, authority_name: authorityName(authority) }),
    ...(article && { article }),
    ...(window_start && { window_start }),
    ...(deadline && { deadline }),
    set_on,
  }
}

/** Whether a value counts what should not be. */
const isLessBetter = (indicator: Indicator | null | undefined) => countedMetrics[indicator?.metric ?? '']?.polarity === 'less'

/** What is counted for a target, in the fields of the answer. */
function countedFields({ target }: TargetContext, { value, whole, before, indicator }: Counted, threshold: Threshold | undefined) {
  const { counted: named, of, rule } = evidenceOfTarget(codeOfTarget(target))
  const counted = indicator ?? named
  return {
    ...(value !== undefined && { value }),
    ...(counted && { counted: counted.metric, ...unitFields(counted, codeOfTarget(target)) }),
    ...(isLessBetter(counted) && { less_is_better: true as const }),
    ...(counted?.parts && { counted_parts: counted.parts }),
    ...(rule && { rule }),
    ...(threshold && { threshold }),
    ...(whole !== undefined && of && { of: { name: of.metric === STREETS_METRIC ? STREETS : metricName(of.metric), value: whole } }),
    ...(before !== undefined && { before }),
  }
}

const STREETS = { zh: '街道（乡镇）', en: 'streets and townships' }

/** Whether a target was reached at its deadline; undefined where the deadline has not passed or nothing is counted. */
async function wasReachedInTime(context: TargetContext, { value, goal }: Counted): Promise<boolean | undefined> {
  const { target, day } = context
  const { deadline, comparison } = target
  if (deadline === null || day <= deadline || value === undefined || goal === undefined) return undefined
  const then = await countTarget({ ...context, month: monthNumber(deadline), day: deadline })
  return then.value !== undefined && reaches(then.value, goal, comparison, isLessBetter(then.indicator))
}

/** Of which members a value is that has only those whose workforce was reported; empty for another value, and for all members. */
async function partialOf(context: TargetContext, { value, covered, indicator }: Counted): Promise<Pick<TargetProgress, 'partial'>> {
  const ofThese = covered ?? (indicator?.metric === 'members_covered' ? value : undefined)
  if (ofThese === undefined || !indicator) return {}
  const members = await valueIn(context, { metric: 'members' }, context.month)
  const coverage = coverageOf(ofThese, members ?? 0)
  if (!coverage) return {}
  const { region, sector } = context.target
  const parts = (await workforceParts(context.cube)).partsOf(region, sector, indicator.parts?.[0] ?? '')
  return { partial: { ...coverage, ...inWords(parts, sector) } }
}

/** When targets are judged. */
export interface ProgressAt {
  /** A month number. */
  month?: number | undefined
  /** The reader's day. */
  on?: Day | undefined
  /** The last day of figures that are shown; absent, all are. */
  figuresUntil?: Day | undefined
}

/**
 * Judges one target with the facts of the end of a month (by default of the day that the release is shown for). `on` is the reader's day, which decides
 * whether the deadline has passed; absent, it is the day of the facts.
 */
export async function progressOf(
  cube: Cube,
  target: Target,
  { month = asOfMonth(cube.manifest), on, figuresUntil }: ProgressAt = {},
): Promise<TargetProgress> {
  const day = month === asOfMonth(cube.manifest) ? asOfDate(cube.manifest) : monthEnd(month)
  const context: TargetContext = { cube, target, month, day }
  const counted = await countTarget(context)
  const { value, goal, before } = counted
  const wasReached = await wasReachedInTime(context, counted)
  const { counted: named, of, rule } = evidenceOfTarget(codeOfTarget(target))
  const indicator = counted.indicator ?? named
  const judged = judge({
    value,
    target: goal,
    comparison: target.comparison,
    windowStart: target.window_start ?? undefined,
    deadline: target.deadline ?? undefined,
    asOf: day,
    asksForRise: rule === 'trend' && goal === undefined,
    ...(before !== undefined && { before }),
    ...(wasReached !== undefined && { wasReached }),
    isGoalSet: of !== undefined && isJudgedByWhole(context),
    isLessBetter: isLessBetter(indicator),
    isOfNothing: counted.isOfNothing ?? false,
    asksForExistence: asksForExistence(context),
  })
  // A rule of existence, spread or trend has no pace, nor has a rate: only counts that grow towards a number have.
  const isGrowing = !isRate(indicator) && !isLessBetter(indicator) && (rule === undefined || rule === 'whole')
  const isPaced = indicator && value !== undefined && goal && isGrowing
  const forecast = isPaced ? await forecastOf(context, { indicator, value, goal }) : {}
  const pace = isPaced ? await paceOf(target, { goal, day, sumOfMonths: sumOfMonthsOf(context, indicator) }) : undefined
  const parts = partsFor(cube, target)
  return {
    ...ledgerFields(target, goal, day),
    ...countedFields(context, counted, thresholdOf(context)),
    ...(parts && { parts }),
    ...judged,
    ...(on && { on, status: statusOn(judged.status, target.deadline ?? undefined, on), age_days: Math.max(daysBetween(day, on), 0) }),
    ...(await existenceOf(context, value)),
    ...(await partialOf(context, counted)),
    ...forecast,
    ...(pace && { pace }),
    published: publishedFor(cube, target, figuresUntil),
  }
}

/** The progress of every target of a region, of one sector where it is given, at the end of a month (a month number), as a reader finds it on a day. */
export async function progressFor(
  cube: Cube,
  region: string,
  { sector, ...at }: ProgressAt & { sector?: string | undefined } = {},
): Promise<TargetProgress[]> {
  const applying = cube.targets.filter((target) => target.region === region && (sector === undefined || target.sector === sector))
  return Promise.all(applying.map((target) => progressOf(cube, target, at)))
}
