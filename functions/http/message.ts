/** A request as every handler sees it, behind API Gateway and behind the local server alike. */
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

/** Whether an answer may be kept: `for_ever` under a release's number, else asked for anew each time. */
export type Freshness = 'for_ever' | 'ask'

const CACHE: Record<Freshness, string> = { for_ever: 'public, max-age=31536000, immutable', ask: 'no-cache' }

export function json(status: number, value: unknown, freshness: Freshness = 'ask'): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': CACHE[freshness] },
    body: JSON.stringify(value),
  }
}

export function file(body: string | Uint8Array, contentType: string, freshness: Freshness, name?: string): HttpResponse {
  const disposition: Record<string, string> = name
    ? { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}` }
    : {}
  return { status: 200, headers: { 'content-type': contentType, 'cache-control': CACHE[freshness], ...disposition }, body }
}

/** A fault of the request, answered as a problem document (RFC 9457) in both languages. */
export class HttpError extends Error {
  override name = 'Fault'
  readonly status: number
  readonly zh: string
  readonly parameter: string | undefined
  constructor(status: number, zh: string, en: string, parameter?: string) {
    super(en)
    this.status = status
    this.zh = zh
    this.parameter = parameter
  }
}

const TITLES: Record<number, string> = {
  400: 'Bad request',
  404: 'Not found',
  405: 'Method not allowed',
  413: 'Body too large',
  415: 'Unknown format',
  422: 'Idempotency-Key reused',
  500: 'Internal error',
  503: 'Store unavailable',
}

export function problemDocument(status: number, zh: string, en: string, parameter?: string): HttpResponse {
  const document = {
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
      ...(status === 503 && { 'retry-after': '5' }),
    },
    body: JSON.stringify(document),
  }
}
