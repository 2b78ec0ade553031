import { type FunctionName, type Route, SPANS_SEGMENTS } from '../functions/http/routes/route.ts'
import { routes } from '../functions/http/routes/table.ts'

/** A route of API Gateway. */
export interface GatewayRoute {
  method: 'GET' | 'POST'
  path: string
  function: FunctionName
}

/**
 * A path template as API Gateway knows it. There, a variable is a whole segment, or with `+` all segments that follow: `{type}.xlsx` becomes
 * `{type}`. Variables at one position have one name, that of the first route (REST APIs demand this; of HTTP APIs it is not documented).
 */
function gatewayPath({ path, patterns = {} }: Route, names: Map<string, string>): string {
  let prefix = ''
  for (const segment of path.split('/').slice(1)) {
    const variable = /\{(\w+)\}/.exec(segment)?.[1]
    if (variable === undefined) prefix += `/${segment}`
    else if (patterns[variable] === SPANS_SEGMENTS) return `${prefix}/{${variable}+}`
    else {
      if (!names.has(prefix)) names.set(prefix, variable)
      prefix += `/{${names.get(prefix)}}`
    }
  }
  return prefix
}

/**
 * The routes of API Gateway for a route table. Routes that differ in the extension of a file share one. Throws if two functions claim the same
 * route.
 */
export function gatewayRoutes(table: Readonly<Record<string, Route>> = routes): GatewayRoute[] {
  const names = new Map<string, string>()
  const byKey = new Map<string, GatewayRoute>()
  for (const [name, route] of Object.entries(table)) {
    const method = route.method === 'get' ? 'GET' : 'POST'
    const path = gatewayPath(route, names)
    const key = `${method} ${path}`
    const existing = byKey.get(key)
    if (existing && existing.function !== route.function) throw new Error(`route ${name}: ${key} belongs to ${existing.function}`)
    byKey.set(key, { method, path, function: route.function })
  }
  return [...byKey.values()]
}
