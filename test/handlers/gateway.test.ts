import { describe, expect, it } from 'vitest'
import { toGateway } from '../../functions/handlers/gateway.ts'
import { type CachePolicy, json } from '../../functions/http/message.ts'

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
  it('may be kept for everybody where no token is needed', () => {
    expect(headersAt('/_app/immutable/x.js', 'immutable')['cache-control']).toBe('public, max-age=31536000, immutable')
  })
})
