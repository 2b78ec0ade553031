import type { z } from 'zod'
import type { Bilingual } from '../domain/language.ts'
import { HttpError } from './message.ts'
import { messages } from './routes/messages.ts'

/** The message about a value that no message is registered for. */
function generalMessage(name: string, value: unknown, allowed: readonly unknown[] | undefined): Bilingual {
  if (!allowed) return { zh: `参数 ${name}：无效，收到 ${String(value)}`, en: `parameter ${name}: not valid, got ${String(value)}` }
  return {
    zh: `参数 ${name}：应为 ${allowed.join('、')} 之一，收到 ${String(value)}`,
    en: `parameter ${name}: expected one of ${allowed.join(', ')}, got ${String(value)}`,
  }
}

function errorOf(schema: z.ZodObject, issues: readonly z.core.$ZodIssue[], value: unknown): HttpError {
  const unknown = issues.find((issue) => issue.code === 'unrecognized_keys')?.keys[0]
  if (unknown !== undefined) return new HttpError(400, `没有参数 ${unknown}`, `there is no parameter ${unknown}`, unknown)
  const [issue] = issues
  const field = issue?.path[0]
  if (field === undefined) {
    const { zh, en } = messages.get(schema)?.describe(value) ?? { zh: '请求无效', en: 'the request is not valid' }
    return new HttpError(400, zh, en)
  }
  const name = String(field)
  const received = (value as Record<string, unknown>)[name]
  const allowed = issue?.code === 'invalid_value' ? issue.values : undefined
  const { zh, en } = messages.get(schema.shape[name]!)?.describe(received) ?? generalMessage(name, received, allowed)
  return new HttpError(400, zh, en, name)
}

/** Validates by a schema of the route table. Throws HttpError 400 that names the first parameter or field that is not valid. */
export function validate<S extends z.ZodObject>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw errorOf(schema, result.error.issues, value)
}

/** Parameters of a query by name. Of a parameter that is repeated, the first value counts. */
export function queryValues(query: URLSearchParams): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [name, value] of query) if (!Object.hasOwn(values, name)) values[name] = value
  return values
}

/** The JSON value of a body, whatever content type the client names; undefined where it is no JSON. */
export function jsonValue(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'))
  } catch {
    return undefined
  }
}
