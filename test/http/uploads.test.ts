import { connect } from 'node:net'
import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { datasetStore, createDataset } from '../../functions/http/datasets.ts'
import { writerOf } from '../../functions/http/writers.ts'
import type { UploadState } from '../../functions/landing/landing.ts'
import { sweepLanding } from '../../functions/landing/landing.ts'
import { serve } from '../../functions/local/server.ts'
import { emptyContext } from '../context.ts'

const context = emptyContext()
let server: Awaited<ReturnType<typeof serve>>
let root: string
beforeAll(async () => {
  await createDataset(context.store, { name: 'big', title: { zh: '大', en: 'big' }, is_simulated: false })
  server = await serve(context, 0)
  root = `http://127.0.0.1:${server.port}`
})
afterAll(() => server.close())

const HEADER = 'source,id,type,occurred_on,union_id'
const rows = (from: number, count: number) => Array.from({ length: count }, (_, n) => `s,${from + n},union.dissolved,2025-01-01,u`)
const csv = (from: number, count: number) => Buffer.from(`${[HEADER, ...rows(from, count)].join('\n')}\n`)

async function announce(body: object, headers: Record<string, string> = {}) {
  const answer = await fetch(`${root}/api/v1/big/uploads`, { method: 'POST', body: JSON.stringify(body), headers })
  return { status: answer.status, ...((await answer.json()) as { upload_id: string; url: string; parameter?: string }) }
}

const put = async (url: string, body: Uint8Array) => (await fetch(`${root}${url}`, { method: 'PUT', body: body as never })).status

async function settledState(id: string): Promise<UploadState> {
  for (let tries = 0; tries < 200; tries++) {
    const answer = await fetch(`${root}/api/v1/big/uploads/${id}`)
    const state = (await answer.json()) as UploadState
    expect(answer.status).toBe(state.status === 'waiting' || state.status === 'landed' ? 202 : 200)
    if (answer.status === 200) return state
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`upload ${id} does not end`)
}

async function upload(body: Uint8Array, extra: object = {}, headers: Record<string, string> = {}): Promise<UploadState> {
  const { upload_id, url } = await announce({ bytes: body.length, content_type: 'text/csv', ...extra }, headers)
  expect(await put(url, body)).toBe(200)
  return settledState(upload_id)
}

describe('an upload above the limit of a request', () => {
  it('lands at a signed address, is ingested like any other, and is removed from the landing area (C23)', async () => {
    const body = csv(0, 900_000)
    expect(body.length).toBeGreaterThan(32 * 1024 * 1024)
    const direct = await fetch(`${root}/api/v1/big/events`, {
      method: 'POST',
      body: body as never,
      headers: { 'content-type': 'text/csv' },
    })
    expect([direct.status, ((await direct.json()) as { detail_en: string }).detail_en]).toEqual([413, expect.stringContaining('/uploads')])
    const state = await upload(body)
    expect(state).toMatchObject({ status: 'committed', receipt: { rows: 900_000, accepted: 900_000, status: 'committed' } })
    // The receipt is there before the landed file is removed.
    await expect.poll(() => Array.fromAsync(context.landing.list()), { timeout: 30_000 }).toEqual([])
    const again = await upload(body)
    expect(again).toEqual(state)
  }, 180_000)
  it('can be checked by a dry run, which accepts nothing', async () => {
    const state = await upload(csv(2_000_000, 3), { dry_run: true })
    expect(state).toMatchObject({ status: 'dry_run', receipt: { status: 'dry_run', rows: 3, accepted: 3 } })
    expect(await upload(csv(2_000_000, 3))).toMatchObject({ receipt: { accepted: 3 } })
  })
  it('has the same receipt as the same bytes sent in a request', async () => {
    const body = csv(3_000_000, 5)
    const state = (await upload(body)) as Extract<UploadState, { status: 'committed' }>
    const direct = await fetch(`${root}/api/v1/big/events`, {
      method: 'POST',
      body: body as never,
      headers: { 'content-type': 'text/csv' },
    })
    expect(await direct.json()).toEqual(state.receipt)
  })
  it('is refused in both languages when it cannot be read', async () => {
    expect(await upload(Buffer.from('%PDF-1.7'))).toEqual({
      status: 'refused',
      problem: { status: 415, detail: '这是 PDF；请上传 XLSX 或 CSV 表格', detail_en: expect.stringContaining('PDF') as string },
    })
    await upload(csv(4_000_000, 1), {}, { 'idempotency-key': 'k' })
    expect(await upload(csv(4_000_001, 1), {}, { 'idempotency-key': 'k' })).toMatchObject({ status: 'refused', problem: { status: 422 } })
  })
  it('has an address that is valid for its bytes and its name, once and for a limited time (E06)', async () => {
    const body = csv(5_000_000, 2)
    const { upload_id, url } = await announce({ bytes: body.length })
    const other = (await announce({ bytes: body.length })).upload_id
    expect(await put(url.replace(upload_id, other), body)).toBe(403)
    expect(await put(url.replace(/expires=\d+/, 'expires=1'), body)).toBe(403)
    expect(await put(url.replace(/expires=\d+/, `expires=${Date.now() + 9e9}`), body)).toBe(403)
    expect(await put(url.replace(/bytes=\d+/, 'bytes=9'), body)).toBe(403)
    expect(await put(url, body.subarray(1))).toBe(400)
    expect(await put(url, Buffer.concat([body, body]))).toBe(400)
    expect(await put('/landing/../../../etc/passwd?bytes=1', body)).not.toBe(200)
    expect(await Array.fromAsync(context.landing.list())).toEqual([])
    expect(await put(url, body)).toBe(200)
    await settledState(upload_id)
  })
  it.each([[{}], [{ bytes: 0 }], [{ bytes: -1 }], [{ bytes: '5' }], [{ bytes: 1.5 }]])(
    'is refused when announced as %j, naming the parameter',
    async (body) => {
      expect(await announce(body)).toMatchObject({ status: 400, parameter: 'bytes' })
    },
  )
  it('is refused with 413 when announced as larger than the largest upload', async () => {
    expect((await announce({ bytes: 3 * 1024 ** 3 })).status).toBe(413)
  })
  it('is found by the sweep, once, when it landed and was never ingested (B17)', async () => {
    const body = csv(6_000_000, 4)
    const { upload_id } = await announce({ bytes: body.length, content_type: 'text/csv' })

    await context.landing.land(`big/${upload_id}`, body.length, (async function* () { yield body })()) // prettier-ignore
    expect(await (await fetch(`${root}/api/v1/big/uploads/${upload_id}`)).json()).toEqual({ status: 'landed' })
    const open = async (name: string) => ({ dataset: await writerOf(context, name), store: datasetStore(context.store, name) })
    expect(await sweepLanding(context.landing, open)).toEqual({ taken: 1, failed: [] })
    expect(await sweepLanding(context.landing, open)).toEqual({ taken: 0, failed: [] })
    expect(await settledState(upload_id)).toMatchObject({ status: 'committed', receipt: { accepted: 4 } })
  })
  it('ends with the same receipt on the second try when ingestion stopped after the commit (B13)', async () => {
    const body = csv(7_000_000, 4)
    const { upload_id } = await announce({ bytes: body.length, content_type: 'text/csv' })
    const receipt = await (await writerOf(context, 'big')).ingest({ body, contentType: 'text/csv' })

    await context.landing.land(`big/${upload_id}`, body.length, (async function* () { yield body })()) // prettier-ignore
    await sweepLanding(context.landing, async (name) => ({
      dataset: await writerOf(context, name),
      store: datasetStore(context.store, name),
    }))
    expect(await settledState(upload_id)).toEqual({ status: 'committed', receipt })
  })
  it('leaves nothing behind when the connection breaks', async () => {
    const { url } = await announce({ bytes: 1000 })
    await new Promise<void>((resolve) => {
      const socket = connect(server.port, '127.0.0.1', () => {
        socket.write(`PUT ${url} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nhalf`)
        setTimeout(() => socket.destroy(), 50)
      })
      socket.on('error', () => undefined)
      socket.on('close', () => setTimeout(resolve, 100))
    })
    expect(await Array.fromAsync(context.landing.list())).toEqual([])
  })
})

const badCsv = `${HEADER}\ns,r1,union.dissolved,2025-13-01,u\ns,r2,union.dissolved,2025-01-02,u\ns,r3,union.eaten,2025-01-03,u\n`

async function sendText(body: string | Uint8Array, type: string) {
  const answer = await fetch(`${root}/api/v1/repair/events`, { method: 'POST', body: body as never, headers: { 'content-type': type } })
  return (await answer.json()) as { receipt_id: string; accepted: number; rejected: number; conflicts: number }
}
const rejected = async (id: string, ending: string) =>
  Buffer.from(await (await fetch(`${root}/api/v1/repair/receipts/${id}/rejected.${ending}`)).arrayBuffer())

describe('rejected rows', () => {
  it('of a table are returned as CSV, and accepted when repaired and sent again', async () => {
    const receipt = await sendText(badCsv, 'text/csv')
    expect(receipt).toMatchObject({ accepted: 1, rejected: 2 })
    const file = (await rejected(receipt.receipt_id, 'csv')).toString('utf8')
    expect(file.split('\r\n')[1]).toContain('应为真实日期')
    const repaired = file.replace('2025-13-01', '2025-12-01').replace('s,r3,union.eaten', 's,r3,union.dissolved')
    expect(await sendText(repaired, 'text/csv')).toMatchObject({ accepted: 2, rejected: 0 })
  })
  it('of a table are returned as XLSX, with the wrong cell coloured and commented', async () => {
    const receipt = await sendText(badCsv.replaceAll('s,r', 's,x'), 'text/csv')
    const workbook = await readXlsx(await rejected(receipt.receipt_id, 'xlsx'), { readStyles: true } as never)
    const [sheet] = workbook.sheets
    expect(sheet!.rows.map((row) => row.slice(0, 7))).toEqual([
      ['source', 'id', 'type', 'occurred_on', 'union_id', 'row', 'error_field'],
      ['s', 'x1', 'union.dissolved', '2025-13-01', 'u', '1', 'occurred_on'],
      ['s', 'x3', 'union.eaten', '2025-01-03', 'u', '3', 'type'],
    ])
    const wrong = sheet!.cells?.get('1,3')
    expect([wrong?.style?.fill !== undefined, wrong?.comment?.text]).toEqual([true, expect.stringContaining('应为真实日期')])
  })
  it('of a workbook are accepted when repaired in the workbook and sent again', async () => {
    const receipt = await sendText(badCsv.replaceAll('s,r', 's,w'), 'text/csv')
    const workbook = await readXlsx(await rejected(receipt.receipt_id, 'xlsx'))
    const repaired = workbook.sheets[0]!.rows.map((row) =>
      row.map((cell) => (cell === '2025-13-01' ? '2025-12-01' : cell === 'union.eaten' ? 'union.dissolved' : cell)),
    )
    const { writeXlsx } = await import('hucre/xlsx')
    const body = await writeXlsx({ sheets: [{ name: '未接收', rows: repaired }] })
    expect(await sendText(body, 'application/octet-stream')).toMatchObject({ accepted: 2, rejected: 0 })
  })
  it('of JSON are returned as NDJSON with their reasons, and accepted when repaired and sent again', async () => {
    const event = { source: 's', id: 'j1', type: 'union.dissolved', occurred_on: 'never', data: { union_id: 'u' } }
    const receipt = await sendText(JSON.stringify([event]), 'application/json')
    const line = (await rejected(receipt.receipt_id, 'ndjson')).toString('utf8')
    expect(JSON.parse(line)).toMatchObject({ ...event, rejected: { row: 1, problems: [{ field: 'occurred_on' }] } })
    expect(await sendText(line.replace('"never"', '"2025-01-01"'), 'application/x-ndjson')).toMatchObject({ accepted: 1 })
  })
  it('and conflicts are listed by receipt, latest first', async () => {
    const first = { source: 's', id: 'c1', type: 'union.dissolved', occurred_on: '2025-01-01', data: { union_id: 'u' } }
    await sendText(JSON.stringify(first), 'application/json')
    const conflict = await sendText(JSON.stringify({ ...first, occurred_on: '2025-01-02' }), 'application/json')
    const listed = async (having: string) =>
      (
        (await (await fetch(`${root}/api/v1/repair/receipts?with=${having}`)).json()) as {
          receipts: { receipt_id: string; rejected: number }[]
        }
      ).receipts
    expect((await listed('conflicts')).map((one) => one.receipt_id)).toEqual([conflict.receipt_id])
    expect((await listed('rejected')).every((one) => one.rejected > 0)).toBe(true)
    expect((await fetch(`${root}/api/v1/repair/receipts?with=errors`)).status).toBe(400)
    expect((await rejected(conflict.receipt_id, 'ndjson')).toString('utf8')).toContain('"code":"conflict"')
  })
  it('hide identifiers of persons, and are rejected with that reason when sent again as they were returned', async () => {
    const number = '11010519491231002X'
    const body = `source,id,type,occurred_on,worker.id_number,union_id,region,sector,path,channel\ns,p1,member.joined,2025-01-01,${number},u,999999,courier,self_run,scan\n`
    const receipt = await sendText(body, 'text/csv')
    const file = (await rejected(receipt.receipt_id, 'csv')).toString('utf8')
    expect(file).not.toContain(number.slice(0, 17))
    const again = await fetch(`${root}/api/v1/repair/events`, {
      method: 'POST',
      body: file.replace('999999', '310115'),
      headers: { 'content-type': 'text/csv' },
    })
    expect(((await again.json()) as { errors: object[] }).errors).toMatchObject([
      { field: 'data.worker.id_number', code: 'required', message: '号码已隐去，请重新填写' },
    ])
    expect(await sendText(file.replace('999999', '310115').replace('（已隐去）', number), 'text/csv')).toMatchObject({ accepted: 1 })
  })
})

describe('the erasure of a person', () => {
  const erase = (body: object) => fetch(`${root}/api/v1/repair/erasures`, { method: 'POST', body: JSON.stringify(body) })

  it('takes ground and ticket, and is certified', async () => {
    const answer = await erase({ worker: { id_number: '11010519491231002X' }, ground: '第四十七条', ticket: 'T-9' })
    expect(await answer.json()).toMatchObject({ hits_after: 0, ticket: 'T-9', searched: { releases: [] } })
    const listed = (await (await fetch(`${root}/api/v1/repair/erasures`)).json()) as { erasures: { ticket: string }[] }
    expect(listed.erasures.map((one) => one.ticket)).toEqual(['T-9'])
    expect(JSON.stringify(listed)).not.toContain('1101051949')
  })
  it.each([
    [{ worker: { ref: 'a' }, ticket: 'T' }, 'ground'],
    [{ worker: { ref: 'a' }, ground: 'g', ticket: ' ' }, 'ticket'],
    [{ ground: 'g', ticket: 'T' }, 'worker'],
    [{ worker: { id_number: '1' }, ground: 'g', ticket: 'T' }, 'worker'],
  ])('is refused when requested as %j, naming the parameter', async (body, parameter) => {
    const answer = await erase(body)
    expect([answer.status, ((await answer.json()) as { parameter: string }).parameter]).toEqual([400, parameter])
  })
})
