import type { Bilingual, Language } from '#domain/language.ts'
import type { ProblemDocument } from '#functions/http/routes/responses.ts'
import type { JsonResponseOf, OperationName, Routes } from '#functions/http/routes/table.ts'

/** What a page needs of a problem document. */
export type Problem = Pick<ProblemDocument, 'status' | 'detail' | 'detail_en'>

type Method = Routes[OperationName]['method']
type OperationAt<M extends Method, P extends string> = {
  [N in OperationName]: Routes[N] extends { method: M; path: P } ? N : never
}[OperationName]

/** The paths of the API that have an operation of a method. */
export type PathOf<M extends Method> = Extract<Routes[OperationName], { method: M }>['path']

/** The JSON that the API answers with, by method and path. */
export type ResponseAt<M extends Method, P extends string> = JsonResponseOf<OperationAt<M, P>>

type Variable<P extends string> = P extends `${string}{${infer Name}}${infer Rest}` ? Name | Variable<Rest> : never

/** The values of the variables of a path. */
export type PathParams<P extends string> = Record<Variable<P>, string>

let basePath = ''

/** Sets the path in front of the addresses of the server; empty where it is at the root of its host. */
export function setBasePath(path: string): void {
  basePath = path
}

/** The address of a path of the server: the API is where the pages are. */
export const addressOf = (path: string): string => basePath + path

/** The address of a path of the route table with its variables filled in. */
export function urlOf<P extends PathOf<Method>>(path: P, params: PathParams<P>): string {
  return addressOf(path).replaceAll(/\{(\w+)\}/g, (_, name: string) => (params as Record<string, string>)[name]!)
}

/** A request that the server did not fulfil. */
export class RequestFailed extends Error {
  override name = 'RequestFailed'
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail_en)
    this.problem = problem
  }
}

const UNREACHABLE: Bilingual = { zh: '没有连上服务器，请再试一次', en: 'The server could not be reached; please try again' }

/** What to say of a failed request: the server's own words, otherwise that it could not be reached. */
export function messageOf(error: unknown, lang: Language, otherwise: Bilingual = UNREACHABLE): string {
  if (error instanceof RequestFailed) return { zh: error.problem.detail, en: error.problem.detail_en }[lang]
  return otherwise[lang]
}

/** The problem in a response that is not ok. A gateway or proxy may answer with something else than a problem document. */
export function problemOf(status: number, body: unknown): Problem {
  const { detail, detail_en } = (body ?? {}) as Partial<Problem>
  return {
    status,
    detail: detail ?? `服务器未能完成（${status}），请稍后再试`,
    detail_en: detail_en ?? `The server could not do this (${status}); please try again later`,
  }
}

/** The JSON of a response. Throws RequestFailed for one that is not ok. */
export async function jsonOf<T>(response: Response): Promise<T> {
  if (response.ok) return (await response.json()) as T
  throw new RequestFailed(problemOf(response.status, await response.json().catch(() => undefined)))
}

/** Gets the JSON at a path of the route table. Throws RequestFailed where the server refuses. */
export async function get<P extends PathOf<'get'>>(fetcher: typeof fetch, path: P, params: PathParams<P>): Promise<ResponseAt<'get', P>> {
  return jsonOf(await fetcher(urlOf(path, params)))
}

/** Posts to a path of the route table, with a JSON body where one is given. Throws RequestFailed where the server refuses. */
export async function post<P extends PathOf<'post'>>(path: P, params: PathParams<P>, body?: object): Promise<ResponseAt<'post', P>> {
  const json = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  return jsonOf(await fetch(urlOf(path, params), { method: 'POST', ...json }))
}
