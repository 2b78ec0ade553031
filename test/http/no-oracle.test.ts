import { afterEach, describe, expect, it, vi } from 'vitest'
import { createDispatcher } from '../../functions/http/dispatcher.ts'
import { createDataset, datasetStore } from '../../functions/http/datasets.ts'
import { createWithUpload } from '../../functions/http/writers.ts'
import { ingestEventsOperations } from '../../functions/http/operations/ingest-events.ts'
import type { AppContext } from '../../functions/http/context.ts'
import { openLog } from '../../functions/event-log/log.ts'
import { collectGarbage } from '../../functions/event-log/maintenance/collect-garbage.ts'
import { readRejectedRows } from '../../functions/ingest/rejected-rows.ts'
import { emptyContext } from '../context.ts'
import { emptyWorld, plainStore } from '../storage/sim-store.ts'

afterEach(() => vi.unstubAllEnvs())

const dispatch = createDispatcher(ingestEventsOperations)

interface Answer {
  status: number
  headers: Record<string, string>
  body: Record<string, unknown>
  text: string
}

/** A server; `elsewhere` it is not that of its user, as on AWS. */
async function server(more: Partial<AppContext> = {}) {
  const world = emptyWorld()
  const context = { ...emptyContext(), store: plainStore(world), ...more }
  await createDataset(context.store, { name: 'd', title: { zh: 'd', en: 'd' }, is_simulated: false })
  const ask = async (method: string, path: string, body: unknown = ''): Promise<Answer> => {
    const faults: unknown[] = []
    const [bare = '', query = ''] = path.split('?')
    const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
    const request = { method, path: `/api/v1/d/${bare}`, query: new URLSearchParams(query), headers: {}, body: bytes }
    const { status, headers, body: answer } = await dispatch(context, request, (error) => faults.push(error))
    expect(faults).toEqual([])
    const text = Buffer.from(answer).toString('utf8')
    return { status, headers, text, body: headers['content-type']!.includes('json') ? (JSON.parse(text) as Answer['body']) : {} }
  }
  return { context, world, ask }
}

const ELSEWHERE = { createsDatasets: false }

const served = (id: string, phone: string) => ({
  source: 's',
  id,
  type: 'service.delivered',
  occurred_on: '2025-03-01',
  data: { kind: 'training', region: '310115', sector: 'courier', worker: { phone } },
})
const [RIGHT, WRONG] = ['13800138000', '13800138001']

/** An answer without what differs between any two uploads. */
const comparable = ({ status, body }: Answer) => ({ status, ...body, receipt_id: '', received_at: '' })

describe('a row whose identity was received before', () => {
  it.each(['events?dry_run=1', 'events'])(
    'tells elsewhere only that it is known: a right guess answers as a wrong one (%s)',
    async (path) => {
      const answers = []
      for (const phone of [RIGHT, WRONG]) {
        const { ask } = await server(ELSEWHERE)
        await ask('POST', 'events', [served('1', RIGHT)])
        answers.push(comparable(await ask('POST', path, [served('1', phone), served('2', RIGHT), { bad: 1 }])))
      }
      expect(answers[0]).toEqual(answers[1])
      expect(answers[0]).toMatchObject({ rows: 3, accepted: 1, duplicates: 1, conflicts: 0, rejected: 1, notes: [{ code: 'known' }] })
    },
  )
  it('tells elsewhere no more in its receipt, in the list of receipts, or in the rejected rows', async () => {
    const { ask, context } = await server(ELSEWHERE)
    await ask('POST', 'events', [served('1', RIGHT)])
    const { body } = await ask('POST', 'events', [served('1', WRONG), { ...served('3', RIGHT), type: 'x' }])
    const id = String(body.receipt_id)
    expect((await ask('GET', `receipts/${id}`)).body).toEqual(body)
    expect((await ask('GET', 'receipts?with=conflicts')).body.receipts).toEqual([])
    expect((await ask('GET', 'receipts')).body.receipts).toMatchObject([{ duplicates: 1, conflicts: 0 }, { accepted: 1 }])
    expect((await ask('GET', `receipts/${id}/errors`)).body.errors).toMatchObject([{ row: 2, code: 'unknown_type' }])
    const csv = (await ask('GET', `receipts/${id}/rejected.csv`)).text
    expect([csv.includes('conflict'), csv.includes('unknown_type')]).toEqual([false, true])
    // The conflict is kept: a later version may show it to its own source.
    const [receipt] = (await openLog(datasetStore(context.store, 'd'))).entries.at(-1)!.commit.receipts
    const kept = await Array.fromAsync(readRejectedRows(datasetStore(context.store, 'd'), receipt!.kept_aside))
    expect(kept.filter(({ fingerprints }) => fingerprints)).toHaveLength(1)
  })
  it('tells elsewhere no more where there are more errors than a receipt lists', async () => {
    const answers = []
    for (const phone of [RIGHT, WRONG]) {
      const { ask } = await server(ELSEWHERE)
      await ask('POST', 'events', [served('1', RIGHT)])
      const bad = Array.from({ length: 10_050 }, () => ({ source: 's' })).map((event) => JSON.stringify(event))
      answers.push(comparable(await ask('POST', 'events', [JSON.stringify(served('1', phone)), ...bad].join('\n'))))
    }
    expect(answers[0]).toEqual(answers[1])
  })
  it('is named elsewhere among the duplicate rows, in the receipt and by address, whether or not its content is the same', async () => {
    vi.stubEnv('RECEIPT_ENTRIES', '2')
    const answers = []
    for (const phone of [RIGHT, WRONG]) {
      const { ask } = await server(ELSEWHERE)
      await ask(
        'POST',
        'events',
        ['1', '2', '3'].map((id) => served(id, RIGHT)),
      )
      const answer = await ask('POST', 'events', [served('4', RIGHT), ...['1', '2', '3'].map((id) => served(id, phone))])
      const { rows } = (await ask('GET', `receipts/${String(answer.body.receipt_id)}/duplicates`)).body
      answers.push({ ...comparable(answer), all: rows })
    }
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]).toMatchObject({ duplicates: 3, duplicate_rows: [2, 3], duplicate_rows_omitted: 1, all: [2, 3, 4] })
  })
  it('is named nowhere elsewhere where the receipt comes from a local server, which told duplicates and conflicts apart', async () => {
    const local = await server()
    await local.ask('POST', 'events', [served('1', RIGHT), served('2', RIGHT)])
    const { body } = await local.ask('POST', 'events', [served('1', RIGHT), served('2', WRONG)])
    expect(body).toMatchObject({ duplicates: 1, conflicts: 1, duplicate_rows: [1] })
    const path = `receipts/${String(body.receipt_id)}`
    const moved = await server({ ...ELSEWHERE, store: plainStore(local.world) })
    const told = (await moved.ask('GET', path)).body
    expect(told).toMatchObject({ duplicates: 2, conflicts: 0, errors: [] })
    expect(told).not.toHaveProperty('duplicate_rows')
    expect((await moved.ask('GET', `${path}/duplicates`)).body.rows).toEqual([])
  })
  it('tells no more in the first upload of a dataset than in others', async () => {
    const { context } = await server(ELSEWHERE)
    const card = { name: 'new', title: { zh: 'new', en: 'new' }, is_simulated: false }
    const upload = Buffer.from(JSON.stringify([served('1', RIGHT), served('1', WRONG)]))
    const receipt = await createWithUpload(context, card, (dataset) => dataset.ingest({ body: upload }))
    expect(receipt).toMatchObject({ accepted: 1, duplicates: 1, conflicts: 0, duplicate_rows: [2] })
  })
  it('is on a local server, which belongs to its user, a duplicate or a conflict', async () => {
    const { ask } = await server()
    await ask('POST', 'events', [served('1', RIGHT)])
    expect((await ask('POST', 'events?dry_run=1', [served('1', RIGHT)])).body).toMatchObject({ duplicates: 1, conflicts: 0 })
    expect((await ask('POST', 'events?dry_run=1', [served('1', WRONG)])).body).toMatchObject({ duplicates: 0, conflicts: 1 })
  })
})

describe('an erasure', () => {
  it('answers the same whether or not the person was known', async () => {
    const answers = []
    for (const phone of [RIGHT, WRONG]) {
      const { ask } = await server(ELSEWHERE)
      await ask('POST', 'events', [served('1', RIGHT)])
      const answer = await ask('POST', 'erasures', { worker: { phone }, ground: 'g', ticket: 't' })
      const listed = (await ask('GET', 'erasures')).body.erasures
      expect(listed).toEqual([answer.body])
      answers.push({ ...answer.body, erasure_id: '' })
    }
    expect(answers[0]).toEqual(answers[1])
  })
})

describe('an erasure before anything was received', () => {
  it('is taken, and so is what is sent after it', async () => {
    const { ask } = await server()
    expect((await ask('POST', 'erasures', { worker: { ref: 'a' }, ground: 'g', ticket: 't' })).status).toBe(200)
    expect((await ask('POST', 'events', [served('1', RIGHT)])).body).toMatchObject({ accepted: 1 })
  })
})

describe('dry runs and erasures', () => {
  const dryRun = ['events?dry_run=1', [served('1', RIGHT)]] as const
  const erasure = ['erasures', { worker: { ref: 'a' }, ground: 'g', ticket: 't' }] as const

  it.each([
    ['dry_run', dryRun],
    ['erasure', erasure],
  ] as const)('are limited by a setting (%s): beyond it 429, with the seconds to wait; others go on', async (what, [path, body]) => {
    const { ask } = await server({ perHour: { [what]: 2 } })
    for (let n = 0; n < 2; n++) expect((await ask('POST', path, body)).status).toBe(200)
    const { status, headers } = await ask('POST', path, body)
    expect([status, headers['retry-after']]).toEqual([429, '3600'])
    expect((await ask('POST', 'events', [served('1', RIGHT)])).status).toBe(200)
    const [other, otherBody] = what === 'erasure' ? dryRun : erasure
    expect((await ask('POST', other, otherBody)).status).toBe(200)
  })
  it('are limited for announced files, too', async () => {
    const { ask } = await server({ perHour: { dry_run: 1 } })
    expect((await ask('POST', 'uploads', { bytes: 3, dry_run: true })).status).toBe(201)
    expect((await ask('POST', 'uploads', { bytes: 3, dry_run: true })).status).toBe(429)
    expect((await ask('POST', 'uploads', { bytes: 3 })).status).toBe(201)
  })
  it('are limited to 60 an hour elsewhere where no setting says more', async () => {
    const { ask } = await server(ELSEWHERE)
    for (let n = 0; n < 60; n++) expect((await ask('POST', ...dryRun)).status).toBe(200)
    expect((await ask('POST', ...dryRun)).status).toBe(429)
  })
  it('are recorded for 90 days', async () => {
    const { ask, context, world } = await server()
    await ask('POST', ...dryRun)
    await ask('POST', ...erasure)
    const records = () => [...world.objects.keys()].filter((key) => key.startsWith('data/d/asked/'))
    expect(records().map((key) => key.split('/')[3])).toEqual(['dry_run', 'erasure'])
    const store = datasetStore(context.store, 'd')
    const collect = async (days: number) => {
      world.clock += days * 86_400_000
      await collectGarbage(store, await openLog(store), { named: new Set(), guardHours: 24, isDryRun: false })
    }
    await collect(2)
    await collect(86)
    await collect(2)
    expect(records()).toHaveLength(2)
    await collect(2)
    await collect(2)
    expect(records()).toEqual([])
  })
})
