import type { ProblemDocument } from './routes/responses.ts'

/** A request, the same behind API Gateway and behind the local server. */
export interface HttpRequest {
  method: string
  path: string
  query: URLSearchParams
  /** Names in lower case. */
  headers: Record<string, string | undefined>
  body: Uint8Array
}

export interface HttpResponse {
  status: number
  headers: Record<string, string>
  body: string | Uint8Array
}

/**
 * How a client may cache a response: `immutable` under the number of a release, for some seconds where it depends on the day, otherwise `revalidate` each
 * time.
 */
export type CachePolicy = 'immutable' | 'revalidate' | { seconds: number }

/** The cache-control header of a policy. */
export function cacheControl(policy: CachePolicy): string {
  if (typeof policy === 'object') return `public, max-age=${policy.seconds}`
  return policy === 'immutable' ? 'public, max-age=31536000, immutable' : 'no-cache'
}

/** A JSON response. */
export function json(status: number, value: unknown, cache: CachePolicy = 'revalidate'): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': cacheControl(cache) },
    body: JSON.stringify(value),
  }
}

/** A file; with a name, one that a browser saves under it. */
export function file(body: string | Uint8Array, contentType: string, cache: CachePolicy, name?: string): HttpResponse {
  const disposition: Record<string, string> = name
    ? { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}` }
    : {}
  return { status: 200, headers: { 'content-type': contentType, 'cache-control': cacheControl(cache), ...disposition }, body }
}

/** An error of the request, which becomes a problem document (RFC 9457) in both languages. The message is the English text. */
export class HttpError extends Error {
  override name = 'HttpError'
  readonly status: number
  readonly zh: string
  readonly parameter: string | undefined
  /** Seconds after which the request may be sent again. */
  readonly retryAfter: number | undefined
  constructor(status: number, zh: string, en: string, more: string | { parameter?: string; retryAfter?: number } = {}) {
    super(en)
    this.status = status
    this.zh = zh
    const { parameter, retryAfter } = typeof more === 'string' ? { parameter: more } : more
    this.parameter = parameter
    this.retryAfter = retryAfter
  }
}

const TITLES: Record<number, string> = {
  400: 'Bad request',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  406: 'Answer too large',
  409: 'Conflict',
  410: 'Gone',
  413: 'Body too large',
  415: 'Unknown format',
  416: 'No such part',
  422: 'Idempotency-Key reused',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Unavailable',
  507: 'Store full',
}

/**
 * A problem document (RFC 9457): `detail` in Chinese, `detail_en` in English, and the parameter that is not valid where there is one. `retryAfter` are
 * the seconds after which the request may be repeated.
 */
export function problemDocument(
  status: number,
  zh: string,
  en: string,
  parameter?: string,
  retryAfter = status === 503 ? 5 : undefined,
): HttpResponse {
  const document: ProblemDocument = {
    type: 'about:blank',
    title: TITLES[status] ?? 'Error',
    status,
    detail: zh,
    detail_en: en,
    ...(parameter && { parameter }),
  }
  return {
    status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
    },
    body: JSON.stringify(document),
  }
}
