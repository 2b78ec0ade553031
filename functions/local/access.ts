import type { IncomingHttpHeaders } from 'node:http'
import { type HttpResponse, problemDocument } from '../http/message.ts'
import type { PublicAddress } from '../settings/public-address.ts'

/** Only pages of this machine may use the server, whatever name a browser resolved to it. */
const LOCAL_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/

/** Methods that change nothing. A page of another origin cannot read their answers. */
const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * The answer to a request that the server does not take from its sender (functions/docs/contract.md, section 6); undefined where it does. A foreign
 * `Host` is refused. A write that names an `Origin` or a `Sec-Fetch-Site` comes from a browser: its page must be one of this server, or of a public
 * address.
 */
export function refusalOf(
  { method = 'GET', headers }: { method?: string | undefined; headers: IncomingHttpHeaders },
  publicAddresses: readonly PublicAddress[],
): HttpResponse | undefined {
  const host = (headers.host ?? '').toLowerCase()
  if (!LOCAL_HOST.test(host) && !publicAddresses.some((one) => one.host === host))
    return problemDocument(403, '只接受本机访问', 'only this machine may ask')
  if (READS.has(method)) return undefined
  const { origin } = headers
  const site = headers['sec-fetch-site']
  if (publicAddresses.some((one) => one.origin === origin)) return undefined
  const isSameOrigin = origin === undefined || origin === `http://${host}`
  const isSameSite = site === undefined || site === 'same-origin'
  if (isSameOrigin && isSameSite) return undefined
  return problemDocument(
    403,
    '不接受其他网站发来的数据；经代理使用时请设置 PUBLIC_ORIGIN',
    'data from pages of other sites is not taken; behind a proxy, set PUBLIC_ORIGIN',
  )
}

/** Whether the reader asked over TLS: a proxy in front says so, or the public address of this name does. */
export function isOverTls(headers: IncomingHttpHeaders, publicAddresses: readonly PublicAddress[]): boolean {
  if (headers['x-forwarded-proto'] === 'https') return true
  return publicAddresses.some((one) => one.host === headers.host && one.origin.startsWith('https:'))
}
