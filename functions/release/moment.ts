import { type Day, monthNumber, shanghaiDay } from '../domain/calendar.ts'
import type { Manifest } from './manifest.ts'

/** The day that a release is shown for where nobody asks for another: that of its latest core event, else its own. */
export function shownDay(manifest: Manifest): Day {
  return manifest.latest_on ?? shanghaiDay(new Date(manifest.created_at))
}

/** The month number of the day that a release is shown for. */
export function shownMonth(manifest: Manifest): number {
  return monthNumber(shownDay(manifest))
}
