import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { createDispatcher } from '../../functions/http/dispatcher.ts'
import type { HttpResponse } from '../../functions/http/message.ts'
import { openApiDocument } from '../../functions/http/openapi.ts'
import { allOperations } from '../../functions/local/operations.ts'
import { emptyContext } from '../context.ts'
import { randomSeed } from '../seed.ts'

/** Every route and parameter of the OpenAPI document, asked with names that do not exist, impossible days and broken values. */
const dispatch = createDispatcher(allOperations)
const context = { ...emptyContext(), createsDatasets: false }
const seed = randomSeed('no-invented-answers')
const RUNS = 40

interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
}
interface Operation {
  parameters?: Parameter[]
  requestBody?: { content: Record<string, unknown> }
}

const routes = Object.entries(openApiDocument().paths as unknown as Record<string, Record<string, Operation>>).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { parameters = [], requestBody }]) => ({
    path,
    method: method.toUpperCase(),
    parameters: parameters.filter((one) => one.in !== 'header'),
    takesJson: requestBody?.content['application/json'] !== undefined,
  })),
)
const reads = routes.filter(({ method }) => method === 'GET')

/** What makes a request right, so that only the value under test is wrong. */
const RIGHT: Record<string, string> = {
  dataset: 'mine',
  metric: 'members',
  id: '000001',
  a: '000001',
  b: '000001',
  name: 'duplicate_join',
  type: 'member.joined',
  page: 'overview',
}

/** Names that every object has, impossible days, and what is no name at all. */
const WRONG = [
  ...Object.getOwnPropertyNames(Object.prototype),
  'prototype',
  'length',
  'nowhere',
  '2025-02-30',
  '2025-13-31',
  '2025-00-00',
  '0000-00-00',
  '9999-99-99',
  '2025-2-3',
  '310100',
  '-1',
  '1e3',
  '0x10',
  'NaN',
  'null',
  'undefined',
  '[object Object]',
  '%',
  ' ',
  '\u0000',
  '\u200b',
  '\u202emembers',
  'ｍｅｍｂｅｒｓ',
  'мembers',
  '😀',
  '..',
  "'; drop table members; --",
  'x'.repeat(5000),
]
const wrong = fc.oneof(
  fc.constantFrom(...WRONG),
  fc.string({ unit: 'binary', minLength: 1 }).filter((text) => !Object.values(RIGHT).includes(text)),
)

/** What a free text may be: these are no names. */
const isFree = (name: string) => name === 'dry_run'

async function ask(
  method: string,
  template: string,
  values: Record<string, string>,
  query: [string, string][],
  body = '',
): Promise<HttpResponse> {
  const errors: unknown[] = []
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? RIGHT[name]!))
  const answer = await dispatch(
    context,
    { method, path, query: new URLSearchParams(query), headers: { 'content-type': 'application/json' }, body: Buffer.from(body) },
    (error) => errors.push(error),
  )
  expect(errors).toEqual([])
  return answer
}

const problemOf = ({ body }: HttpResponse) =>
  JSON.parse(String(body)) as { status: number; detail: string; detail_en: string; parameter?: string }

beforeAll(async () => {
  const events = readFileSync(new URL('../fixtures/twelve-events.json', import.meta.url))
  const post = (path: string, body: Uint8Array) =>
    dispatch({ ...context, createsDatasets: true }, { method: 'POST', path, query: new URLSearchParams(), headers: {}, body }, (error) => {
      throw error
    })
  expect((await post('/api/v1/mine/events', events)).status).toBe(200)
  expect((await post('/api/v1/mine/releases', Buffer.alloc(0))).status).toBe(201)
})

it.each(routes)('$method $path refuses a parameter that it does not have', async ({ method, path, parameters }) => {
  const needsMetric = parameters.some((one) => one.in === 'query' && one.name === 'metric')
  for (const name of ['nosuch', 'constructor', '__proto__']) {
    const answer = await ask(method, path, {}, [...(needsMetric ? [['metric', 'members'] as [string, string]] : []), [name, '1']], '{}')
    expect([name, answer.status]).not.toEqual([name, 200])
    expect(answer.status).toBeLessThan(500)
  }
})

describe.each(routes.filter(({ parameters }) => parameters.length > 0))('$method $path', ({ method, path, parameters, takesJson }) => {
  const rightQuery = (without: string): [string, string][] =>
    parameters.some((one) => one.in === 'query' && one.name === 'metric') && without !== 'metric' ? [['metric', RIGHT.metric!]] : []

  it.each(parameters.filter(({ name }) => !isFree(name)))('refuses a $in parameter $name that says nothing', async (parameter) => {
    await fc.assert(
      fc.asyncProperty(wrong, async (value) => {
        const query = rightQuery(parameter.name)
        const answer =
          parameter.in === 'path'
            ? await ask(method, path, { [parameter.name]: value }, query)
            : await ask(method, path, {}, [...query, [parameter.name, value]])
        expect([400, 404]).toContain(answer.status)
        expect(problemOf(answer)).toMatchObject({ status: answer.status, detail: expect.any(String), detail_en: expect.any(String) })
      }),
      { seed, numRuns: RUNS, examples: WRONG.map((one) => [one]) },
    )
  })

  it.each(parameters.filter((one) => one.in === 'query'))('refuses a parameter $name that is given twice', async ({ name }) => {
    const value = RIGHT[name] ?? '1'
    const answer = await ask(method, path, {}, [...rightQuery(name), [name, value], [name, value]])
    expect([answer.status, problemOf(answer).parameter]).toEqual([400, name])
  })

  if (takesJson) {
    it('refuses bodies that say nothing, whatever names they use', async () => {
      const key = fc.oneof(
        fc.constantFrom(...WRONG),
        fc.constantFrom('region', 'period', 'release', 'worker', 'ground', 'ticket', 'id', 'source', 'type', 'data'),
      )
      const value = fc.letrec((tie) => ({
        any: fc.oneof(
          { maxDepth: 3 },
          fc.constantFrom(...WRONG),
          fc.integer(),
          fc.double(),
          fc.boolean(),
          fc.constant(null),
          fc.array(tie('any'), { maxLength: 3 }),
          tie('object'),
        ),
        object: fc.dictionary(key, tie('any'), { maxKeys: 6, noNullPrototype: true }),
      }))
      await fc.assert(
        fc.asyncProperty(value.object, async (body) => {
          const answer = await ask(method, path, {}, [], JSON.stringify(body))
          if (path.endsWith('/events'))
            expect(answer.status === 200 ? JSON.parse(String(answer.body)) : { accepted: 0 }).toMatchObject({ accepted: 0 })
          else expect([400, 404, 413]).toContain(answer.status)
        }),
        { seed, numRuns: 2 * RUNS },
      )
    })
  }
})

describe('a body with something else where a text is meant', () => {
  it.each([[{ toString: false }], [{ toString: null, valueOf: 1 }], [['310000']], [310000], [null]])('is refused: %j', async (region) => {
    const answer = await ask('POST', '/api/v1/{dataset}/bulletins', {}, [], JSON.stringify({ region, period: '2025-01' }))
    expect(answer.status).toBe(400)
  })
})

describe('a query with several parameters', () => {
  it.each(reads.filter(({ parameters }) => parameters.filter((one) => one.in === 'query').length > 1))(
    'of $path is answered or refused, and never answers for a name that does not exist',
    async ({ path, parameters }) => {
      const names = parameters.filter((one) => one.in === 'query').map(({ name }) => name)
      await fc.assert(
        fc.asyncProperty(
          fc.dictionary(fc.constantFrom(...names, 'constructor', '__proto__', 'colour'), wrong, { minKeys: 1 }),
          async (query) => {
            expect([400, 404]).toContain((await ask('GET', path, {}, Object.entries(query))).status)
          },
        ),
        { seed, numRuns: RUNS },
      )
    },
  )
})

describe('a JSON body', () => {
  it.each([
    ['/api/v1/{dataset}/uploads', '{"bytes": 1, "bytes": 2}', 'bytes'],
    ['/api/v1/{dataset}/bulletins', '{"region":"310000","period":"2026-10","period":"2026-09"}', 'period'],
    ['/api/v1/{dataset}/erasures', '{"ground":"a","ticket":"b","worker":{"ref":"a","ref":"b"}}', 'ref'],
  ])('of %s that gives a name twice is refused', async (path, body, name) => {
    const answer = await ask('POST', path, {}, [], body)
    expect([answer.status, problemOf(answer).parameter]).toEqual([400, name])
  })
  it('of a CloudEvent in binary mode that gives a name twice is a rejected row', async () => {
    const headers = { 'content-type': 'application/json', 'ce-specversion': '1.0', 'ce-source': 's', 'ce-id': '1', 'ce-type': 'union.dissolved', 'ce-occurredon': '2025-01-01' } // prettier-ignore
    const send = (body: string) =>
      dispatch(
        context,
        { method: 'POST', path: '/api/v1/mine/events', query: new URLSearchParams('dry_run=1'), headers, body: Buffer.from(body) },
        (error) => {
          throw error
        },
      )
    expect(JSON.parse(String((await send('{"union_id":"u"}')).body))).toMatchObject({ rows: 1, accepted: 1 })
    expect(JSON.parse(String((await send('{"union_id":"u","union_id":"v"}')).body))).toMatchObject({ rows: 1, rejected: 1 })
  })
  it('of a bulletin that is not UTF-8 is refused', async () => {
    const body = Buffer.concat([Buffer.from('{"region":"310000","period":"2026-10'), Buffer.from([0xff]), Buffer.from('"}')])
    const answer = await dispatch(
      context,
      { method: 'POST', path: '/api/v1/mine/bulletins', query: new URLSearchParams(), headers: {}, body },
      () => undefined,
    )
    expect(answer.status).toBe(400)
  })
})

describe('a word for a dry run', () => {
  it('that is neither yes nor no commits nothing', async () => {
    const answer = await ask('POST', '/api/v1/{dataset}/events', {}, [['dry_run', 'yes']], '{}')
    expect([answer.status, problemOf(answer).parameter]).toEqual([400, 'dry_run'])
  })
})

describe('a day that cannot be', () => {
  it.each([
    ['values', 'as_of', '2025-02-30'],
    ['values', 'as_of', '2999-12-31'],
    ['progress', 'as_of', '2025-02-29'],
    ['progress', 'as_of', '2999-12-31'],
    ['progress', 'as_of', '1999-12-31'],
    ['progress', 'on', '2025-02-30'],
    ['progress', 'on', '9999-12-31'],
  ])('of %s as %s=%s is refused by name', async (resource, name, day) => {
    const query: [string, string][] = [...(resource === 'values' ? [['metric', 'members'] as [string, string]] : []), [name, day]]
    const answer = await ask('GET', `/api/v1/{dataset}/${resource}`, {}, query)
    expect([answer.status, problemOf(answer).parameter]).toEqual([400, name])
  })
})
