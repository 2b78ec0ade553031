import { once } from 'node:events'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { AppContext } from '../http/context.ts'
import { createDispatcher } from '../http/dispatcher.ts'
import { type HttpRequest, type HttpResponse, problemDocument } from '../http/message.ts'
import { withSecurityHeaders } from '../http/security-headers.ts'
import { readSite } from '../http/site.ts'
import { printFailure } from '../observability/console.ts'
import { requestFacts } from '../observability/facts.ts'
import { readSetting } from '../settings/read-setting.ts'
import type { PublicAddress } from '../settings/public-address.ts'
import { isOverTls, refusalOf } from './access.ts'
import { type LocalLanding, isLandingPath, receiveUpload } from './landing-upload.ts'
import { allOperations } from './operations.ts'
import { type BodyMemory, MAX_SILENCE_MS, readRequestBody } from './request-body.ts'
import { type RequestQueue, requestQueue } from './request-queue.ts'

const dispatch = createDispatcher(allOperations)

/** How many requests of a kind are worked on at a time: reads and writes wait for each other's files only, a release takes all cores and much memory. */
const AT_ONCE = { reads: 8, writes: 8, releases: 1 }

type Kind = keyof typeof AT_ONCE

/** How long a response keeps its place while it is sent: a reader that is slower than that holds up nobody. */
const MAX_SENDING_MS = 1000

/** Connections that the system holds until the server takes them; the system may allow fewer. */
const BACKLOG = 4096

/** What a server is told of its surroundings; by default by the settings. */
export interface ServerOptions {
  /** How many requests of a kind wait for their turn. */
  queueLength: number
  publicAddresses: readonly PublicAddress[]
}

function optionsFromSettings(): ServerOptions {
  return { queueLength: readSetting('REQUEST_QUEUE'), publicAddresses: readSetting('PUBLIC_ORIGIN') ?? [] }
}

interface ServerState {
  memory: BodyMemory
  context: AppContext
  landing: LocalLanding
  site: (path: string) => HttpResponse
  queues: Record<Kind, RequestQueue>
  publicAddresses: readonly PublicAddress[]
}

const RELEASES_PATH = /^\/api\/v1\/[^/]+\/releases$/

function kindOf(method: string, path: string): Kind {
  if (method === 'GET' || method === 'HEAD') return 'reads'
  return RELEASES_PATH.test(path) ? 'releases' : 'writes'
}

const queueFull = () => problemDocument(503, '等候的请求太多，请稍后再试', 'too many requests are waiting, please try again')

/** Answers a request for the API when it is its turn, and keeps its place until the answer is sent. */
async function answerInTurn(state: ServerState, http: HttpRequest, deliver: (answer: HttpResponse) => Promise<void>): Promise<void> {
  const turn = state.queues[kindOf(http.method, http.path)].run(async () =>
    deliver(await dispatch(state.context, http, (error) => printFailure(error, requestFacts(http)))),
  )
  await (turn.isTaken ? turn.result : deliver(queueFull()))
}

async function respond(state: ServerState, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { memory, site, publicAddresses } = state
  const url = new URL(request.url ?? '/', 'http://localhost')
  const isSecure = isOverTls(request.headers, publicAddresses)
  const deliver = (answer: HttpResponse) => send(request, response, withSecurityHeaders(answer, { isSecure, needsToken: false }))
  const refusal = refusalOf(request, publicAddresses)
  if (refusal) return deliver(refusal)
  if (isLandingPath(url.pathname)) return deliver(await receiveUpload(state, request, url))
  const { read, release } = await readRequestBody(request, memory)
  try {
    if (!read.ok) return await deliver(read.answer)
    const method = request.method ?? 'GET'
    if (url.pathname.startsWith('/api/')) {
      const headers = request.headers as HttpRequest['headers']
      return await answerInTurn(state, { method, path: url.pathname, query: url.searchParams, headers, body: read.body }, deliver)
    }
    return await deliver(
      method === 'GET' || method === 'HEAD' ? site(url.pathname) : problemDocument(405, '这里只能读取', 'this can only be read'),
    )
  } finally {
    release()
  }
}

/** Sends a response; done when the system has all of it, the reader is gone, or the reader is too slow to wait for. */
async function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: HttpResponse): Promise<void> {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  response.writeHead(status, { ...headers, 'content-length': bytes.length })
  response.setTimeout(MAX_SILENCE_MS, () => request.destroy())
  const isSent = new Promise<void>((resolve) => {
    const tooSlow = setTimeout(resolve, MAX_SENDING_MS)
    response.once('close', () => {
      clearTimeout(tooSlow)
      resolve()
    })
  })
  response.end(request.method === 'HEAD' ? undefined : bytes)
  await isSent
}

const noSite = () => problemDocument(404, '这个服务只提供接口，不提供页面', 'this server has only the API, not the pages')

/** Serves the API, and the dashboard of `siteFolder` if there is one, on the loopback interface; returns the port and a way to stop. */
export async function serve(
  context: AppContext & { landing: LocalLanding },
  port: number,
  siteFolder?: string,
  { queueLength, publicAddresses } = optionsFromSettings(),
): Promise<{ port: number; close(): Promise<void> }> {
  const site = siteFolder === undefined ? noSite : readSite(siteFolder)
  const queueOf = (kind: Kind) => requestQueue({ atOnce: AT_ONCE[kind], length: queueLength })
  const state: ServerState = {
    memory: { held: 0 },
    context,
    landing: context.landing,
    site,
    queues: { reads: queueOf('reads'), writes: queueOf('writes'), releases: queueOf('releases') },
    publicAddresses,
  }
  const server = createServer((request, response) => {
    respond(state, request, response).catch((error: unknown) => {
      // A sender that disconnected is no error of the server; anything else is logged, and the next request is served.
      if ((error as NodeJS.ErrnoException).code !== 'ECONNRESET') console.error(error)
      if (response.headersSent) return
      const answer = problemDocument(500, '系统内部错误', 'an internal error')
      void send(request, response, withSecurityHeaders(answer, { isSecure: false, needsToken: false }))
    })
  })
  // A large upload may take long; silence ends it sooner.
  server.requestTimeout = 30 * 60_000
  server.listen({ port, host: '127.0.0.1', backlog: BACKLOG })
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
