import type { HttpResponse, HttpRequest } from '../http/message.ts'
import { withSecurityHeaders } from '../http/security-headers.ts'

/** The fields that are read of an event of API Gateway's HTTP API (payload format 2.0). */
export interface GatewayEvent {
  rawPath: string
  rawQueryString: string
  headers: Record<string, string | undefined>
  requestContext: { http: { method: string } }
  body?: string
  isBase64Encoded?: boolean
}

export interface GatewayResult {
  statusCode: number
  headers: Record<string, string>
  body: string
  isBase64Encoded: boolean
}

/** The request in an event of API Gateway. */
export function fromGateway(event: GatewayEvent): HttpRequest {
  return {
    method: event.requestContext.http.method,
    path: event.rawPath,
    query: new URLSearchParams(event.rawQueryString),
    headers: event.headers,
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
  }
}

/** Whether the bytes of a body are JSON as it stands: that is text, a third smaller than in base64. A part of it may end within a character. */
const isJsonText = ({ status, headers }: HttpResponse) =>
  status === 200 && headers['content-encoding'] === undefined && (headers['content-type'] ?? '').startsWith('application/json')

const textOf = (body: string | Uint8Array) => (typeof body === 'string' ? body : Buffer.from(body).toString('utf8'))

/**
 * A response in the form that API Gateway expects, with the security headers; bytes are encoded as base64. API Gateway answers over TLS only, and
 * asks for a token for every path under /api.
 */
export function toGateway({ rawPath }: Pick<GatewayEvent, 'rawPath'>, response: HttpResponse): GatewayResult {
  const { status, headers, body } = withSecurityHeaders(response, { isSecure: true, needsToken: rawPath.startsWith('/api/') })
  const isText = typeof body === 'string' || isJsonText(response)
  return { statusCode: status, headers, body: isText ? textOf(body) : Buffer.from(body).toString('base64'), isBase64Encoded: !isText }
}
