import { eventTypes } from '../catalogue/catalogue.ts'
import { recordedBy } from '../catalogue/recorded-by.ts'
import type { HasRow } from '../catalogue/reported.ts'

/** Parts of these metrics are counted in all sectors together (queries/staging/cells.sql). */
const PARTS_IN_TOTAL_ONLY: readonly string[] = ['members', 'members_joined', 'members_left', 'service_persontimes']

/** Whether events that record a metric name its sector: where none must, only the total says that something was received. */
export function namesItsSector(metric: string, part: string): boolean {
  if (part !== '' && PARTS_IN_TOTAL_ONLY.includes(metric)) return false
  return recordedBy({ metric }).some(({ type }) => eventTypes.get(type)?.fields.find(({ name }) => name === 'sector')?.isRequired)
}

/**
 * Whether a sector of a region has rows: its own, or those of all sectors together where the events need not name one. Pages, bulletins and the API
 * decide by it alike. Source: functions/docs/contract.md, section 5, *Reported*.
 */
export const rowsInSector =
  (hasRow: (metric: string, part: string, sector: string) => boolean, sector: string): HasRow =>
  (metric, part) =>
    hasRow(metric, part, sector) || (!namesItsSector(metric, part) && hasRow(metric, part, 'all'))

/** What is counted of workers that were reported, by basis: no other sector says anything of it. */
const BY_BASIS = /^(workforce|members_covered|membership_rate)\b/

/**
 * The values of a sector with a 0 for what the region reported and need not name a sector: none of it is of this one. What names its sector has no zero
 * from other sectors. A key is a metric of the contract, with a part or a window after a dot.
 */
export function withZeros(
  values: Readonly<Record<string, number>> | undefined,
  total: Readonly<Record<string, number>> | undefined,
): Record<string, number> {
  const zeros = Object.keys(total ?? {}).filter((key) => !BY_BASIS.test(key) && !namesItsSector(key.split('.')[0]!, ''))
  return { ...Object.fromEntries(zeros.map((key) => [key, 0])), ...values }
}
