import type { HttpResponse } from './message.ts'

/** How a response reaches its reader. */
export interface Delivery {
  /** Whether the reader asked over TLS. */
  isSecure: boolean
  /** Whether only the holder of a token gets this response, so that nothing on the way may keep it for others. */
  needsToken: boolean
}

/** What is no page runs nothing and loads nothing but its own styles. */
const NO_SCRIPTS =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': NO_SCRIPTS,
}

const TWO_YEARS = 2 * 365 * 24 * 60 * 60

function cacheForOne(cache: string | undefined): string {
  if (cache === undefined) return 'private, no-cache'
  return /\bno-store\b/.test(cache) ? cache : `private, ${cache.replace(/\bpublic,\s*/, '')}`
}

/** Adds the security headers to a response, the same on the local server and on Lambda. A page brings its own content security policy. */
export function withSecurityHeaders(response: HttpResponse, { isSecure, needsToken }: Delivery): HttpResponse {
  return {
    ...response,
    headers: {
      ...HEADERS,
      ...(isSecure && { 'strict-transport-security': `max-age=${TWO_YEARS}` }),
      ...response.headers,
      ...(needsToken && { 'cache-control': cacheForOne(response.headers['cache-control']) }),
    },
  }
}
