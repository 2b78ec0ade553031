import { isZone } from '../catalogue/zones.ts'
import { type Day, monthEnd, monthNumber } from '../domain/calendar.ts'
import { countedMetrics } from '../catalogue/catalogue.ts'
import { type Indicator, partsOf } from '../catalogue/measures.ts'
import { isWithin, placesBelow, townshipsWithin } from '../catalogue/regions.ts'
import { unitsAtLevel } from '../catalogue/reporting-units.ts'
import { isNumberReported, rowsThatReport } from '../catalogue/reported.ts'
import { type TargetEvidence, codeOfTarget, evidenceOfTarget } from '../catalogue/target-evidence.ts'
import type { Target, Threshold } from '../release-format/rows.ts'
import type { Cube } from './cube.ts'
import { rowsInSector } from './reported-in-sector.ts'
import { asCounted, isRate } from './target-number.ts'
import type { SumOfMonths } from './pace.ts'

/** A target, and the month end at which it is judged. */
export interface TargetContext {
  cube: Cube
  target: Target
  /** A month number. */
  month: number
  /** The last day of the month, or in the latest month the day that the release is shown for. */
  day: Day
}

/** What is counted for a target, and what is to be reached. */
export interface Counted {
  value?: number | undefined
  goal?: number | undefined
  whole?: number | undefined
  /** The value of the period before; absent where nothing was received of it. */
  before?: number | undefined
  /** Of a membership rate, the members that it is of. */
  covered?: number
  /** True where there is none of which the value could be a part: 0 of 0. */
  isOfNothing?: boolean
  /** What the value is of; absent where that is what the target names. */
  indicator?: Indicator
}

/** The whole of all streets and townships is read from the table of regions, not counted. */
export const STREETS_METRIC = 'streets'

// Months of distinct people cannot be added up.
const DISTINCT_PEOPLE = 'workers_served'

/** An indicator of the target's region and sector at the end of a month. */
async function indicatorAt({ cube, target }: TargetContext, indicator: Indicator, month: number): Promise<number> {
  const { metric, sector = target.sector } = indicator
  if (metric === STREETS_METRIC) return townshipsWithin(target.region)
  const rows = await cube.valuesAt({ regions: [target.region], metrics: [metric], sectors: [sector], spans: ['all'], month })
  const parts = partsOf(indicator)
  return rows.reduce((sum, row) => sum + (parts.includes(row.part) ? row.value : 0), 0)
}

/** The sum of an indicator over the months from one to another, both included. */
async function indicatorOver({ cube, target }: TargetContext, indicator: Indicator, months: { from: number; to: number }): Promise<number> {
  const { metric, sector = target.sector } = indicator
  if (metric === STREETS_METRIC) return townshipsWithin(target.region)
  const sums = await Promise.all(
    partsOf(indicator).map((part) => cube.sumOfMonths({ metric, part, region: target.region, sector }, months)),
  )
  return sums.reduce((sum, one) => sum + one, 0)
}

/** How the months of an indicator add up; undefined for a stock, and for distinct people. */
export function sumOfMonthsOf(context: TargetContext, indicator: Indicator): SumOfMonths | undefined {
  const isFlow = countedMetrics[indicator.metric]!.windowed && indicator.metric !== DISTINCT_PEOPLE
  return isFlow ? (from, to) => indicatorOver(context, indicator, { from, to }) : undefined
}

/** The value of a target's indicator at the end of a month, within the target's window where the metric has windows. Undefined for a ratio. */
export async function valueIn(context: TargetContext, indicator: Indicator, month: number): Promise<number | undefined> {
  const { windowed, ratio } = countedMetrics[indicator.metric]!
  const { window_start: windowStart, deadline } = context.target
  if (ratio) return undefined
  if (!windowed || !windowStart) return indicatorAt(context, indicator, month)
  const from = monthNumber(windowStart)
  if (indicator.metric === DISTINCT_PEOPLE) return distinctPeopleSince(context, from, month)
  return indicatorOver(context, indicator, { from, to: Math.min(month, monthNumber(deadline ?? monthEnd(month))) })
}

/** Distinct people since the month `from`: the cube knows them for the calendar year, and for no other window. */
async function distinctPeopleSince({ cube, target }: TargetContext, from: number, month: number): Promise<number | undefined> {
  if (from % 12 !== 0 || from !== month - (month % 12)) return undefined
  const rows = await cube.valuesAt({
    regions: [target.region],
    sectors: [target.sector],
    month,
    metrics: [DISTINCT_PEOPLE],
    spans: ['year'],
  })
  return rows.find((row) => row.part === '')?.value ?? 0
}

/** The rows of the target's region, and of its sector or that of the indicator, that report an indicator. */
function rowsOf({ cube, target, month }: TargetContext, indicator: Indicator, of?: Indicator) {
  const metrics = rowsThatReport([indicator, ...(of ? [of] : [])])
  return cube.valuesAt({ regions: [target.region], metrics, sectors: [indicator.sector ?? target.sector], spans: ['all'], month })
}

/** Whether the number of an indicator was reported in the target's region and sector. */
async function isIndicatorReported({ cube, target, month }: TargetContext, indicator: Indicator, of?: Indicator): Promise<boolean> {
  const metrics = rowsThatReport([indicator, ...(of ? [of] : [])])
  const { sector = target.sector } = indicator
  const rows = await cube.valuesAt({ regions: [target.region], metrics, sectors: [...new Set([sector, 'all'])], spans: ['all'], month })
  const known = new Set(rows.map((row) => `${row.metric} ${row.part} ${row.sector}`))
  return isNumberReported(
    rowsInSector((metric, part, one) => known.has(`${metric} ${part} ${one}`), sector),
    indicator,
    of,
  )
}

/** Whether something was counted of an indicator by a month. A zero that was only reported has no day. */
async function isCountedBy(context: TargetContext, indicator: Indicator, month: number): Promise<boolean> {
  const rows = (await rowsOf({ ...context, month }, indicator)).filter(({ value }) => value !== 0)
  return isNumberReported((metric, part) => rows.some((row) => row.metric === metric && row.part === part), indicator)
}

/** The threshold of a target that holds on the day: the one set last up to then. */
export function thresholdOf({ cube, target, day }: TargetContext): Threshold | undefined {
  return cube.thresholds.findLast((one) => one.target_id === target.target_id && one.set_on <= day)
}

const LEVELS = ['province', 'prefecture', 'county'] as const

/** The regions that a spread goes over: those of one level, or the region itself and those of every level below it. */
function regionsOfSpread(region: string, level: NonNullable<TargetEvidence['level']>): string[] {
  const below = (level === 'every' ? LEVELS : [level])
    .flatMap((one) => unitsAtLevel(region, one).map(({ code }) => code))
    .filter((code) => !isZone(code))
  return level === 'every' ? [...new Set([region, ...below])] : below.filter((code) => code !== region)
}

/** How many regions of a level have any of an indicator of their own, not of the regions below them, of how many regions there are. */
async function countRegionsWithAny(
  context: TargetContext,
  indicator: Indicator,
  level: NonNullable<TargetEvidence['level']>,
): Promise<Counted> {
  const { cube, target, month } = context
  const codes = regionsOfSpread(target.region, level)
  const parts = partsOf(indicator)
  const below = new Map(codes.map((code) => [code, placesBelow(code).map((one) => one.code)]))
  const read = [...new Set([...codes, ...[...below.values()].flat()])]
  const sectors = [indicator.sector ?? target.sector]
  const rows = await cube.valuesAt({ regions: read, metrics: [indicator.metric], sectors, spans: ['all'], month })
  const totals = new Map<string, number>()
  for (const row of rows) if (parts.includes(row.part)) totals.set(row.region, (totals.get(row.region) ?? 0) + row.value)
  const total = (code: string) => totals.get(code) ?? 0
  const hasItsOwn = (code: string) => total(code) > below.get(code)!.reduce((sum, one) => sum + total(one), 0)
  return { value: codes.filter(hasItsOwn).length, goal: codes.length }
}

/** The rates of surveys of a region and sector: the latest up to the day, and the one before it where there is one. */
function surveyRates({ cube, target, day }: TargetContext, kind: string): Counted {
  const rates = cube.surveys
    .filter((one) => one.kind === kind && isWithin(one.region, target.region) && one.occurred_on <= day)
    .filter((one) => target.sector === 'all' || one.sector === target.sector)
  const inOrder = rates.toSorted((a, b) => (a.occurred_on < b.occurred_on ? -1 : a.occurred_on > b.occurred_on ? 1 : 0))
  return { value: inOrder.at(-1)?.rate, before: inOrder.at(-2)?.rate }
}

/** By the ledger itself: how many targets with a deadline are parts of this one. */
function countParts({ cube, target, day }: TargetContext): Counted {
  const dated = cube.targets.filter((one) => one.part_of === target.target_id && one.deadline !== null && one.set_on <= day)
  return { value: dated.length, goal: 1 }
}

/** The twelve months up to the month, and the twelve before them where these were reported from their first month on. */
async function yearOverYear(context: TargetContext, indicator: Indicator): Promise<Counted> {
  const yearTo = (to: number) => indicatorOver(context, indicator, { from: to - 11, to })
  const isBeforeKnown = await isCountedBy(context, indicator, context.month - 23)
  return { value: await yearTo(context.month), ...(isBeforeKnown && { before: await yearTo(context.month - 12) }) }
}

/**
 * What a target asks to reach: its value, the threshold that a person set, one, zero, or the whole. Undefined where a word of the document
 * waits for a threshold.
 */
function goalOf(context: TargetContext, whole: number | undefined): number | undefined {
  const { target } = context
  const { counted, rule } = evidenceOfTarget(codeOfTarget(target))
  if (target.value !== null) return asCounted(target, target.value)
  const threshold = thresholdOf(context)
  if (threshold && (threshold.counts === 'count' || isRate(counted))) return threshold.value
  // The small subtraction keeps a product such as 0.07 × 100 from being rounded up.
  if (threshold) return whole === undefined ? undefined : Math.ceil(threshold.value * whole - 1e-9)
  if (rule === 'existence') return 1
  if (rule === 'none_left') return 0
  return target.comparison === 'all' ? whole : undefined
}

/** The whole that a target's value is a part of; undefined where there is none or nothing was received for it. */
async function wholeOf(context: TargetContext, of: Indicator | undefined): Promise<number | undefined> {
  if (!of || (of.metric !== STREETS_METRIC && !(await isIndicatorReported(context, of)))) return undefined
  return indicatorAt(context, of, context.month)
}

/** Whether a target is judged by its whole: all of it, or the share that a person set. */
export function isJudgedByWhole(context: TargetContext): boolean {
  const { value, comparison } = context.target
  return value === null && (comparison === 'all' || thresholdOf(context)?.counts === 'share')
}

/**
 * The indicator and the whole that are alike: of a workforce only those members whose workforce is in it, and beside all members no workforce of
 * some (functions/docs/contract.md, section 3, membership_rate).
 */
function alike(context: TargetContext, counted: Indicator, of: Indicator | undefined): { indicator: Indicator; of?: Indicator } {
  if (counted.metric !== 'members' || of?.metric !== 'workforce') return { indicator: counted, ...(of && { of }) }
  return isJudgedByWhole(context) ? { indicator: { ...of, metric: 'members_covered' }, of } : { indicator: counted }
}

/** A rate as `GET /values` answers it, a fraction of one basis; undefined where its members or its workforce were not reported. */
async function countRate(context: TargetContext, indicator: Indicator): Promise<Counted> {
  const [numerator, denominator] = countedMetrics[indicator.metric]!.ratio!.map((metric) => ({ ...indicator, metric }))
  const goal = goalOf(context, 1)
  const whole = (await isIndicatorReported(context, { metric: 'members' })) ? await wholeOf(context, denominator) : undefined
  if (!whole) return { goal, indicator }
  const covered = await indicatorAt(context, numerator!, context.month)
  return { value: covered / whole, covered, goal, indicator }
}

/**
 * Metrics whose zero is 0 of 0 where none of these was ever counted: nobody was due, and nobody was carried over. A zero is an achievement only where
 * there was something to do.
 */
const NOTHING_WITHOUT: Readonly<Record<string, readonly string[]>> = { transfers_due: ['transfers_due', 'members_transferred'] }

/** Whether nothing was ever received that a target on what is left could be about. */
async function isAboutNothing({ cube, target, month }: TargetContext, { metric, sector = target.sector }: Indicator): Promise<boolean> {
  const metrics = NOTHING_WITHOUT[metric]
  if (!metrics) return false
  const rows = await cube.valuesAt({ regions: [target.region], metrics, sectors: [sector], spans: ['all'], month })
  return !rows.some((row) => row.metric === metric || row.value > 0)
}

/** Counts what a target asks for, by the rule of its metric (functions/catalogue/target-evidence.ts). */
export async function countTarget(context: TargetContext): Promise<Counted> {
  const { counted, of, rule, level, survey } = evidenceOfTarget(codeOfTarget(context.target))
  if (rule === 'ledger') return countParts(context)
  if (counted && isRate(counted)) return countRate(context, counted)
  if (!counted || !(await isIndicatorReported(context, counted, of))) return { goal: goalOf(context, undefined) }
  if (survey) return surveyRates(context, survey)
  if (rule === 'spread') return countRegionsWithAny(context, counted, level!)
  if (rule === 'trend') return yearOverYear(context, counted)
  const like = alike(context, counted, of)
  const value = await valueIn(context, like.indicator, context.month)
  const whole = await wholeOf(context, like.of)
  const isOfNothing = whole === 0 || (await isAboutNothing(context, counted))
  return { value, whole, goal: goalOf(context, whole), indicator: like.indicator, isOfNothing }
}
