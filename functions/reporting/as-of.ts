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
