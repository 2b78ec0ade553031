import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CostPage } from '../../functions/reporting/pages/cost.ts'
import { serve } from '../../functions/local/server.ts'
import { emptyContext } from '../context.ts'

let server: Awaited<ReturnType<typeof serve>>
let root: string
const figures = readFileSync(new URL('../../queries/data/published-figures.csv', import.meta.url))

beforeAll(async () => {
  server = await serve(emptyContext(), 0)
  root = `http://127.0.0.1:${server.port}`
})
afterAll(() => server.close())

async function call(path: string, options: RequestInit = {}) {
  const response = await fetch(`${root}${path}`, options)
  const isJson = response.headers.get('content-type')?.includes('json')
  return {
    status: response.status,
    headers: response.headers,
    body: (isJson ? await response.json() : await response.text()) as Record<string, unknown> & string,
  }
}

const post = (path: string, body: string | Uint8Array, type?: string, headers: Record<string, string> = {}) =>
  call(path, { method: 'POST', body: body as never, headers: { ...(type && { 'content-type': type }), ...headers } })

describe('the published figures', () => {
  it('are accepted completely, and sending them again adds nothing', async () => {
    const first = await post('/api/v1/figures/events', figures, 'text/csv')
    expect(first).toMatchObject({ status: 200, body: { rows: 239, accepted: 239, rejected: 0, conflicts: 0, duplicates: 0, errors: [] } })
    expect((await post('/api/v1/figures/events', figures, 'application/octet-stream')).body).toEqual(first.body)
    expect((await post('/api/v1/figures/releases', '')).status).toBe(201)
  })
  it('include the 1960 driver homes with their quote', async () => {
    const { body } = await call('/api/v1/figures/values?metric=driver_homes_total&region=000000&sector=freight&as_of=2024-12-31')
    expect(body.values).toMatchObject([
      { value: 1960, qualifier: 'at_least', evidence: 'published', quote: expect.stringContaining('超1960个') },
    ])
  })
  it('have a cost page with what their release took, its cost a month and at the size of the nation', async () => {
    const { status, body } = await call('/api/v1/figures/releases/000001/pages/cost.json')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      head: { release: '000001', engine: expect.stringContaining('duckdb') as string },
      route: { engine: 'duckdb', why: 'set' },
      basis: { kind: 'whole' },
      rhythm: { releases: 1, perMonth: 30 },
      prices: { currency: 'USD' },
    })
    const { release, month, stored, bytes_read, projections } = body as unknown as CostPage
    expect(Math.min(stored, bytes_read)).toBeGreaterThan(10_000)
    expect(month.function).toBeCloseTo(30 * release.function!, 12)
    // The dataset has no members, so only the projection to a billion events is possible.
    expect(projections.map(({ events, workers }) => [events, workers])).toEqual([[1e9, undefined]])
  })
  it('are listed for nine provinces that add up to the nation in 2019', async () => {
    const values = (await call('/api/v1/figures/values?metric=driver_homes_total&sector=freight&as_of=2019-08-15&level=province')).body
      .values as { value: number }[]
    expect(values).toHaveLength(9)
    expect(values.reduce((sum, one) => sum + one.value, 0)).toBe(76)
    expect((await call('/api/v1/figures/values?metric=driver_homes_total&sector=freight&as_of=2019-08-15')).body.values).toMatchObject([
      { value: 76 },
    ])
  })
  it('are those of the latest day where the request names none', async () => {
    const { body } = await call('/api/v1/figures/values?metric=driver_homes_total&sector=freight')
    expect(body.values).toMatchObject([{ as_of: '2024-12-31', value: 1960 }])
  })
  it('stand beside targets with a status of their own, which does not change the status of the counted value', async () => {
    const { body } = await call('/api/v1/figures/progress?region=000000&sector=freight')
    const homes = (body.targets as { metric: string; deadline: string }[]).find(
      (target) => target.metric === 'driver_homes' && target.deadline === '2022-12-31',
    )
    expect(homes).toMatchObject({ target: 10000, status: 'not_reported', published: [{ value: 1960, status: 'not_met' }] })
  })
  it('are available as CSV', async () => {
    const { body, headers } = await call('/api/v1/figures/values.csv?metric=driver_homes_total&sector=freight')
    expect(headers.get('content-type')).toContain('text/csv')
    expect(body).toContain('driver_homes_total,000000,freight,2024-12-31')
  })
})

describe('a body that is not valid', () => {
  it.each([
    ['', 'application/json', 400],
    ['{"broken', 'application/json', 400],
    ['hello', 'text/plain', 400],
    ['hello', 'image/png', 415],
    ['%PDF-1.7', undefined, 415],
  ])('is answered with a problem document: %j as %s', async (body, type, status) => {
    const answer = await post('/api/v1/bad/events', Buffer.from(body), type)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(answer.body).toMatchObject({ status, detail: expect.any(String), detail_en: expect.any(String) })
  })
  it('is refused with 413 when it has 40 MB, and the server keeps running (C23)', async () => {
    expect((await post('/api/v1/bad/events', new Uint8Array(40_000_000).fill(32), 'application/json')).status).toBe(413)
    expect((await call('/api/v1/datasets')).status).toBe(200)
  })
  it('is reported by row, field and reason, and its rejected rows are available as CSV', async () => {
    const rows =
      'source,id,type,occurred_on,union_id\ns,1,union.dissolved,2025-01-01,u\ns,2,union.dissolved,2014-01-01,u\n=cmd,3,union.eaten,2025-01-01,u\n'
    const receipt = await post('/api/v1/bad/events', rows, 'text/csv')
    expect(receipt.body).toMatchObject({
      rows: 3,
      accepted: 1,
      rejected: 2,
      errors: [
        { row: 2, field: 'occurred_on', code: 'out_of_range' },
        { row: 3, field: 'type', code: 'unknown_type' },
      ],
    })
    const { body } = await call(`/api/v1/bad/receipts/${String(receipt.body.receipt_id)}/rejected.csv`)
    expect(body.split('\r\n')[1]).toMatch(/^s,2,union\.dissolved,2014-01-01,u,2,occurred_on,out_of_range,/)
    expect(body.split('\r\n')[2]).toMatch(/^'=cmd,3,/)
  })
  it('is refused with 422 when its Idempotency-Key was used for another body', async () => {
    const event = (id: string) =>
      JSON.stringify({ source: 's', id, type: 'union.dissolved', occurred_on: '2025-01-01', data: { union_id: 'u' } })
    expect((await post('/api/v1/bad/events', event('k1'), 'application/json', { 'idempotency-key': 'key' })).status).toBe(200)
    expect((await post('/api/v1/bad/events', event('k2'), 'application/json', { 'idempotency-key': 'key' })).status).toBe(422)
  })
  it('does not stop the server when its sender disconnects', async () => {
    await new Promise<void>((resolve) => {
      const socket = connect(server.port, '127.0.0.1', () => {
        socket.write(
          'POST /api/v1/bad/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n[{"source"',
        )
        setTimeout(() => socket.destroy(), 50)
      })
      socket.on('close', () => resolve())
    })
    expect((await call('/api/v1/datasets')).status).toBe(200)
  })
})

describe('a full server', () => {
  const sending = (bytes: number) => {
    const socket = connect(server.port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write(
      `POST /api/v1/bad/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ${32 * 1024 * 1024}\r\n\r\n`,
    )
    return new Promise<typeof socket>((resolve) => socket.write('['.repeat(bytes), () => resolve(socket)))
  }
  const event = JSON.stringify({ source: 's', id: 'busy', type: 'union.dissolved', occurred_on: '2025-01-01', data: { union_id: 'u' } })
  it('is not full because of senders that announce much and send little', async () => {
    const slow = await Promise.all(Array.from({ length: 40 }, () => sending(1)))
    expect((await post('/api/v1/bad/events', event, 'application/json')).status).toBe(200)
    for (const socket of slow) socket.destroy()
  })
  it('answers 503, releases the memory of slow senders once they disconnect, and serves readers meanwhile', async () => {
    const slow = await Promise.all(Array.from({ length: 4 }, () => sending(32 * 1024 * 1024 - 10)))
    await new Promise((resolve) => setTimeout(resolve, 300))
    const refused = await post('/api/v1/bad/events', event, 'application/json')
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
    expect((await call('/api/v1/datasets')).status).toBe(200)
    for (const socket of slow) socket.destroy()
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect((await post('/api/v1/bad/events', event, 'application/json')).status).toBe(200)
  })
})

describe('queries', () => {
  it.each([
    ['metric=happiness', 'metric'],
    ['metric=members&region=310100', 'region'],
    ['metric=members&region=310115004001', 'region'],
    ['metric=members&region=310115004', 'metric'],
    ['metric=members&sector=couriers', 'sector'],
    ['metric=members&level=village', 'level'],
    ['metric=members&window=week', 'window'],
    ['metric=members&as_of=2025-03-15', 'as_of'],
    ['metric=members&as_of=2026-12-31', 'as_of'],
    ['metric=members&as_of=2014-12-31', 'as_of'],
    ['metric=members&kind=driver_home', 'kind'],
    ['metric=sites&kind=castle', 'kind'],
    ['metric=members&colour=red', 'colour'],
  ])('answer %s with 400, naming the parameter', async (query, parameter) => {
    expect(await call(`/api/v1/figures/values?${query}`)).toMatchObject({ status: 400, body: { parameter } })
  })
  it.each([
    ['as_of=2026-10-30', 'as_of'],
    ['as_of=yesterday', 'as_of'],
    ['as_of=', 'as_of'],
    ['sector=*', 'sector'],
    ['region=31', 'region'],
  ])('answer %s of progress with 400, naming the parameter', async (query, parameter) => {
    expect(await call(`/api/v1/figures/progress?${query}`)).toMatchObject({ status: 400, body: { parameter } })
  })
  it('answer 0 for every requested region, instead of leaving it out', async () => {
    const values = (await call('/api/v1/figures/values?metric=members&level=county&as_of=2026-11-30')).body.values as { value: number }[]
    expect(values.length).toBeGreaterThan(2800)
    expect(values.every((one) => one.value === 0)).toBe(true)
    expect((await call('/api/v1/figures/values?metric=workforce')).body.values).toEqual([])
  })
  it('answer 404 for a dataset, release, receipt or bulletin that does not exist', async () => {
    for (const path of [
      '/api/v1/nowhere/values?metric=members',
      '/api/v1/figures/values?metric=members&release=000099',
      '/api/v1/figures/receipts/r0',
      '/api/v1/figures/releases/000099',
      '/api/v1/figures/bulletins/2026-001.pdf',
      '/api/v1/../etc/passwd',
    ]) {
      expect([path, (await call(path)).status]).toEqual([path, 404])
    }
  })
  it('may be cached for ever when they name a release, and are revalidated otherwise (F11)', async () => {
    const { headers } = await call('/api/v1/figures/values?metric=members&release=000001')
    expect(headers.get('cache-control')).toContain('immutable')
    expect((await call('/api/v1/figures/values?metric=members')).headers.get('cache-control')).toBe('no-cache')
  })
  it('are described by openapi.json', async () => {
    const { body } = await call('/api/v1/openapi.json')
    expect(Object.keys(body.paths as object)).toContain('/api/v1/{dataset}/values')
  })
  it('are refused when they name another host', async () => {
    const status = await new Promise((resolve) => {
      const socket = connect(server.port, '127.0.0.1', () =>
        socket.write('GET /api/v1/datasets HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n'),
      )
      socket.once('data', (data) => resolve(data.toString().slice(9, 12)))
    })
    expect(status).toBe('403')
  })
})

describe('targets', () => {
  it('are those that were set last', async () => {
    const set = (id: string, on: string, value: number) => ({
      source: 's',
      id,
      type: 'target.set',
      occurred_on: on,
      data: {
        target_id: 'T',
        metric: 'members_new',
        region: '310000',
        sector: 'all',
        value,
        comparison: 'at_least',
        basis: '甲',
        kind: 'assigned',
      },
    })
    await post('/api/v1/ledger/events', JSON.stringify([set('2', '2026-06-01', 20), set('1', '2026-01-01', 10)]), 'application/json')
    await post('/api/v1/ledger/releases', '')
    const targets = (await call('/api/v1/ledger/progress?region=310000')).body.targets as { target_id: string }[]
    expect(targets.filter(({ target_id }) => target_id === 'T')).toMatchObject([{ target: 20, set_on: '2026-06-01' }])
  })
})

describe('releases', () => {
  it('are listed, described and compared', async () => {
    const join = {
      source: 's',
      id: 'm',
      type: 'member.joined',
      occurred_on: '2026-01-02',
      data: { worker: { ref: 'w' }, union_id: 'u', region: '310115', sector: 'courier', path: 'self_run', channel: 'scan' },
    }
    await post('/api/v1/diff/events', JSON.stringify(join), 'application/json')
    await post('/api/v1/diff/releases', '')
    await post('/api/v1/diff/events', JSON.stringify({ ...join, revision: 2, void: true }), 'application/json')
    await post('/api/v1/diff/releases', '')
    expect((await call('/api/v1/diff/releases')).body.releases).toMatchObject([
      { release: '000002', commit: 2 },
      { release: '000001', commit: 1 },
    ])
    expect((await call('/api/v1/diff/releases/000001')).body).toMatchObject({
      release: '000001',
      log: { seq: 1 },
      events: { rows: 1, live: 1 },
    })
    const { changes } = (await call('/api/v1/diff/releases/000001/diff/000002')).body as unknown as { changes: object[] }
    expect(changes).toContainEqual({ metric: 'members', region: '310000', sector: 'all', before: 1, after: 0 })
    expect((await call('/api/v1/diff/values?metric=members&release=000001&as_of=2026-01-31')).body.values).toMatchObject([{ value: 1 }])
  })
})
