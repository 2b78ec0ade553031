import type { z } from 'zod'
import { bulletinRoutes } from './bulletins.ts'
import { catalogueRoutes } from './catalogue.ts'
import { datasetRoutes } from './datasets.ts'
import { erasureRoutes } from './erasures.ts'
import { eventRoutes } from './events.ts'
import { findingRoutes } from './findings.ts'
import { listRoutes } from './lists.ts'
import { progressRoutes } from './progress.ts'
import { receiptRoutes } from './receipts.ts'
import { regionRoutes } from './regions.ts'
import { releaseRoutes } from './releases.ts'
import { templateRoutes } from './templates.ts'
import { uploadRoutes } from './uploads.ts'
import { valueRoutes } from './values.ts'
import type { FunctionName, Route } from './route.ts'

/**
 * The route table: every route of the API, by the name of its operation. The dispatcher, the OpenAPI document, the routes of API Gateway and
 * the types of the pages' client are derived from it.
 */
export const routes = {
  ...catalogueRoutes,
  ...datasetRoutes,
  ...eventRoutes,
  ...receiptRoutes,
  ...uploadRoutes,
  ...erasureRoutes,
  ...findingRoutes,
  ...templateRoutes,
  ...regionRoutes,
  ...releaseRoutes,
  ...valueRoutes,
  ...progressRoutes,
  ...listRoutes,
  ...bulletinRoutes,
} satisfies Record<string, Route>

export type Routes = typeof routes
export type OperationName = keyof Routes

/** The operations of a Lambda function. */
export type OperationsOf<F extends FunctionName> = { [N in OperationName]: Routes[N]['function'] extends F ? N : never }[OperationName]

type RequestPart<N extends OperationName, Part extends string> =
  Routes[N]['request'] extends Record<Part, infer S extends z.ZodType> ? z.output<S> : Record<never, never>

export type ParamsOf<N extends OperationName> = RequestPart<N, 'params'>
export type QueryOf<N extends OperationName> = RequestPart<N, 'query'>

/** The validated JSON body of an operation; `undefined` for one that takes none. */
export type BodyOf<N extends OperationName> = Routes[N]['request'] extends {
  body: { content: { 'application/json': { schema: infer S extends z.ZodType } } }
}
  ? z.output<S>
  : undefined

type JsonIn<R> = R extends { content: { 'application/json': { schema: infer S extends z.ZodType } } } ? z.output<S> : never

/** What an operation answers with when it succeeds: its JSON responses of 200, 201 and 202. */
export type JsonResponseOf<N extends OperationName> = {
  [Status in keyof Routes[N]['responses']]: JsonIn<Routes[N]['responses'][Status]>
}[keyof Routes[N]['responses']]
