import { once } from 'node:events'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type HttpAnswer, type HttpRequest, problemDocument } from '../api/http.ts'
import type { House } from '../api/house.ts'
import { answerRoutes } from '../api/answer.ts'
import { bulletinRoutes, releaseRoutes } from '../api/publish.ts'
import { receiveRoutes } from '../api/receive.ts'
import { answer } from '../api/route.ts'
import { LARGEST_WHOLE } from '../intake/body.ts'
import { pagePolicy, readSite } from '../site.ts'

const ROUTES = [...receiveRoutes, ...answerRoutes, ...releaseRoutes, ...bulletinRoutes]

/** Only pages of this machine may speak to the server, whatever name a browser found it under. */
const LOCAL_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/

const SAFETY = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'content-security-policy': pagePolicy(),
}

/** The body, or undefined where it is larger than what is taken; the rest is then let go by without being kept. */
async function readAll(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= LARGEST_WHOLE) chunks.push(chunk)
    else chunks.length = 0
  }
  return size > LARGEST_WHOLE ? undefined : Buffer.concat(chunks)
}

/** How many bytes of bodies the server holds at once, over all requests. */
const MOST_HELD = 4 * LARGEST_WHOLE

/** The most that a request can make the server hold: what it claims, or the largest body where it does not say. */
function claimOf(request: IncomingMessage): number {
  if (request.method !== 'POST') return 0
  const claimed = Number(request.headers['content-length'] ?? LARGEST_WHOLE)
  return Math.min(claimed, LARGEST_WHOLE)
}

async function reply(house: House, request: IncomingMessage, site: (path: string) => HttpAnswer): Promise<HttpAnswer> {
  if (!LOCAL_HOST.test(request.headers.host ?? '')) return problemDocument(403, '只接受本机访问', 'only this machine may ask')
  const url = new URL(request.url ?? '/', 'http://localhost')
  const isApi = url.pathname.startsWith('/api/')
  const body = await readAll(request)
  if (!body) return problemDocument(413, '一次最多 32 MiB；请分批上传', 'at most 32 MiB at a time')
  if (!isApi)
    return request.method === 'GET' || request.method === 'HEAD'
      ? site(url.pathname)
      : problemDocument(405, '这里只能读取', 'this can only be read')
  const asked: HttpRequest = {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers as HttpRequest['headers'],
    body,
  }
  return answer(ROUTES, house, asked, (error) => console.error(error))
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: HttpAnswer): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  response.writeHead(status, { ...SAFETY, ...headers, 'content-length': bytes.length })
  response.end(request.method === 'HEAD' ? undefined : bytes)
}

/** Serves dashboard and API on the loopback interface; gives the port that was taken and a way to stop. */
export async function serve(house: House, port: number, siteFolder: string): Promise<{ port: number; close(): Promise<void> }> {
  const site = readSite(siteFolder)
  let held = 0
  /** Answers, or asks to come again where the bodies at work would grow too large together; such a body is let go by unread. */
  async function inTurn(request: IncomingMessage): Promise<HttpAnswer> {
    const claim = claimOf(request)
    if (held + claim > MOST_HELD) {
      request.resume()
      return problemDocument(503, '系统正忙，请稍后再传', 'the server is full for the moment, please send it again')
    }
    held += claim
    try {
      return await reply(house, request, site)
    } finally {
      held -= claim
    }
  }
  const server = createServer((request, response) => {
    inTurn(request)
      .then((one) => send(request, response, one))
      .catch((error: unknown) => {
        // A sender that went away is no fault of ours; anything else is told, and the next request is served.
        if ((error as NodeJS.ErrnoException).code !== 'ECONNRESET') console.error(error)
        if (!response.headersSent) send(request, response, problemDocument(500, '系统内部错误', 'an internal error'))
      })
  })
  server.requestTimeout = 120_000
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
