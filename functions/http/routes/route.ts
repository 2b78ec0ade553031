import type { z } from 'zod'

/** The Lambda functions that answer HTTP requests, named as their files under functions/handlers/. */
export type FunctionName = 'ingest-events' | 'answer-requests' | 'build-releases' | 'publish-bulletins'

interface Content {
  readonly [mediaType: string]: { readonly schema: z.ZodType }
}

export interface ResponseDescription {
  readonly description: string
  readonly content?: Content
}

/**
 * One route of the API, as data: no handler, so that the CDK stack, the OpenAPI document and the pages can import it alone. Its shape is that
 * of the route configuration of @hono/zod-openapi, with `function` and `patterns` added.
 */
export interface Route {
  readonly method: 'get' | 'post'
  /** An OpenAPI path template. */
  readonly path: `/api/v1/${string}`
  /** The Lambda function that answers. */
  readonly function: FunctionName
  readonly summary: string
  /** Regular expressions of the path parameters that are not simply one segment (`[^/]+`); no capturing groups. */
  readonly patterns?: Readonly<Record<string, string>>
  readonly request: {
    readonly params?: z.ZodObject
    readonly query?: z.ZodObject
    readonly headers?: z.ZodObject
    readonly body?: { readonly required?: boolean; readonly content: Content }
  }
  readonly responses: { readonly [status: number]: ResponseDescription }
}

/** The pattern of a path parameter that may span several segments. */
export const SPANS_SEGMENTS = '.+'

/** Declares a route, with the literal types of its method and path kept. */
export function route<const R extends Route>(declared: R): R {
  return declared
}
