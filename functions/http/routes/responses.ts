import { z } from 'zod'
import type { ResponseDescription } from './route.ts'

/** A problem document (RFC 9457) in both languages. */
export const ProblemDocument = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    detail_en: z.string(),
    parameter: z.string().optional(),
  })
  .meta({ id: 'Problem' })
export type ProblemDocument = z.output<typeof ProblemDocument>

const problem = {
  description: '问题说明（RFC 9457）',
  content: { 'application/problem+json': { schema: ProblemDocument } },
} as const satisfies ResponseDescription

/** The problem documents that a route answers with, by status. */
export function problems<Status extends number>(...statuses: Status[]): Record<Status, typeof problem> {
  return Object.fromEntries(statuses.map((status) => [status, problem])) as Record<Status, typeof problem>
}

/** A JSON response. */
export function json<S extends z.ZodType>(description: string, schema: S) {
  return { description, content: { 'application/json': { schema } } } as const
}

/** A file of a media type. */
export function file<const M extends string>(description: string, mediaType: M) {
  return { description, content: { [mediaType]: { schema: z.string().meta({ format: 'binary' }) } } } as {
    description: string
    content: Record<M, { schema: z.ZodString }>
  }
}
