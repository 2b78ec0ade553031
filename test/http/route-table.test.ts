import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type { DryRunReceipt, Receipt } from '../../functions/ingest/receipts.ts'
import type { UploadState } from '../../functions/landing/landing.ts'
import type { Bulletin } from '../../functions/bulletins/model.ts'
import type { ErasureCertificate } from '../../functions/ingest/erase.ts'
import type { Manifest } from '../../functions/release-format/manifest.ts'
import type { TargetProgress } from '../../functions/reporting/target-progress.ts'
import { eventTypes } from '../../functions/catalogue/catalogue.ts'
import { createDispatcher } from '../../functions/http/dispatcher.ts'
import { openApiDocument } from '../../functions/http/openapi.ts'
import { answerRequestsOperations } from '../../functions/http/operations/answer-requests.ts'
import { buildReleasesOperations } from '../../functions/http/operations/build-release.ts'
import { bulletinOperations } from '../../functions/http/operations/bulletins.ts'
import { ingestEventsOperations } from '../../functions/http/operations/ingest-events.ts'
import type { Route } from '../../functions/http/routes/route.ts'
import { type JsonResponseOf, type OperationName, routes } from '../../functions/http/routes/table.ts'
import { allOperations } from '../../functions/local/operations.ts'
import { CampaignStack } from '../../infra/campaign-stack.ts'
import { gatewayRoutes } from '../../infra/gateway-routes.ts'
import { emptyContext } from '../context.ts'

const table = Object.entries<Route>(routes) as [OperationName, Route][]
const OPERATIONS_OF = {
  'ingest-events': ingestEventsOperations,
  'answer-requests': answerRequestsOperations,
  'build-releases': buildReleasesOperations,
  'publish-bulletins': bulletinOperations,
}

/** The paths, parameters and enums of the OpenAPI document before it was generated from the route table. */
const published = JSON.parse(readFileSync(new URL('../fixtures/openapi-2026-11.json', import.meta.url), 'utf8')) as {
  route: string
  parameters: { name: string; in: string; enum?: string[]; default?: string }[]
}[]

interface Operation {
  operationId: string
  parameters?: { name: string; in: string; schema: { enum?: string[]; default?: string } }[]
  responses: Record<string, { content?: Record<string, { schema: object }> }>
}

const paths = openApiDocument().paths as unknown as Record<string, Record<string, Operation>>
const documented = Object.entries(paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ route: `${method} ${path}`, ...operation })),
)

/** The routes of API Gateway, with the function that each goes to. */
function deployedRoutes(): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'tonglu-code-'))
  writeFileSync(join(folder, 'index.mjs'), '')
  const code = Object.fromEntries([...Object.keys(OPERATIONS_OF), 'maintain-datasets'].map((name) => [name, folder]))
  const stack = new CampaignStack(new App({ outdir: mkdtempSync(join(tmpdir(), 'tonglu-cdk-')) }), 'Test', {
    env: { region: 'ap-southeast-1' },
    code: code as never,
    issuer: 'https://issuer.example',
    audience: 'tonglu',
  })
  interface Resource {
    Type: string
    Properties: Record<string, unknown>
  }
  const { Resources } = Template.fromStack(stack).toJSON() as { Resources: Record<string, Resource> }
  const functionOf = (target: unknown) => {
    const integration = /integrations\/",\{"Ref":"(\w+)"/.exec(JSON.stringify(target))![1]!
    return JSON.stringify(Resources[integration]!.Properties.IntegrationUri)
  }
  const routesOfApi = Object.values(Resources).filter(({ Type }) => Type === 'AWS::ApiGatewayV2::Route')
  return Object.fromEntries(routesOfApi.map(({ Properties }) => [String(Properties.RouteKey), functionOf(Properties.Target)]))
}

/** The construct of each function in the stack. */
const CONSTRUCT_OF = {
  'ingest-events': 'IngestEvents',
  'answer-requests': 'AnswerRequests',
  'build-releases': 'BuildReleases',
  'publish-bulletins': 'PublishBulletins',
}

/** A path that a route answers, on a dataset that does not exist. */
const samplePath = ({ path }: Route) =>
  path
    .replace('{dataset}', 'missing')
    .replace('{id}', '2026-001')
    .replaceAll(/\{\w+\}/g, 'sample')

/** The operations that a dispatcher of all routes calls for a request. */
async function dispatched(method: string, path: string): Promise<OperationName[]> {
  const called: OperationName[] = []
  const spyOn = (name: OperationName) => () => {
    called.push(name)
    return Promise.resolve({ status: 200, headers: {}, body: '' })
  }
  const spies = Object.fromEntries(table.map(([name]) => [name, spyOn(name)])) as unknown as typeof allOperations
  const request = { method, path, query: new URLSearchParams(), headers: {}, body: new Uint8Array() }
  await createDispatcher(spies)(emptyContext(), request, (error) => {
    throw error as Error
  })
  return called
}

describe('the route table', () => {
  it.each(table)('%s is an operation of the function that the table names, and of no other', (name, route) => {
    const holders = Object.entries(OPERATIONS_OF).filter(([, operations]) => Object.hasOwn(operations, name))
    expect(holders.map(([owner]) => owner)).toEqual([route.function])
  })
  it('has an operation for each route, and a route for each operation', () => {
    expect(Object.keys(allOperations).sort()).toEqual(Object.keys(routes).sort())
    expect(Object.values(OPERATIONS_OF).flatMap((operations) => Object.keys(operations)).sort()).toEqual(Object.keys(routes).sort()) // prettier-ignore
  })
  it.each(table)('%s is dispatched to its own operation', async (name, route) => {
    expect(await dispatched(route.method.toUpperCase(), samplePath(route))).toEqual([name])
  })
  it('is the OpenAPI document, route by route', () => {
    expect(documented.map(({ route, operationId }) => `${operationId}: ${route}`).sort()).toEqual(
      table.map(([name, { method, path }]) => `${name}: ${method} ${path}`).sort(),
    )
  })
  it('describes every successful response with a schema', () => {
    const missing = documented.flatMap(({ route, responses }) =>
      Object.entries(responses).flatMap(([status, { content }]) => (content ? [] : [`${route} ${status}`])),
    )
    expect(missing).toEqual([])
  })
  it('keeps every path, parameter, enum and default that the document had before it was generated', () => {
    for (const { route, parameters } of published) {
      const now = documented.find((one) => one.route === route)
      expect([route, now !== undefined]).toEqual([route, true])
      for (const { name, in: position, ...schema } of parameters) {
        const parameter = now!.parameters?.find((one) => one.name === name && one.in === position)
        expect([route, name, parameter?.in]).toEqual([route, name, position])
        if (schema.default) expect([route, name, parameter?.schema.default]).toEqual([route, name, schema.default])
        // Later versions may add values.
        if (schema.enum) expect([route, name, parameter?.schema.enum]).toEqual([route, name, expect.arrayContaining(schema.enum)])
      }
    }
    const { Event } = openApiDocument().components!.schemas as Record<string, Record<string, object>>
    expect(Object.keys(Event!['x-types']!)).toEqual([...eventTypes.keys()])
  })
  it('is what the stack deploys: every route goes to its function, and nothing else is there but pages and unknown paths', () => {
    const deployed = deployedRoutes()
    const expected = Object.fromEntries(gatewayRoutes().map((route) => [`${route.method} ${route.path}`, route.function]))
    const others = { 'GET /api/{proxy+}': 'answer-requests', 'GET /{proxy+}': 'answer-requests', 'GET /': 'answer-requests' } as const
    expect(Object.keys(deployed).sort()).toEqual([...Object.keys(expected), ...Object.keys(others)].sort())
    for (const [key, name] of Object.entries({ ...expected, ...others })) {
      expect([key, deployed[key]]).toEqual([key, expect.stringContaining(CONSTRUCT_OF[name])])
    }
  })
  it.each(table)('%s reaches its function through API Gateway', (_name, route) => {
    const segments = samplePath(route).split('/')
    const matching = gatewayRoutes().filter(({ method, path }) => {
      const pattern = path.split('/')
      const isGreedy = pattern.at(-1)!.endsWith('+}')
      return (
        method === route.method.toUpperCase() &&
        (isGreedy ? segments.length >= pattern.length : segments.length === pattern.length) &&
        pattern.every((segment, index) => segment.startsWith('{') || segment === segments[index])
      )
    })
    expect(new Set(matching.map((one) => one.function))).toEqual(new Set([route.function]))
  })
  it('refuses two functions for one route of API Gateway', () => {
    const { getList, getListCsv } = routes
    expect(() => gatewayRoutes({ getList, getListCsv: { ...getListCsv, function: 'build-releases' } })).toThrow(
      'belongs to answer-requests',
    )
  })
})

describe('the response schemas', () => {
  it('accept what the operations return', () => {
    expectTypeOf<Receipt | DryRunReceipt>().toExtend<JsonResponseOf<'postEvents'>>()
    expectTypeOf<UploadState>().toExtend<JsonResponseOf<'getUpload'>>()
    expectTypeOf<ErasureCertificate>().toExtend<JsonResponseOf<'postErasure'>>()
    expectTypeOf<Omit<Bulletin, 'blocks'>>().toExtend<JsonResponseOf<'getBulletins'>['bulletins'][number]>()
    expectTypeOf<Pick<Manifest, 'release' | 'dataset' | 'created_at' | 'log'>>().toExtend<
      Pick<JsonResponseOf<'getRelease'>, 'release' | 'dataset' | 'created_at' | 'log'>
    >()
    expectTypeOf<Pick<TargetProgress, 'status' | 'target_id'>>().toExtend<
      Pick<JsonResponseOf<'getProgress'>['targets'][number], 'status' | 'target_id'>
    >()
  })

  const { answers } = JSON.parse(readFileSync(new URL('../fixtures/store-2026-11/expected.json', import.meta.url), 'utf8')) as {
    answers: Record<string, { type: string; body: unknown }>
  }
  it.each(Object.entries(answers).filter(([, { type }]) => type.includes('json')))(
    'fit what GET %s answered in 2026',
    async (path, { body }) => {
      const [name] = await dispatched('GET', `/api/v1/${path.split('?')[0]!}`)
      const route: Route = routes[name!]
      const { error } = route.responses[200]!.content!['application/json']!.schema.safeParse(body)
      expect(error?.issues ?? []).toEqual([])
    },
  )
})

describe('enumerated parameters', () => {
  const enumerated = documented.flatMap(({ route, operationId, parameters = [] }) =>
    parameters.flatMap(({ name, in: position, schema }) => (position === 'query' && schema.enum ? [{ route, operationId, name }] : [])),
  )
  it.each(enumerated)('$name of $route is validated by the table', ({ operationId, name }) => {
    const { query } = (routes as Record<string, Route>)[operationId]!.request
    const issues = query!.safeParse({ ...('metric' in query!.shape && { metric: 'members' }), [name]: 'no-such-value' }).error!.issues
    expect(issues.map(({ path }) => path)).toEqual([[name]])
  })
})
