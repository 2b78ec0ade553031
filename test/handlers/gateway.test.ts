import { describe, expect, it } from 'vitest'
import { toGateway } from '../../functions/handlers/gateway.ts'
import { type CachePolicy, file, json } from '../../functions/http/message.ts'

describe('a response through API Gateway', () => {
  const headersAt = (rawPath: string, cache: CachePolicy) => toGateway({ rawPath }, json(200, {}, cache)).headers

  it('has the security headers of the local server, and asks browsers to stay on TLS', () => {
    expect(headersAt('/zh/published', 'revalidate')).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'content-security-policy': expect.stringContaining("default-src 'none'") as string,
      'strict-transport-security': 'max-age=63072000',
    })
  })
  it.each([
    ['immutable', 'private, max-age=31536000, immutable'],
    ['revalidate', 'private, no-cache'],
    [{ seconds: 60 }, 'private, max-age=60'],
  ] as const)('is kept for its reader only where a token is needed: %j', (cache, expected) => {
    expect(headersAt('/api/v1/live/values', cache)['cache-control']).toBe(expected)
  })
  it('is text where its bytes are JSON as it stands, and base64 where they are compressed or no text', () => {
    const sent = (type: string, more: object = {}) => {
      const response = file(Buffer.from('{"a":"甲"}'), type, 'revalidate')
      return toGateway({ rawPath: '/api/v1/x' }, { ...response, headers: { ...response.headers, ...more } })
    }
    expect(sent('application/json')).toMatchObject({ body: '{"a":"甲"}', isBase64Encoded: false })
    expect(sent('application/json', { 'content-encoding': 'gzip' }).isBase64Encoded).toBe(true)
    expect(sent('application/pdf').isBase64Encoded).toBe(true)
  })
  it('may be kept for everybody where no token is needed', () => {
    expect(headersAt('/_app/immutable/x.js', 'immutable')['cache-control']).toBe('public, max-age=31536000, immutable')
  })
})
