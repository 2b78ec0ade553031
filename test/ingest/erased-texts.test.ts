import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { encodeEvents } from '../../functions/event-log/event-file.ts'
import { fingerprinted } from '../../functions/event-log/fingerprint.ts'
import { openLog } from '../../functions/event-log/log.ts'
import { maintainLog } from '../../functions/event-log/maintenance/maintain.ts'
import type { Event } from '../../functions/events/event.ts'
import { createDispatcher } from '../../functions/http/dispatcher.ts'
import { createDataset, datasetStore } from '../../functions/http/datasets.ts'
import { buildReleasesOperations } from '../../functions/http/operations/build-release.ts'
import { answerRequestsOperations } from '../../functions/http/operations/answer-requests.ts'
import { bulletinOperations } from '../../functions/http/operations/bulletins.ts'
import { ingestEventsOperations } from '../../functions/http/operations/ingest-events.ts'
import type { AppContext } from '../../functions/http/context.ts'
import type { FunctionName } from '../../functions/http/routes/route.ts'
import type { OperationsOf } from '../../functions/http/routes/table.ts'
import { keysNamed } from '../../functions/release-format/open.ts'
import { withdrawnKeys } from '../../functions/release-format/withdrawals.ts'
import { putFile } from '../../functions/storage/blobs.ts'
import { readRows } from '../../functions/storage/parquet.ts'
import { KEY, NOW, emptyContext } from '../context.ts'
import { emptyWorld, plainStore } from '../storage/sim-store.ts'

/*
 * A number that an earlier version took in a text: it is found, erased and gone, and what showed it is withdrawn.
 */

const PHONE = '13800138000'
const OTHER = '13900139000'
const SPACED = '138 0013 8000'
const PERSON = '11010519491231002X'

const dispatch = createDispatcher<OperationsOf<FunctionName>, AppContext>({
  ...ingestEventsOperations,
  ...buildReleasesOperations,
  ...answerRequestsOperations,
  ...bulletinOperations,
})
const world = emptyWorld()
const context = { ...emptyContext(), store: plainStore(world) }
const store = datasetStore(context.store, 'old')

async function ask(method: string, path: string, body: object | string = '') {
  const faults: unknown[] = []
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const [bare = '', query = ''] = path.split('?')
  const request = { method, path: `/api/v1/old/${bare}`, query: new URLSearchParams(query), headers: {}, body: Buffer.from(text) }
  const response = await dispatch(context, request, (error) => faults.push(error))
  expect(faults).toEqual([])
  return { status: response.status, body: JSON.parse(String(response.body)) as Record<string, unknown> }
}

const established = (id: string, more: Partial<Event['data']> = {}): Event => ({
  source: 's',
  id,
  revision: 1,
  isVoid: false,
  type: 'union.established',
  occurredOn: '2025-01-01',
  data: { union_id: `u-${id}`, name: '工会', form: 'enterprise_union', mode: 'single', region: '310115', ...more },
})

/** Commits events, and a receipt with a rejected row, as an earlier version did. */
async function commitOld(events: Event[], rejected?: string): Promise<void> {
  const log = await openLog(store)
  const file = await putFile(store, 'files', '.parquet', encodeEvents(events.map((event) => fingerprinted(event, '2025-01-02'))))
  const kept = rejected === undefined ? [] : [await putFile(store, 'kept', '.ndjson', Buffer.from(rejected))]
  const id = `r${log.head().seq}`
  const counts = { rows: 1, accepted: 0, duplicates: 0, conflicts: 0, rejected: 1 }
  const stored = {
    receipt: { receipt_id: id, status: 'committed', dataset: 'old', received_at: '', ...counts, errors: [] },
    shape: { format: 'json' },
  }
  const receipt = await putFile(store, 'receipts', '.json', Buffer.from(JSON.stringify(stored)))
  await log.append(
    {
      kind: 'upload',
      committed_at: NOW.toISOString(),
      key_id: KEY.ids[0]!,
      adds: [{ ...file, rows: events.length }],
      removes: [],
      receipts: [{ ...receipt, receipt_id: id, kept_aside: kept }],
    },
    log.head().seq,
  )
}

/** The keys of objects that hold a number, decompressed, in any writing. */
async function holders(number: string): Promise<string[]> {
  const found: string[] = []
  for (const [key, { body }] of world.objects) {
    let text = Buffer.from(body).toString('utf8')
    if (key.endsWith('.gz')) text = gunzipSync(body).toString('utf8')
    if (key.endsWith('.parquet'))
      text = JSON.stringify(await readRows(body), (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value))
    if (
      text
        .normalize('NFKC')
        .replace(/[\s.-]/g, '')
        .includes(number)
    )
      found.push(key)
  }
  return found
}

const erase = (worker: object) => ask('POST', 'erasures', { worker, ground: '第四十七条', ticket: 'T-1' })
const release = () => ask('POST', 'releases')
const statusOf = async (path: string) => (await ask('GET', path)).status

/** Calls everything that a scan found harmless, as a hasty person would. */
async function callHarmless(): Promise<void> {
  const { findings } = (await ask('GET', 'findings')).body as { findings: { finding: string }[] }
  for (const { finding } of findings) expect((await ask('POST', 'findings', { finding, reason: '项目编号' })).status).toBe(200)
}

describe('a number in a text of the log', () => {
  beforeAll(async () => {
    await createDataset(context.store, { name: 'old', title: { zh: 'old', en: 'old' }, is_simulated: false })
    await commitOld([established('0')])
    expect((await release()).body.release).toBe('000001')
    const rejected = { row: 1, problems: [], content: { source: 's', id: 'x', data: { name: '一三八〇〇一三八〇〇〇' } } }
    await commitOld(
      [
        established('1', { name: `联系人 ${SPACED}` }),
        established('2', { name: `联系人 ${OTHER}` }),
        established(PHONE, { union_id: PHONE, enterprise_id: 'local:13800138000' }),
        established('3', { enterprise_id: 'local:13800138000', covers: ['local:13800138000', 'local:x'] }),
      ],
      JSON.stringify(rejected),
    )
  })
  it('blocks the next release with 409, which names file and event; the release before stays', async () => {
    const { status, body } = await release()
    expect(status).toBe(409)
    expect(body.detail_en).toMatch(/^file files\/[0-9a-f]{64}\.parquet: the field data\.name of the event s 1 /)
    expect(JSON.stringify(body)).not.toContain(PHONE)
    expect((await ask('GET', 'releases/current')).body.release).toBe('000001')
  })
  it('is listed with the others as a finding, and is refused as harmless without a reason or by another name', async () => {
    const { body } = await ask('GET', 'findings')
    expect((body.findings as { field: string }[]).map(({ field }) => field).sort()).toEqual(
      ['id', 'data.covers', 'data.enterprise_id', 'data.enterprise_id', 'data.name', 'data.name', 'data.union_id'].sort(),
    )
    expect((await ask('POST', 'findings', { finding: 'x', reason: 'r' })).status).toBe(404)
    expect((await ask('POST', 'findings', { finding: 'x', reason: ' ' })).status).toBe(400)
  })
  it('that was called harmless is published, and withdrawn with 410 once a person is erased by that number; no other release is', async () => {
    await callHarmless()
    expect((await release()).body.release).toBe('000002')
    expect((await ask('POST', 'bulletins', { region: '310115', period: '2025-01' })).status).toBe(201)
    const { status, body } = await erase({ phone: PHONE })
    expect(status).toBe(200)
    expect(JSON.stringify(body)).not.toContain(PHONE)
    expect((body.searched as { releases: string[] }).releases).toEqual(['000001', '000002'])
    const gone = await ask('GET', 'releases/000002')
    expect([gone.status, gone.body.detail_en]).toEqual([410, expect.stringContaining('erased on request')])
    for (const path of ['releases/000002/pages/overview.json', 'values?metric=unions&region=310000&release=000002', 'releases/current'])
      expect([path, await statusOf(path)]).toEqual([path, 410])
    expect(await statusOf('releases/000001')).toBe(200)
    const { releases } = (await ask('GET', 'releases')).body as { releases: { release: string; withdrawn?: object }[] }
    expect(releases.filter((one) => one.withdrawn).map((one) => one.release)).toEqual(['000002'])
  })
  it('is in no release that is built afterwards, and the counts stay the same; another number stays', async () => {
    expect((await release()).body.release).toBe('000003')
    const manifest = (await ask('GET', 'releases/000003')).body as unknown as {
      files: Record<string, { key: string }>
      tables: Record<string, number>
    }
    const mine = new Set(Object.values(manifest.files).map(({ key }) => `data/old/${key}`))
    expect((await holders(PHONE)).filter((key) => mine.has(key))).toEqual([])
    expect((await holders(OTHER)).filter((key) => mine.has(key)).length).toBeGreaterThan(0)
    expect((await ask('GET', 'values?metric=unions&region=310000&as_of=2025-01-31')).body.values).toMatchObject([{ value: 5 }])
  })
  it('is replaced by the same word in every text, so that ids go on naming the same thing', async () => {
    const file = (await openLog(store)).live().at(-1)!
    const rows = await readRows((await store.get(file.key))!)
    const [third, fourth] = [rows[2]!, rows[3]!]
    expect(third.id).toMatch(/^erased-[0-9a-f]{12}$/)
    expect([third.union_id, third.enterprise_id, fourth.enterprise_id, fourth.covers]).toEqual([
      third.id,
      `local:${String(third.id)}`,
      `local:${String(third.id)}`,
      `local:${String(third.id)};local:x`,
    ])
    expect(rows[0]!.name).toBe(`联系人 ${String(third.id)}`)
  })
  it('is gone from receipts and rejected rows, and after two garbage collections from every object of the store', async () => {
    expect((await ask('GET', 'receipts/r1')).status).toBe(200)
    const before = await holders(PHONE)
    expect(before.length).toBeGreaterThan(0)
    const named = async () => ({ named: await keysNamed(store), withdrawn: await withdrawnKeys(store) })
    for (let day = 0; day < 2; day++) {
      world.clock += 25 * 3_600_000
      await maintainLog(store, { now: context.now, ...(await named()), guardHours: 24 })
    }
    expect(await holders(PHONE)).toEqual([])
    const kept = [...world.objects].filter(([key]) => key.includes('/kept/')).map(([, { body }]) => Buffer.from(body).toString('utf8'))
    expect(kept).toHaveLength(1)
    expect(kept[0]).toContain('erased-')
    // What is not withdrawn can still be read.
    expect(await statusOf('releases/000001/pages/overview.json')).toBe(200)
    expect((await ask('GET', 'receipts')).status).toBe(200)
  })
  it('is not in the log entry of the erasure, nor in its certificate', async () => {
    const log = await openLog(store)
    const { commit } = log.entries.find((entry) => entry.commit.kind === 'erasure')!
    expect(JSON.stringify(commit)).not.toContain(PHONE)
    expect(JSON.stringify((await ask('GET', 'erasures')).body)).not.toContain(PHONE)
  })
  it('is found by a number that is only tied to the one of the request', async () => {
    const worker = { id_number: PERSON, phone: OTHER }
    const event = {
      source: 's',
      id: 'tie',
      type: 'member.left',
      occurred_on: '2025-02-01',
      data: { worker, union_id: 'u', reason: 'retired' },
    }
    expect((await ask('POST', 'events', event)).body).toMatchObject({ accepted: 1 })
    await erase({ id_number: PERSON })
    const live = new Set((await openLog(store)).live().map(({ key }) => `data/old/${key}`))
    expect((await holders(OTHER)).filter((key) => live.has(key))).toEqual([])
    expect(await statusOf('releases/000003')).toBe(410)
    expect(await statusOf('releases/000001')).toBe(200)
  })
})
