import { type Day, monthNumber, shanghaiDay } from '../domain/calendar.ts'
import type { Manifest } from '../release-format/manifest.ts'

/** The day that a release is shown for by default: that of its latest core event, else that of its creation. */
export function asOfDate(manifest: Manifest): Day {
  return manifest.latest_on ?? shanghaiDay(new Date(manifest.created_at))
}

/** Whether the reports of a month were still coming in when a release was built. A release that does not say so has no such month. */
export function isFilling({ settled_month: settled }: Manifest, month: number): boolean {
  return settled !== undefined && month > settled
}

/** The month number of the day that a release is shown for. */
export function asOfMonth(manifest: Manifest): number {
  return monthNumber(asOfDate(manifest))
}

/**
 * The month that pages open on, as a month number: the latest one that is settled. Where nothing was received of a settled month, the month of the
 * day that the release is shown for.
 */
export function shownMonth(manifest: Manifest): number {
  const last = asOfMonth(manifest)
  const { settled_month: settled = last, first_month: first = last } = manifest
  return settled < last && settled >= first ? settled : last
}
