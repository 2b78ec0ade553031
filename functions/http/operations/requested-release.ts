import type { CachePolicy, HttpRequest } from '../message.ts'

/**
 * The release that a request names, and how its response may be cached: what is read from a named release never changes. It is read before
 * the query is validated, so that an unknown release (404) is reported first.
 */
export function requestedRelease({ query }: HttpRequest): { release: string | undefined; cache: CachePolicy } {
  const release = query.get('release') ?? undefined
  return { release, cache: release === undefined ? 'revalidate' : 'immutable' }
}
