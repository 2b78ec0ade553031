import { StoreUnavailable } from '../storage/store.ts'
import { HttpError, type HttpResponse, type HttpRequest, problemDocument } from './message.ts'
import type { AppContext } from './context.ts'

/** A route: the groups of its path are handed to its answer, decoded. */
export interface Route {
  method: 'GET' | 'POST'
  path: RegExp
  answer(context: AppContext, request: HttpRequest, groups: string[]): Promise<HttpResponse>
}

function decoded(groups: readonly string[]): string[] {
  try {
    return groups.map((group) => decodeURIComponent(group))
  } catch {
    throw new HttpError(400, '网址中有无法解读的字符', 'the path holds a broken escape')
  }
}

/** Answers a request by the first route that fits; every failure becomes a problem document, none ends the process. */
export async function answer(
  routes: readonly Route[],
  context: AppContext,
  request: HttpRequest,
  onError: (error: unknown) => void,
): Promise<HttpResponse> {
  try {
    const fitting = routes.filter((route) => route.path.test(request.path))
    const route = fitting.find((one) => one.method === (request.method === 'HEAD' ? 'GET' : request.method))
    if (!route) {
      return fitting.length > 0
        ? problemDocument(405, `此处不接受 ${request.method}`, `${request.method} is not taken here`)
        : problemDocument(404, `没有 ${request.path}`, `there is no ${request.path}`)
    }
    return await route.answer(context, request, decoded(route.path.exec(request.path)!.slice(1)))
  } catch (error) {
    if (error instanceof HttpError) return problemDocument(error.status, error.zh, error.message, error.parameter)
    onError(error)
    if (error instanceof StoreUnavailable)
      return problemDocument(503, '存储暂时不可用，请稍后再试', 'the store is not available for the moment, please try again')
    return problemDocument(500, '系统内部错误，已记录', 'an internal error, which was recorded')
  }
}
