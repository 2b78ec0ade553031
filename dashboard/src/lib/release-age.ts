/** Releases are built within minutes of an upload, and bulletins every month: a release of this many days may be missing a month. */
const OLD_AFTER_DAYS = 35

/** The whole days since a release was built where they are so many that a page must say so; undefined for a recent one. */
export function daysTooOld(builtAt: string, now: number): number | undefined {
  const days = Math.floor((now - Date.parse(builtAt)) / 86_400_000)
  return days >= OLD_AFTER_DAYS ? days : undefined
}
