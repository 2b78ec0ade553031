import { OpenAPIHono, type RouteConfig } from '@hono/zod-openapi'
import type { Route } from './routes/route.ts'
import { routes } from './routes/table.ts'

const INFO = { title: '同路 Tonglu', version: '1', description: '新就业形态劳动者建会入会和服务：进度数据与通报' }

function routeConfig(operationId: string, { method, path, summary, request, responses }: Route): RouteConfig {
  // The types differ in `readonly` only.
  return { operationId, method, path, summary, request, responses } as RouteConfig
}

type OpenApiDocument = ReturnType<OpenAPIHono['getOpenAPI31Document']>

let generated: OpenApiDocument | undefined

/** The OpenAPI 3.1 document of the API, generated from the route table when it is first requested. Hono serves nothing here. */
export function openApiDocument(): OpenApiDocument {
  if (!generated) {
    const app = new OpenAPIHono()
    for (const [name, route] of Object.entries<Route>(routes)) app.openAPIRegistry.registerPath(routeConfig(name, route))
    generated = app.getOpenAPI31Document({ openapi: '3.1.0', info: INFO }, { unionPreferredType: 'oneOf' })
  }
  return generated
}
