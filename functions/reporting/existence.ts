import { countedMetrics } from '../catalogue/catalogue.ts'
import { partsOf } from '../catalogue/measures.ts'
import { codeOfTarget, evidenceOfTarget } from '../catalogue/target-evidence.ts'
import { type Day, monthEnd, monthNumber, monthStart } from '../domain/calendar.ts'
import { type TargetContext, thresholdOf } from './count-target.ts'

/** Whether a target asks for no more than that there is any: its document gives no number, and nobody set one. */
export function asksForExistence(context: TargetContext): boolean {
  const { rule } = evidenceOfTarget(codeOfTarget(context.target))
  return rule === 'existence' && (context.target.value ?? 1) === 1 && thresholdOf(context) === undefined
}

/** The day since which there is any of what a target of existence asks for; undefined in a release that does not know it. */
async function sinceWhen({ cube, target, month }: TargetContext): Promise<Day | undefined> {
  const indicator = evidenceOfTarget(codeOfTarget(target)).counted!
  const { metric, sector = target.sector } = indicator
  const [parts, end] = [partsOf(indicator), monthEnd(month)]
  // What is done counts within the target's window, by whole months; a thing that is there counts whenever it began.
  const start = countedMetrics[metric]!.windowed && target.window_start ? monthStart(monthNumber(target.window_start)) : ''
  return (await cube.existenceDays())
    ?.filter((one) => one.metric === metric && parts.includes(one.part) && one.region === target.region && one.sector === sector)
    .filter(({ from_day: from, to_day: to }) => from >= start && from <= end && (to === null || to > end))
    .map((one) => one.from_day)
    .sort()[0]
}

/** Whether there is any of what a target of existence asks for, and since when; empty for other targets, and where nothing was reported. */
export async function existenceOf(context: TargetContext, value: number | undefined): Promise<{ exists?: boolean; since?: Day }> {
  if (value === undefined || !asksForExistence(context)) return {}
  if (value === 0) return { exists: false }
  const since = await sinceWhen(context)
  return { exists: true, ...(since !== undefined && { since }) }
}
