import { once } from 'node:events'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type HttpResponse, type HttpRequest, problemDocument } from '../http/message.ts'
import { type AppContext, datasetStore, intakeOf } from '../http/context.ts'
import { answerRoutes } from '../http/routes/reading.ts'
import { publishRoutes } from '../http/routes/bulletins.ts'
import { receiveRoutes } from '../http/routes/events.ts'
import { refreshRoutes } from '../http/routes/releases.ts'
import { uploadRoutes } from '../http/routes/uploads.ts'
import { answer } from '../http/router.ts'
import type { fileLanding } from '../landing/file-landing.ts'
import { WrongLength } from '../landing/file-landing.ts'
import { LARGEST_WHOLE } from '../ingest/parsers/body.ts'
import { ingestLanded } from '../landing/landing.ts'
import { pagePolicy, readSite } from '../http/site.ts'
import { printFailure } from '../observability/console.ts'
import { requestFacts } from '../observability/facts.ts'

const ROUTES = [...receiveRoutes, ...uploadRoutes, ...answerRoutes, ...refreshRoutes, ...publishRoutes]

/** Only pages of this machine may speak to the server, whatever name a browser found it under. */
const LOCAL_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/

const SAFETY = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'content-security-policy': pagePolicy(),
}

/** How many bytes of bodies the server holds at once, over all requests. */
const MOST_HELD = 4 * LARGEST_WHOLE

/** A sender that says nothing for so long is gone, and what it sent is let go. */
const SILENCE_MS = 15_000

/** A body that takes longer is let go as well: it would keep its place from others. */
const LONGEST_MS = 120_000

/** Counts what the server holds: bytes that came, not bytes that were claimed, so that a slow sender holds next to nothing. */
interface Meter {
  held: number
}

type BodyRead = { ok: true; body: Uint8Array } | { ok: false; answer: HttpResponse }

const TOO_LARGE = () =>
  problemDocument(
    413,
    '一次请求最多 32 MiB；更大的文件请先 POST …/uploads 取得上传地址，或在报送页面上传',
    'at most 32 MiB in a request: for more, POST …/uploads gives an address to put the file at',
  )

const FULL = () => problemDocument(503, '系统正忙，请稍后再传', 'the server is full for the moment, please send it again')

/** The body, or why it is not taken; what comes after that is let go by without being kept. `done` gives back what it held. */
async function readAll(request: IncomingMessage, meter: Meter): Promise<{ read: BodyRead; done(): void }> {
  const chunks: Buffer[] = []
  let size = 0
  let kept = 0
  let refusal: (() => HttpResponse) | undefined
  const letGo = () => {
    chunks.length = 0
    meter.held -= kept
    kept = 0
  }
  request.setTimeout(SILENCE_MS, () => request.destroy())
  const tooSlow = setTimeout(() => request.destroy(), LONGEST_MS)
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length
      if (refusal) continue
      if (size > LARGEST_WHOLE) refusal = TOO_LARGE
      else if (meter.held + chunk.length > MOST_HELD) refusal = FULL
      if (refusal) letGo()
      else {
        chunks.push(chunk)
        kept += chunk.length
        meter.held += chunk.length
      }
    }
  } catch (error) {
    letGo()
    throw error
  } finally {
    request.setTimeout(0)
    clearTimeout(tooSlow)
  }
  return { read: refusal ? { ok: false, answer: refusal() } : { ok: true, body: Buffer.concat(chunks) }, done: letGo }
}

interface Parts {
  meter: Meter
  context: AppContext
  landing: LocalLanding
  site: (path: string) => HttpResponse
}

async function reply({ meter, context, landing, site }: Parts, request: IncomingMessage): Promise<HttpResponse> {
  if (!LOCAL_HOST.test(request.headers.host ?? '')) return problemDocument(403, '只接受本机访问', 'only this machine may ask')
  const url = new URL(request.url ?? '/', 'http://localhost')
  if (LANDING.test(url.pathname)) return land(context, landing, request, url)
  const { read, done } = await readAll(request, meter)
  try {
    if (!read.ok) return read.answer
    if (url.pathname.startsWith('/api/')) {
      const asked: HttpRequest = {
        method: request.method ?? 'GET',
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers as HttpRequest['headers'],
        body: read.body,
      }
      return await answer(ROUTES, context, asked, (error) => printFailure(error, requestFacts(asked)))
    }
    return request.method === 'GET' || request.method === 'HEAD'
      ? site(url.pathname)
      : problemDocument(405, '这里只能读取', 'this can only be read')
  } finally {
    done()
  }
}

/** A landing place that this server itself writes to. */
export type LocalLanding = ReturnType<typeof fileLanding>

const LANDING = /^\/landing\/([a-z][a-z0-9-]*\/[0-9a-f-]{36})$/

/** Lets an announced upload land, piece by piece, and takes it in behind the answer, as a notification of S3 does. */
async function land(context: AppContext, landing: LocalLanding, request: IncomingMessage, url: URL): Promise<HttpResponse> {
  const name = LANDING.exec(url.pathname)![1]!
  const bytes = request.method === 'PUT' ? landing.allows(name, url.searchParams) : undefined
  if (bytes === undefined) {
    request.resume()
    return problemDocument(
      403,
      '上传地址无效或已过期，请重新开始上传',
      'the address is not valid or its time is over: announce the upload again',
    )
  }
  request.setTimeout(SILENCE_MS, () => request.destroy())
  try {
    const isNew = await landing.land(name, bytes, request as AsyncIterable<Uint8Array>)
    if (!isNew) return problemDocument(412, '这个地址已收到过一份文件', 'something landed at this address before')
  } catch (error) {
    if (!(error instanceof WrongLength)) throw error
    return problemDocument(400, `字节数与申报的不同：${error.message}`, `not as long as announced: ${error.message}`)
  }
  const [dataset, id] = name.split('/') as [string, string]
  intakeOf(context, dataset)
    .then((open) => ingestLanded(open, datasetStore(context.store, dataset), landing, id))
    .catch((error: unknown) => printFailure(error, { dataset }))
  return { status: 200, headers: { 'cache-control': 'no-store' }, body: '' }
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: HttpResponse): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  response.writeHead(status, { ...SAFETY, ...headers, 'content-length': bytes.length })
  response.end(request.method === 'HEAD' ? undefined : bytes)
}

/** Serves dashboard and API on the loopback interface; gives the port that was taken and a way to stop. */
export async function serve(
  context: AppContext & { landing: LocalLanding },
  port: number,
  siteFolder: string,
): Promise<{ port: number; close(): Promise<void> }> {
  const parts: Parts = { meter: { held: 0 }, context, landing: context.landing, site: readSite(siteFolder) }
  const server = createServer((request, response) => {
    reply(parts, request)
      .then((one) => send(request, response, one))
      .catch((error: unknown) => {
        // A sender that went away is no fault of ours; anything else is told, and the next request is served.
        if ((error as NodeJS.ErrnoException).code !== 'ECONNRESET') printFailure(error)
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
