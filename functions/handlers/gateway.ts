import type { HttpResponse, HttpRequest } from '../http/message.ts'

/** The parts that we read of an event of API Gateway's HTTP API (payload format 2.0). */
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

/** A request of ours from an event of API Gateway. */
export function fromGateway(event: GatewayEvent): HttpRequest {
  return {
    method: event.requestContext.http.method,
    path: event.rawPath,
    query: new URLSearchParams(event.rawQueryString),
    headers: event.headers,
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
  }
}

/** What API Gateway expects of an answer of ours; bytes travel as base64. */
export function toGateway({ status, headers, body }: HttpResponse): GatewayResult {
  const isText = typeof body === 'string'
  return { statusCode: status, headers, body: isText ? body : Buffer.from(body).toString('base64'), isBase64Encoded: !isText }
}
