import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { maintainLog } from '../../functions/event-log/maintenance/maintain.ts'
import { createDispatcher } from '../../functions/http/dispatcher.ts'
import { datasetStore, listDatasets } from '../../functions/http/datasets.ts'
import type { HttpResponse } from '../../functions/http/message.ts'
import { allOperations } from '../../functions/local/operations.ts'
import type { Receipt } from '../../functions/ingest/receipts.ts'
import { fileStore } from '../../functions/storage/file-store.ts'
import { type Listed, type Store, withPrefix } from '../../functions/storage/store.ts'
import { NOW, emptyContext } from '../context.ts'

afterEach(() => vi.unstubAllEnvs())

const dispatch = createDispatcher(allOperations)
const HEADER = 'source,id,type,occurred_on,union_id'
const badRows = (count: number) =>
  `${HEADER}\n${Array.from({ length: count }, (_, n) => `s,${n},union.dissolved,2025-01-01,`).join('\n')}\n`
const goodRows = (from: number, count: number) =>
  `${HEADER}\n${Array.from({ length: count }, (_, n) => `s,${from + n},union.dissolved,2025-01-01,u`).join('\n')}\n`

function caller(context = emptyContext()) {
  const send = (method: string, address: string, body = '', headers: Record<string, string> = {}) => {
    const url = new URL(address, 'http://localhost')
    const request = { method, path: url.pathname, query: url.searchParams, headers, body: Buffer.from(body) }
    return dispatch(context, request, (error) => {
      throw error as Error
    })
  }
  const get = (address: string, headers: Record<string, string> = {}) => send('GET', address, '', headers)
  const post = async (body: string, dataset = 'd', headers: Record<string, string> = {}) => {
    const answer = await send('POST', `/api/v1/${dataset}/events`, body, headers)
    return { ...(JSON.parse(String(answer.body)) as Receipt), http: answer.status, headers: answer.headers }
  }
  return { context, send, get, post }
}

const sizeOf = ({ body }: HttpResponse) => (typeof body === 'string' ? Buffer.byteLength(body) : Math.ceil(body.length / 3) * 4)
const jsonOf = <T>({ body }: HttpResponse) => JSON.parse(String(body)) as T

describe('a receipt of many rejected rows', () => {
  it('lists some errors, and has all of them at paged addresses (fail-27)', async () => {
    vi.stubEnv('ANSWER_BYTES', '100000')
    vi.stubEnv('RECEIPT_ENTRIES', '100')
    const { get, post } = caller()
    const receipt = await post(badRows(12_000))
    expect(receipt).toMatchObject({ rejected: 12_000, errors_omitted: 11_900 })
    expect(receipt.errors).toHaveLength(100)
    const root = `/api/v1/d/receipts/${receipt.receipt_id}`
    expect(jsonOf(await get(root))).toMatchObject({ errors: receipt.errors, errors_omitted: 11_900 })

    const rows: number[] = []
    for (let address: string | undefined = `${root}/errors`; address;) {
      vi.stubEnv('ANSWER_BYTES', '4000000')
      const page: { errors: { row: number; code: string }[]; next?: string } = jsonOf(await get(address))
      expect(page.errors.every(({ code }) => code === 'required')).toBe(true)
      rows.push(...page.errors.map(({ row }) => row))
      address = page.next
    }
    expect(rows).toEqual(Array.from({ length: 12_000 }, (_, n) => n + 1))

    vi.stubEnv('ANSWER_BYTES', '100000')
    const ids: string[] = []
    for (let address: string | undefined = `${root}/rejected.csv`; address;) {
      const part: HttpResponse = await get(address)
      expect([part.status, sizeOf(part) <= 100_000]).toEqual([200, true])
      expect(part.headers['content-disposition']).toMatch(/-rows-\d+-to-\d+\.csv$/)
      const lines = String(part.body).trim().split('\r\n')
      expect(lines[0]).toContain(HEADER)
      ids.push(...lines.slice(1).map((line) => line.split(',')[1]!))
      address = /<(.*)>; rel="next"/.exec(part.headers.link ?? '')?.[1]
    }
    expect(ids).toEqual(Array.from({ length: 12_000 }, (_, n) => String(n)))
    vi.stubEnv('ANSWER_BYTES', '300000')
    const whole = await get(`${root}/rejected.csv`, { 'accept-encoding': 'br, gzip' })
    expect([whole.headers['content-encoding'], whole.headers.link]).toEqual(['gzip', undefined])
    expect(
      gunzipSync(whole.body as Uint8Array)
        .toString()
        .trim()
        .split('\r\n'),
    ).toHaveLength(12_001)
  })

  it('has the whole list of its duplicate rows by address', async () => {
    vi.stubEnv('RECEIPT_ENTRIES', '3')
    const { get, post } = caller()
    await post(goodRows(0, 10))
    const receipt = await post(goodRows(5, 10))
    expect(receipt).toMatchObject({ accepted: 5, duplicates: 5, duplicate_rows: [1, 2, 3], duplicate_rows_omitted: 2 })
    expect(jsonOf(await get(`/api/v1/d/receipts/${receipt.receipt_id}`))).toMatchObject({ duplicate_rows: [1, 2, 3] })
    expect(jsonOf(await get(`/api/v1/d/receipts/${receipt.receipt_id}/duplicates?after=1`))).toMatchObject({ rows: [2, 3, 4, 5] })
  })

  it('keeps them for some time, then says until which day it kept them (410), and gives their space back', async () => {
    const context = { ...emptyContext(), now: () => NOW }
    const { get, post } = caller(context)
    const receipt = await post(badRows(3))
    const root = `/api/v1/d/receipts/${receipt.receipt_id}`
    context.now = () => new Date(NOW.getTime() + 89 * 86_400_000)
    expect((await get(`${root}/errors`)).status).toBe(200)
    const later = caller({ ...context, store: { ...context.store }, now: () => new Date(NOW.getTime() + 91 * 86_400_000) })
    for (const address of ['errors', 'rejected.csv', 'rejected.xlsx']) {
      const answer = await later.get(`${root}/${address}`)
      expect([answer.status, jsonOf<{ detail_en: string }>(answer).detail_en]).toEqual([410, expect.stringContaining('2027-02-22')])
    }
    expect(jsonOf(await later.get(root))).toMatchObject({ rejected: 3, errors: receipt.errors })
  })

  it('gives the space of expired rows back, and of no others', async () => {
    const { context, post } = caller()
    await post(badRows(3))
    const store = datasetStore(context.store, 'd')
    const keys = async (prefix: string) => (await Array.fromAsync(store.list(prefix))).map(({ key }) => key)
    let days = 0
    // A store whose clock runs on: what it writes is as old as the day says.
    const aged: Store = {
      ...store,
      async *list(prefix: string, after?: string): AsyncGenerator<Listed> {
        for await (const one of store.list(prefix, after))
          yield { ...one, writtenAt: prefix.startsWith('clock/') ? NOW.getTime() + days * 86_400_000 : NOW.getTime() }
      },
    }
    for (const day of [1, 60, 89]) {
      days = day
      await maintainLog(aged, { now: context.now, named: new Set(), guardHours: 24, daysKept: 90 })
    }
    expect(await keys('kept/')).toHaveLength(1)
    for (const day of [92, 94]) {
      days = day
      await maintainLog(aged, { now: context.now, named: new Set(), guardHours: 24, daysKept: 90 })
    }
    expect([await keys('kept/'), await keys('receipts/')]).toEqual([[], [expect.any(String)]])
  })

  it('names a row of a hundred and more problems by the first hundred', async () => {
    const { post } = caller()
    const fields = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`x${n}`, 1]))
    const { errors } = await post(JSON.stringify([{ source: 's', id: '1', type: 'union.dissolved', occurred_on: '2025-01-01', ...fields }]))
    expect(errors).toHaveLength(101)
    expect(errors.at(-1)).toMatchObject({ code: 'more', message_en: expect.stringMatching(/^40[0-9] more/) as string })
  })
})

describe('an answer', () => {
  it('above the largest size is compressed, or given in the parts that are asked for, or refused with a sentence', async () => {
    vi.stubEnv('ANSWER_BYTES', '100000')
    const { get } = caller()
    const address = '/api/v1/catalogue'
    vi.stubEnv('ANSWER_BYTES', '6000000')
    const whole = String((await get(address)).body)
    expect(Buffer.byteLength(whole)).toBeGreaterThan(100_000)
    vi.stubEnv('ANSWER_BYTES', '100000')
    const small = await get(address, { 'accept-encoding': 'gzip' })
    expect(gunzipSync(small.body as Uint8Array).toString()).toBe(whole)
    const refused = await get(address, { 'accept-encoding': 'gzip;q=0' })
    expect([refused.status, jsonOf<{ detail_en: string }>(refused).detail_en]).toEqual([406, expect.stringContaining('Range')])
    const parts: Uint8Array[] = []
    for (let from = 0; ;) {
      const part = await get(address, { range: `bytes=${from}-` })
      expect([part.status, sizeOf(part) <= 100_000]).toEqual([206, true])
      parts.push(part.body as Uint8Array)
      from += part.body.length
      if (part.headers['content-range']!.endsWith(`-${from - 1}/${from}`)) break
    }
    expect(Buffer.concat(parts).toString()).toBe(whole)
  })
})

describe('limits of intake', () => {
  it('refuse an upload of more rows than one may have (413), and keep nothing', async () => {
    vi.stubEnv('ROWS_PER_UPLOAD', '10')
    const { context, post } = caller()
    expect((await post(goodRows(0, 11))).http).toBe(413)
    expect(await listDatasets(context.store)).toEqual([])
    expect((await post(goodRows(0, 10))).http).toBe(200)
  })

  it('refuse rows above the quota of a dataset and day (429), until midnight in Shanghai', async () => {
    vi.stubEnv('ROWS_PER_DAY', '10')
    const { context, post } = caller()
    expect((await post(goodRows(0, 6))).http).toBe(200)
    const refused = await post(goodRows(6, 6))
    expect([refused.http, Number(refused.headers['retry-after'])]).toEqual([429, 12 * 3600])
    // The same bytes again are no new rows, and another dataset has its own quota.
    expect((await post(goodRows(0, 6))).http).toBe(200)
    expect((await post(goodRows(6, 6), 'other')).http).toBe(200)
    expect((await post(goodRows(6, 4))).http).toBe(200)
    expect((await post(goodRows(20, 1))).http).toBe(429)
    const tomorrow = caller({ ...context, store: withPrefix(context.store, ''), now: () => new Date(NOW.getTime() + 86_400_000) })
    expect((await tomorrow.post(goodRows(20, 1))).http).toBe(200)
  })
})

describe('an upload that is refused as a whole', () => {
  it.each([
    ['an empty body', '', 400],
    ['broken JSON', '[{"source":"s"', 400],
    ['a page', '<html><body>no</body></html>', 415],
  ])('(%s) creates no dataset and leaves no file', async (_, body, status) => {
    const root = mkdtempSync(join(tmpdir(), 'tonglu-refused-'))
    const { context, post } = caller({ ...emptyContext(), store: fileStore(root) })
    expect((await post(body)).http).toBe(status)
    expect(await listDatasets(context.store)).toEqual([])
    expect(await Array.fromAsync(context.store.list(''))).toEqual([])
  })

  it('is one with a receipt where every row was rejected: that creates it', async () => {
    const { context, post } = caller()
    expect(await post(badRows(1))).toMatchObject({ status: 'committed', rejected: 1 })
    expect((await listDatasets(context.store)).map(({ name }) => name)).toEqual(['d'])
    expect(await post(goodRows(0, 1))).toMatchObject({ accepted: 1, commit: 2 })
  })

  it.each(['UPPER', 'a'.repeat(41), '1st', 'datasets', 'with_underscore'])('names no dataset %s', async (name) => {
    expect((await caller().post(goodRows(0, 1), name)).http).toBe(400)
  })

  it('twenty first uploads at a time create one dataset and lose nothing', async () => {
    const { context, post } = caller()
    const receipts = await Promise.all(Array.from({ length: 20 }, (_, n) => post(goodRows(n * 10, 10))))
    expect(receipts.map(({ accepted }) => accepted)).toEqual(Array.from({ length: 20 }, () => 10))
    expect(new Set(receipts.map(({ commit }) => commit)).size).toBe(20)
    expect(await listDatasets(context.store)).toHaveLength(1)
  })
})

describe('the space that a request occupies', () => {
  const occupied = (root: string) => Number(/^\d+/.exec(execFileSync('du', ['-s', '--block-size=1', root], { encoding: 'utf8' }))![0])

  it.each([
    ['one accepted row', goodRows(0, 1)],
    ['one rejected row', badRows(1)],
    ['one accepted row and one rejected', `${goodRows(0, 1)}s,2,union.eaten,2025-01-01,u\n`],
    ['a thousand rows of two bytes', '1\n'.repeat(1000)],
    ['ten thousand rows without anything', '{}\n'.repeat(10_000)],
    ['a row of many unknown fields', `[{${Array.from({ length: 20_000 }, (_, n) => `"k${n}":1`).join()}}]`],
    ['a million bytes of wholly rejected rows', badRows(30_000)],
  ])('is at most three times its size and 16 KiB: %s', async (_, body) => {
    const root = mkdtempSync(join(tmpdir(), 'tonglu-space-'))
    const { post } = caller({ ...emptyContext(), store: fileStore(root) })
    // The folders of a dataset are there before.
    await post(`${goodRows(900_000, 1)}s,x,union.eaten,2025-01-01,u\n`)
    const before = occupied(root)
    expect((await post(body, 'd', body.startsWith('1') ? { 'content-type': 'application/x-ndjson' } : {})).http).toBe(200)
    expect(occupied(root) - before).toBeLessThanOrEqual(3 * Buffer.byteLength(body) + 16 * 1024)
  })
})
