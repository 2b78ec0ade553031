import type { z } from 'zod'
import type { Bilingual } from '../domain/language.ts'
import { holdsPersonalNumber } from '../domain/personal-numbers.ts'
import { PERSONAL_NUMBER, shown, withoutPersonalNumbers } from '../events/problems.ts'
import { mayRepeatNames, repeatedNames } from '../ingest/parsers/json-names.ts'
import { HttpError, type HttpRequest } from './message.ts'
import { messages } from './routes/messages.ts'

/** The message about a value that no message is registered for. */
function generalMessage(name: string, value: string, allowed: readonly unknown[] | undefined): Bilingual {
  if (!allowed) return { zh: `参数 ${name}：无效，收到 ${value}`, en: `parameter ${name}: not valid, got ${value}` }
  return {
    zh: `参数 ${name}：应为 ${allowed.join('、')} 之一，收到 ${value}`,
    en: `parameter ${name}: expected one of ${allowed.join(', ')}, got ${value}`,
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
  // A body may hold anything there, an object that is no text included.
  const received = shown((value as Record<string, unknown>)[name])
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

/** The first field of a body that holds the number of a person in a text, at any depth; `exempt` fields are not looked at. */
function fieldWithPersonalNumber(value: unknown, exempt: readonly string[]): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const holdsOne = (inside: unknown): boolean => {
    if (typeof inside === 'string') return holdsPersonalNumber(inside)
    return typeof inside === 'object' && inside !== null && Object.entries(inside).some(([name, one]) => holdsOne(name) || holdsOne(one))
  }
  return Object.entries(value).find(([name, inside]) => !exempt.includes(name) && (holdsOne(name) || holdsOne(inside)))?.[0]
}

/** The refusal of a text that holds the number of a person, in a parameter, field or header of this name. */
export function personalNumberIn(name: string): HttpError {
  const shownName = withoutPersonalNumbers(name)
  return new HttpError(400, `${shownName}：${PERSONAL_NUMBER.zh}`, `${shownName} ${PERSONAL_NUMBER.en}`, shownName)
}

/**
 * Refuses a JSON body in which a text holds the number of a person: what a request says is stored or shown. The field `worker` names a person by
 * its purpose, and becomes a pseudonym. Throws HttpError 400 that names the field.
 */
export function refusePersonalNumbers(value: unknown): void {
  const field = fieldWithPersonalNumber(value, ['worker'])
  if (field !== undefined) throw personalNumberIn(field)
}

/** The Idempotency-Key of a request. Throws HttpError 400 for one that holds the number of a person. */
export function idempotencyKeyOf({ headers }: HttpRequest): string | undefined {
  const key = headers['idempotency-key']
  // Bytes beyond ASCII arrive as one character each.
  if (key !== undefined && [key, Buffer.from(key, 'latin1').toString('utf8')].some(holdsPersonalNumber))
    throw personalNumberIn('Idempotency-Key')
  return key
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
