import type { z } from 'zod'
import type { Bilingual } from '../domain/language.ts'
import { mayRepeatNames, repeatedNames } from '../ingest/parsers/json-names.ts'
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
  const { zh, en } = messages.get(schema.shape[name] as z.ZodType)?.describe(received) ?? generalMessage(name, received, allowed)
  return new HttpError(400, zh, en, name)
}

/** Validates by a schema of the route table. Throws HttpError 400 that names the first parameter or field that is not valid. */
export function validate<S extends z.ZodObject>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw errorOf(schema, result.error.issues, value)
}

/** Parameters of a query by name. Throws HttpError 400 for one that is given twice: nobody knows which value is meant. */
export function queryValues(query: URLSearchParams): Record<string, string> {
  const values = new Map<string, string>()
  for (const [name, value] of query) {
    if (values.has(name)) throw new HttpError(400, `参数 ${name} 出现了两次`, `the parameter ${name} is given twice`, name)
    values.set(name, value)
  }
  return Object.fromEntries(values)
}

/**
 * The JSON value of a body, whatever content type the client names; undefined where it is no JSON in UTF-8. Throws HttpError 400 for a name that is given
 * twice.
 */
export function jsonValue(body: Uint8Array): unknown {
  let text: string
  let value: unknown
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body)
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  const [name] = mayRepeatNames(text, value) ? repeatedNames(text).values() : []
  if (name === undefined) return value
  throw new HttpError(400, `名称 ${JSON.stringify(name)} 出现了两次`, `the name ${JSON.stringify(name)} is given twice`, name)
}
