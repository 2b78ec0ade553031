import type { Indicator } from '../catalogue/measures.ts'
import { type Day, addDays, monthEnd, monthNumber } from '../domain/calendar.ts'
import { forecastBand, forecastFinish } from '../domain/progress.ts'
import { type TargetContext, valueIn } from './count-target.ts'

/** When a target will be reached, if what comes is like the last twelve months. */
export interface Forecast {
  forecast_finish?: Day
  /** Between which days it is reached in four cases of five; `to` is absent beyond ten years. */
  forecast_band?: { from: Day; to?: Day }
}

interface DatedValue {
  on: Day
  value: number
}

/** Nothing is projected from less: so many months of the last twelve in which the value changed, and so many counted in them. */
const LEAST_MONTHS = 3
const LEAST_COUNTED = 10

/** Whether a row of values says enough of a pace. */
function isEnough(history: readonly DatedValue[]): boolean {
  const gains = history.slice(1).map((one, index) => one.value - history[index]!.value)
  return gains.filter((gain) => gain !== 0).length >= LEAST_MONTHS && gains.reduce((sum, gain) => sum + gain, 0) >= LEAST_COUNTED
}

/** The value from which the pace is measured: a year ago, or zero before the window's start where the window is shorter. */
async function startOfPace(context: TargetContext, indicator: Indicator): Promise<DatedValue | undefined> {
  const { target, month } = context
  const yearAgo = monthEnd(month - 12)
  const beforeWindow = target.window_start ? addDays(target.window_start, -1) : undefined
  if (beforeWindow && beforeWindow > yearAgo) return { on: beforeWindow, value: 0 }
  const value = await valueIn(context, indicator, month - 12)
  return value === undefined ? undefined : { on: yearAgo, value }
}

/** The values at the ends of the last twelve months, or since the window's start, up to now. */
async function historyUpTo(context: TargetContext, indicator: Indicator, now: DatedValue): Promise<DatedValue[]> {
  const { target, month } = context
  const start = target.window_start ? monthNumber(target.window_start) : 0
  const history: DatedValue[] = []
  for (let at = Math.max(month - 12, start - 1); at < month; at++) {
    const value = at < start ? 0 : await valueIn(context, indicator, at)
    if (value !== undefined) history.push({ on: monthEnd(at), value })
  }
  return [...history, now]
}

/** Forecasts when a target is reached, from its value now; empty without progress, from too little, beyond ten years, or where it is reached. */
export async function forecastOf(
  context: TargetContext,
  { indicator, value, goal }: { indicator: Indicator; value: number; goal: number },
): Promise<Forecast> {
  const now = { on: context.day, value }
  const history = await historyUpTo(context, indicator, now)
  const start = isEnough(history) ? await startOfPace(context, indicator) : undefined
  const finish = start && forecastFinish(goal, now, start)
  if (!finish) return {}
  const band = forecastBand(goal, history)
  return { forecast_finish: finish, ...(band && { forecast_band: band }) }
}
