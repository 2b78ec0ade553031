import codesJson from '../../queries/catalogue/codes.json' with { type: 'json' }
import metricsJson from '../../queries/catalogue/metrics.json' with { type: 'json' }
import { typeOfMetric } from './parts.ts'

/** Whether a region and sector have a row of a metric and part: something was counted there, or received although nothing is counted. */
export type HasRow = (metric: string, part: string) => boolean

/** A number as a metric, or as the sum of some of its parts. */
interface PartsOfMetric {
  metric: string
  parts?: readonly string[]
}

/** Stands for every part of a metric, where a report of nothing was received: each of them is 0 there. */
export const EVERY_PART = '*'

/** Flows whose rows show that something was received where the openings and closings of a stock cancel out. */
const FLOWS_OF: Readonly<Record<string, readonly string[]>> = {
  members: ['members_joined', 'members_transferred', 'members_left'],
  unions: ['unions_established'],
}

const orItsFlows = (metric: string) => [metric, ...(FLOWS_OF[metric] ?? [])]

/** The metrics that a metric needs rows of: without, a zero is not a count. */
const sourcesOf = (metric: string): readonly string[] => metricsJson.counted[metric]?.reported_by ?? [typeOfMetric(metric)]

/** Whether rows of a metric itself do not say that it was reported: it states an absence, or a part of a register. */
export const needsOthers = (metric: string): boolean => !sourcesOf(metric).includes(metric) && metricsJson.counted[metric] !== undefined

/** The metrics whose rows decide whether some numbers were reported. */
export const rowsThatReport = (numbers: readonly PartsOfMetric[]): string[] => [
  ...new Set(numbers.flatMap(({ metric }) => [metric, ...sourcesOf(metric).flatMap(orItsFlows)])),
]

const bases = Object.keys(codesJson.workforce_basis!.codes)

/** Whether there is a row of a metric; what is counted by basis has none over all of them. */
const hasAny = (has: HasRow, metric: string) =>
  has(metric, '') || (metricsJson.counted[metric]?.by === 'basis' && bases.some((basis) => has(metric, basis)))

/** Whether there is a row of a metric that counts where something is missing: the cube gives them only where that is sent. */
const hasAbsence = (has: HasRow, metric: string) => metricsJson.counted[metric]?.absence_of !== undefined && has(metric, '')

const hasAnyPart = (has: HasRow, { metric, parts = [''] }: PartsOfMetric) => [...parts, EVERY_PART].some((part) => has(metric, part))

/**
 * Whether a number was reported in a region and sector, by the fields that make it count and not by the type of the event alone: events of a kind say
 * nothing of another kind. Of a part of a register a zero is true once the register has that part: then the rest of it is known. Without this a zero is
 * not a count, and a page, answer or document says "not reported". Source: functions/docs/contract.md, section 5, *Reported*.
 */
export function isNumberReported(has: HasRow, number: PartsOfMetric, of?: PartsOfMetric): boolean {
  const { metric, parts } = number
  if (metricsJson.counted[metric]?.by === 'basis') return hasAnyPart(has, number)
  if (hasAbsence(has, metric)) return true
  if (!sourcesOf(metric).every((source) => orItsFlows(source).some((one) => hasAny(has, one)))) return false
  if (parts === undefined || hasAnyPart(has, number)) return true
  return of?.parts !== undefined && hasAnyPart(has, of)
}

/** The same for the values of a page document: those of one region or sector by metric, with the part after a dot; a metric without a row is absent. */
export function isReported(metric: string, values: Readonly<Record<string, unknown>>): boolean {
  const names = Object.keys(values)
  if (hasAbsence((name) => names.includes(name), metric)) return true
  return sourcesOf(metric).every((source) =>
    orItsFlows(source).some((one) => names.some((name) => name === one || name.startsWith(`${one}.`))),
  )
}
