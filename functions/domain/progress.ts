import { type Day, addDays, daysBetween } from './calendar.ts'

/**
 * The statuses of a target in the order in which their rules are tried; the first that fits is taken:
 * rising, not_rising (a trend: more than before, or not) · no_earlier (a trend without an earlier period) · placeholder (no value set) ·
 * not_reported (nothing received that is counted) · not_applicable (a part of nothing: 0 of 0) · made_good_late (reached, but not by the deadline) ·
 * met · overdue (deadline passed) · no_deadline · not_judged (no beginning, so nothing is expected by now) · on_track · behind.
 * Their texts are in statuses.ts.
 */
export const statuses = [
  'rising', 'not_rising', 'no_earlier', 'placeholder', 'not_reported', 'not_applicable', 'made_good_late', 'met', 'overdue', 'no_deadline', 'not_judged', 'on_track', 'behind',
] as const // prettier-ignore
export type Status = (typeof statuses)[number]

export type Comparison = 'at_least' | 'more_than' | 'all'

export interface Measured {
  /** The counted value; undefined where nothing was received that is counted. */
  value: number | undefined
  /** The target's value; undefined where the document sets none. */
  target: number | undefined
  comparison: Comparison
  windowStart: Day | undefined
  deadline: Day | undefined
  asOf: Day
  /** Whether the target was reached at its deadline; only where the deadline has passed. */
  wasReached?: boolean
  /** True where the target asks for more than there was. */
  asksForRise?: boolean
  /** The value of the period before; absent where nothing is known of it: then there is no trend. */
  before?: number
  /** True where the document sets the goal in words (all of it), though its number is not known. */
  isGoalSet?: boolean
  /** True where the value counts what should not be: a target on it is the most that may be. */
  isLessBetter?: boolean
  /** True where the value is a part of a whole of which there is none: 0 of 0 is no achievement. */
  isOfNothing?: boolean
  /** True where the target asks only whether there is any: then no share says anything. */
  asksForExistence?: boolean
}

export interface Progress {
  status: Status
  /** value / target, from 0; above 1 where the target is exceeded. Absent in the first twentieth of a window, where it says nothing. */
  share?: number
  /** What is expected by now on a straight line from the window's start to the deadline. */
  expected?: number
  /** target - value, where it is not reached. */
  gap?: number
}

/** Whether a value reaches a target: `more_than` is strict. A target of zero is reached at 0, one where less is better by that much or less. */
export function reaches(value: number, target: number, comparison: Comparison, isLessBetter = false): boolean {
  if (isLessBetter) return value <= target
  if (target === 0 && comparison !== 'more_than') return value === 0
  return comparison === 'more_than' ? value > target : value >= target
}

/** The expectation at a day: a straight line from 0 at the window's start to the target at the deadline. */
export function expectedBy(target: number, windowStart: Day, deadline: Day, asOf: Day): number {
  if (asOf >= deadline) return target
  return (target * Math.max(daysBetween(windowStart, asOf), 0)) / daysBetween(windowStart, deadline)
}

/** The first part of a window, in which a share says nothing yet. */
const EARLY = 0.05

function isEarly(windowStart: Day | undefined, deadline: Day | undefined, asOf: Day): boolean {
  return windowStart !== undefined && deadline !== undefined && daysBetween(windowStart, asOf) < EARLY * daysBetween(windowStart, deadline)
}

/** Whether a target asks for more than there was, and is there more. */
function judgeTrend({ value, before }: Measured): Progress {
  if (value === undefined) return { status: 'not_reported' }
  if (before === undefined) return { status: 'no_earlier' }
  return { status: value > before ? 'rising' : 'not_rising' }
}

/** Judges a target that is the most that may be, 0 above all. No straight line leads there from 0: what is above it is behind. */
function judgeMost(isMet: boolean, { deadline, asOf, wasReached }: Measured): Progress {
  if (isMet) return { status: wasReached === false ? 'made_good_late' : 'met' }
  if (!deadline) return { status: 'no_deadline' }
  return { status: asOf > deadline ? 'overdue' : 'behind' }
}

/** Judges a target by the rules above. */
export function judge(measured: Measured): Progress {
  const { value, target, comparison, windowStart, deadline, asOf, wasReached, isLessBetter, isOfNothing, asksForExistence } = measured
  if (measured.asksForRise) return judgeTrend(measured)
  if (target === undefined) return { status: measured.isGoalSet ? 'not_reported' : 'placeholder' }
  const isMost = target === 0 || isLessBetter === true
  const expected = windowStart && deadline && !isMost ? expectedBy(target, windowStart, deadline, asOf) : undefined
  const known = expected === undefined ? {} : { expected }
  if (value === undefined) return { status: 'not_reported', ...known }
  if (isOfNothing && value === 0) return { status: 'not_applicable' }
  const isMet = reaches(value, target, comparison, isLessBetter)
  if (isMost) return judgeMost(isMet, measured)
  const share = !asksForExistence && !isEarly(windowStart, deadline, asOf) ? value / target : undefined
  const numbers = { ...(share !== undefined && { share }), ...known, ...(!isMet && { gap: target - value }) }
  if (isMet) return { status: wasReached === false ? 'made_good_late' : 'met', ...numbers }
  if (deadline && asOf > deadline) return { status: 'overdue', ...numbers }
  if (!deadline) return { status: 'no_deadline', ...numbers }
  if (expected === undefined) return { status: 'not_judged', ...numbers }
  return { status: value >= expected ? 'on_track' : 'behind', ...numbers }
}

/** Whether a target asks only that there is any: no number, unless somebody set one. */
export const asksForAny = ({ rule, target = 1 }: { rule?: string; target?: number }): boolean => rule === 'existence' && target === 1

/**
 * A status as a reader finds it on a day: what was not reached on the day of its facts is overdue once the deadline has passed, without a new release.
 * Facts do not change with the day: pace stays as it was on theirs.
 */
export function statusOn<S extends Status>(status: S, deadline: Day | undefined, on: Day): S | 'overdue' {
  const isOpen = status === 'on_track' || status === 'behind' || status === 'not_judged'
  return isOpen && deadline !== undefined && deadline < on ? 'overdue' : status
}

/** A judged target as a reader finds it on a day, see `statusOn`. */
export function judgedOn<T extends { status: Status; deadline?: Day }>(target: T, on: Day): T {
  return { ...target, status: statusOn(target.status, target.deadline, on) }
}

/** The farthest finish that is forecast, in days (ten years). */
const FARTHEST = 3653

/** The day on which the target is reached at the pace since an earlier day. Undefined without progress or beyond ten years. */
export function forecastFinish(target: number, now: { on: Day; value: number }, before: { on: Day; value: number }): Day | undefined {
  const days = daysBetween(before.on, now.on)
  const gained = now.value - before.value
  if (now.value >= target || days <= 0 || gained <= 0) return undefined
  const left = Math.ceil(((target - now.value) * days) / gained)
  return left > FARTHEST ? undefined : addDays(now.on, left)
}

/** A band holds four cases of five: this many standard deviations to each side. */
const FOUR_IN_FIVE = 1.2816

/** The day after a number of days; undefined beyond the farthest finish. */
const dayAfter = (on: Day, days: number): Day | undefined => (days > FARTHEST ? undefined : addDays(on, Math.ceil(days)))

/**
 * The days between which a target will be reached in four cases of five, if the future is like the past: the pace of a row of values and the
 * variance of its steps around it (a random walk with drift; steps may be of any length). No band from fewer than three values, without
 * progress, or where the target is reached; `to` is absent beyond ten years.
 */
export function forecastBand(target: number, history: readonly { on: Day; value: number }[]): { from: Day; to?: Day } | undefined {
  const [first, now] = [history[0], history.at(-1)]
  if (!first || !now || history.length < 3) return undefined
  const steps = history
    .slice(1)
    .map((one, index) => ({ days: daysBetween(history[index]!.on, one.on), gain: one.value - history[index]!.value }))
  const pace = (now.value - first.value) / daysBetween(first.on, now.on)
  const left = target - now.value
  if (pace <= 0 || left <= 0 || steps.some((step) => step.days <= 0)) return undefined
  // Per day: a long step weighs as many days as it has.
  const variance = steps.reduce((sum, { days, gain }) => sum + (gain - pace * days) ** 2 / days, 0) / (steps.length - 1)
  const deviation = FOUR_IN_FIVE * Math.sqrt(variance)
  const root = Math.sqrt(deviation ** 2 + 4 * pace * left)
  const [soon, late] = [((root - deviation) / (2 * pace)) ** 2, ((root + deviation) / (2 * pace)) ** 2]
  const from = dayAfter(now.on, soon)
  const to = dayAfter(now.on, late)
  return from === undefined ? undefined : { from, ...(to && { to }) }
}

/** Ranks by value, highest first, equal values sharing a rank: 1, 2, 2, 4. */
export function ranks(values: readonly number[]): number[] {
  return values.map((value) => 1 + values.filter((other) => other > value).length)
}
