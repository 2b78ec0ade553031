import { z } from 'zod'
import { DamagedFile } from '../storage/blobs.ts'
import { NewerFormat } from '../storage/format-version.ts'
import { StoreUnavailable } from '../storage/store.ts'
import { boundAnswer } from './answer-size.ts'
import { HttpError, type HttpRequest, type HttpResponse, problemDocument } from './message.ts'
import { assertRightClock } from './clock.ts'
import type { IngestContext } from './context.ts'
import { type CompiledPath, compilePaths } from './path-matcher.ts'
import { readingIntact } from './damaged-releases.ts'
import { type BodyOf, type OperationName, type ParamsOf, type QueryOf, routes } from './routes/table.ts'
import type { Route } from './routes/route.ts'
import { jsonValue, queryValues, refusePersonalNumbers, validate } from './validation.ts'
import { writeProblem } from './write-problem.ts'

/**
 * A request as an operation sees it. Query and body are validated when the operation asks for them: what does not exist (404) is reported
 * before a parameter that is not valid (400).
 */
export interface OperationRequest<N extends OperationName> {
  /** Path parameters, decoded. */
  params: ParamsOf<N>
  /** Headers and raw body. */
  http: HttpRequest
  /** The query parameters. Throws HttpError 400 for the first that is not valid. */
  query(): QueryOf<N>
  /** The JSON body. Throws HttpError 400 for the first field that is not valid. */
  body(): BodyOf<N>
}

/** Answers one route. `C` is what it needs of the application. */
export type Operation<N extends OperationName, C> = (context: C, request: OperationRequest<N>) => Promise<HttpResponse>

/** Operations by name, each of which works with a context `C`. */
export type Operations<N extends OperationName, C> = { [K in N]: Operation<K, C> }

type AnyOperation<C> = (context: C, request: OperationRequest<OperationName>) => Promise<HttpResponse>

interface Entry<C> {
  route: Route
  operation: AnyOperation<C>
}

/** Answers a request; every failure becomes a problem document, none ends the process. `onError` receives what is not the request's fault. */
export type Dispatcher<C> = (context: C, request: HttpRequest, onError: (error: unknown) => void) => Promise<HttpResponse>

function decodedParams(names: readonly string[], groups: readonly string[]): Record<string, string> {
  try {
    return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(groups[index]!)]))
  } catch {
    throw new HttpError(400, '网址中有无法解读的字符', 'the path holds a broken escape')
  }
}

function readBody(schema: z.ZodObject, bytes: Uint8Array): unknown {
  const value = jsonValue(bytes)
  refusePersonalNumbers(value)
  return validate(schema, value)
}

/** The query of a route that takes none. */
const NO_PARAMETERS = z.strictObject({})

function operationRequest(route: Route, params: Record<string, string>, http: HttpRequest): OperationRequest<OperationName> {
  const { query } = route.request
  const values = queryValues(http.query)
  if (!query) validate(NO_PARAMETERS, values)
  const body = route.request.body?.content['application/json']?.schema
  return {
    params: params as ParamsOf<OperationName>,
    http,
    query: () => (query ? validate(query, values) : {}) as QueryOf<OperationName>,
    body: () => (body instanceof z.ZodObject ? readBody(body, http.body) : undefined) as BodyOf<OperationName>,
  }
}

/** Runs an operation that writes, unless the clock is wrong; one that reads releases gets the last intact one where a file of the current one is damaged. */
function run<C>({ route, operation }: Entry<C>, context: C, request: OperationRequest<OperationName>, report: (error: unknown) => void) {
  const { dataset, id, a } = request.params as Partial<Record<'dataset' | 'id' | 'a', string>>
  const { store, guardsClock } = context as Partial<IngestContext>
  if (route.method === 'post' && guardsClock && dataset !== undefined)
    return assertRightClock(context as unknown as IngestContext, dataset).then(() => operation(context, request))
  // A difference of two releases does not tell whose file is damaged.
  if (route.method !== 'get' || !store || dataset === undefined || a !== undefined) return operation(context, request)
  const release = request.http.query.get('release') ?? (route.path.includes('/releases/{id}') ? id : undefined)
  return readingIntact({ store }, { dataset, release, report }, () => operation(context, request))
}

async function respond<C>(
  paths: readonly CompiledPath<Entry<C>>[],
  context: C,
  request: HttpRequest,
  report: (error: unknown) => void,
): Promise<HttpResponse> {
  const method = request.method === 'HEAD' ? 'GET' : request.method
  let isKnown = false
  for (const { regex, names, operations } of paths) {
    const match = regex.exec(request.path)
    if (!match) continue
    isKnown = true
    const entry = operations.get(method)
    if (!entry) continue
    const params = decodedParams(names, match.slice(1))
    return run(entry, context, operationRequest(entry.route, params, request), report)
  }
  return isKnown
    ? problemDocument(405, `此处不接受 ${request.method}`, `${request.method} is not taken here`)
    : problemDocument(404, `没有 ${request.path}`, `there is no ${request.path}`)
}

/** A dispatcher for some operations of the route table. */
export function createDispatcher<N extends OperationName, C>(operations: Operations<N, C>): Dispatcher<C> {
  const entries = (Object.keys(operations) as N[]).map((name) => {
    const [route, operation]: [Route, AnyOperation<C>] = [routes[name], operations[name] as AnyOperation<C>]
    return { route, operation: { route, operation } }
  })
  const paths = compilePaths(entries)
  return async (context, request, onError) => {
    try {
      return boundAnswer(request, await respond(paths, context, request, onError))
    } catch (error) {
      if (error instanceof HttpError) return problemDocument(error.status, error.zh, error.message, error.parameter, error.retryAfter)
      onError(error)
      if (error instanceof StoreUnavailable)
        return problemDocument(503, '存储暂时不可用，请稍后再试', 'the store is not available for the moment, please try again')
      if (error instanceof NewerFormat)
        return problemDocument(503, '数据由较新版本的程序写入，这一版本读不懂，也不会改动；请更新程序', error.message)
      const unwritten = writeProblem(error)
      if (unwritten) return unwritten
      if (error instanceof DamagedFile)
        return problemDocument(
          503,
          `存储中的文件 ${error.key} 已损坏，已记录`,
          `the stored file ${error.key} is damaged, which was recorded`,
        )
      return problemDocument(500, '系统内部错误，已记录', 'an internal error, which was recorded')
    }
  }
}
