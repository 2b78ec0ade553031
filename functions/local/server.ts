import { once } from 'node:events'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { AppContext } from '../http/context.ts'
import { createDispatcher } from '../http/dispatcher.ts'
import { type HttpRequest, type HttpResponse, problemDocument } from '../http/message.ts'
import { pagePolicy, readSite } from '../http/site.ts'
import { printFailure } from '../observability/console.ts'
import { requestFacts } from '../observability/facts.ts'
import { type LocalLanding, isLandingPath, receiveUpload } from './landing-upload.ts'
import { allOperations } from './operations.ts'
import { type BodyMemory, readRequestBody } from './request-body.ts'

const dispatch = createDispatcher(allOperations)

/** Only pages of this machine may use the server, whatever name a browser resolved to it. */
const LOCAL_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/

const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'content-security-policy': pagePolicy(),
}

interface ServerState {
  memory: BodyMemory
  context: AppContext
  landing: LocalLanding
  site: (path: string) => HttpResponse
}

async function respond(state: ServerState, request: IncomingMessage): Promise<HttpResponse> {
  const { memory, context, site } = state
  if (!LOCAL_HOST.test(request.headers.host ?? '')) return problemDocument(403, '只接受本机访问', 'only this machine may ask')
  const url = new URL(request.url ?? '/', 'http://localhost')
  if (isLandingPath(url.pathname)) return receiveUpload(state, request, url)
  const { read, release } = await readRequestBody(request, memory)
  try {
    if (!read.ok) return read.answer
    if (url.pathname.startsWith('/api/')) {
      const http: HttpRequest = {
        method: request.method ?? 'GET',
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers as HttpRequest['headers'],
        body: read.body,
      }
      return await dispatch(context, http, (error) => printFailure(error, requestFacts(http)))
    }
    return request.method === 'GET' || request.method === 'HEAD'
      ? site(url.pathname)
      : problemDocument(405, '这里只能读取', 'this can only be read')
  } finally {
    release()
  }
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: HttpResponse): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  response.writeHead(status, { ...SECURITY_HEADERS, ...headers, 'content-length': bytes.length })
  response.end(request.method === 'HEAD' ? undefined : bytes)
}

const noSite = () => problemDocument(404, '这个服务只提供接口，不提供页面', 'this server has only the API, not the pages')

/** Serves the API, and the dashboard of `siteFolder` if there is one, on the loopback interface; returns the port and a way to stop. */
export async function serve(
  context: AppContext & { landing: LocalLanding },
  port: number,
  siteFolder?: string,
): Promise<{ port: number; close(): Promise<void> }> {
  const site = siteFolder === undefined ? noSite : readSite(siteFolder)
  const state: ServerState = { memory: { held: 0 }, context, landing: context.landing, site }
  const server = createServer((request, response) => {
    respond(state, request)
      .then((answer) => send(request, response, answer))
      .catch((error: unknown) => {
        // A sender that disconnected is no error of the server; anything else is logged, and the next request is served.
        if ((error as NodeJS.ErrnoException).code !== 'ECONNRESET') console.error(error)
        if (!response.headersSent) send(request, response, problemDocument(500, '系统内部错误', 'an internal error'))
      })
  })
  // A large upload may take long; silence ends it sooner.
  server.requestTimeout = 30 * 60_000
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
