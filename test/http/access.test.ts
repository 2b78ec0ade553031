import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serve } from '../../functions/local/server.ts'
import type { PublicAddress } from '../../functions/settings/public-address.ts'
import { emptyContext } from '../context.ts'

const EVENT = JSON.stringify({ source: 's', id: '1', type: 'union.dissolved', occurred_on: '2025-01-01', data: { union_id: 'u' } })
const PUBLIC: PublicAddress = { origin: 'https://union.example', host: 'union.example', href: 'https://union.example/tonglu' }

/** A request as any program may send it, whatever it names. */
function send(port: number, method: string, path: string, headers: Record<string, string> = {}, body = method === 'POST' ? EVENT : '') {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers: { host: `127.0.0.1:${port}`, ...headers } }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body: text }))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

describe('a local server', () => {
  let server: Awaited<ReturnType<typeof serve>>
  beforeAll(async () => {
    server = await serve(emptyContext(), 0, undefined, { queueLength: 10, publicAddresses: [] })
  })
  afterAll(() => server.close())
  const post = (headers: Record<string, string>) => send(server.port, 'POST', '/api/v1/mine/events', headers)
  const own = () => `http://127.0.0.1:${server.port}`

  it.each([
    ['of a program', {}],
    ['with a Content-Type of its own', { 'content-type': 'text/plain' }],
    ['of its own page', { 'sec-fetch-site': 'same-origin' }],
  ])('takes a write %s', async (_name, headers) => {
    expect((await post(headers)).status).toBe(200)
  })
  it('takes a write that names its own origin', async () => {
    expect((await post({ origin: own(), 'sec-fetch-site': 'same-origin' })).status).toBe(200)
    expect((await post({ origin: own() })).status).toBe(200)
    const name = `localhost:${server.port}`
    expect((await post({ host: name, origin: `http://${name}` })).status).toBe(200)
  })
  it.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://localhost:1' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
    { origin: PUBLIC.origin },
  ])('refuses a write with %j, and keeps nothing', async (headers) => {
    const answer = await send(server.port, 'POST', '/api/v1/foreign/events', headers as Record<string, string>)
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([403, { detail_en: expect.stringContaining('PUBLIC_ORIGIN') as string }])
    expect((await send(server.port, 'GET', '/api/v1/datasets')).body).not.toContain('foreign')
  })
  it.each(['/api/v1/mine/releases', '/api/v1/mine/erasures', '/api/v1/mine/uploads', '/api/v1/mine/bulletins'])(
    'refuses a foreign page at %s',
    async (path) => {
      expect((await send(server.port, 'POST', path, { origin: 'https://evil.example' })).status).toBe(403)
    },
  )
  it('refuses a foreign page that puts a file', async () => {
    const path = `/landing/mine/00000000-0000-0000-0000-000000000000?bytes=1`
    const { body } = await send(server.port, 'PUT', path, { origin: 'https://evil.example' }, 'x')
    expect(body).toContain('PUBLIC_ORIGIN')
  })
  it.each(['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example:4173', '192.168.0.1'])(
    'refuses to be read under the host %j',
    async (host) => {
      expect((await send(server.port, 'GET', '/api/v1/datasets', { host })).status).toBe(403)
    },
  )
  it('is read through a link from another site, and gives such a page no permission to read', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }
    const answer = await send(server.port, 'GET', '/api/v1/datasets', headers)
    expect(answer.status).toBe(200)
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })
  it('sends its security headers with answers and with refusals', async () => {
    for (const headers of [{}, { host: 'evil.example' }]) {
      expect((await send(server.port, 'GET', '/api/v1/datasets', headers)).headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'same-origin',
        'content-security-policy': expect.stringContaining("frame-ancestors 'none'") as string,
      })
    }
  })
})

describe('a local server behind a proxy', () => {
  let server: Awaited<ReturnType<typeof serve>>
  beforeAll(async () => {
    const context = { ...emptyContext(), publicAddress: PUBLIC.href }
    server = await serve(context, 0, undefined, { queueLength: 10, publicAddresses: [PUBLIC] })
    await send(server.port, 'POST', '/api/v1/mine/events')
  })
  afterAll(() => server.close())

  it.each([
    { host: PUBLIC.host, origin: PUBLIC.origin, 'sec-fetch-site': 'same-origin' },
    { origin: PUBLIC.origin, 'sec-fetch-site': 'same-origin' },
    { origin: PUBLIC.origin, 'sec-fetch-site': 'cross-site' },
  ])('takes what a page of its public address sends: %j', async (headers) => {
    expect((await send(server.port, 'POST', '/api/v1/mine/events', headers as Record<string, string>)).status).toBe(200)
  })
  it('refuses another origin and another host all the same', async () => {
    expect((await send(server.port, 'POST', '/api/v1/mine/events', { origin: 'https://evil.example' })).status).toBe(403)
    expect((await send(server.port, 'GET', '/api/v1/datasets', { host: 'evil.example' })).status).toBe(403)
  })
  it('asks browsers to stay on TLS where they came over TLS, and only there', async () => {
    const hsts = async (headers: Record<string, string>) =>
      (await send(server.port, 'GET', '/api/v1/datasets', headers)).headers['strict-transport-security']
    expect(await hsts({ host: PUBLIC.host })).toMatch(/^max-age=\d+$/)
    expect(await hsts({ 'x-forwarded-proto': 'https' })).toMatch(/^max-age=\d+$/)
    expect(await hsts({})).toBeUndefined()
  })
  it('names its public address in the feed', async () => {
    const { body } = await send(server.port, 'GET', '/api/v1/mine/bulletins/feed.atom')
    expect(body).toContain('href="https://union.example/tonglu/api/v1/mine/bulletins/feed.atom"')
  })
})
