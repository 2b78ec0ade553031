import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { codeLists, eventTypes, type FieldKind } from '../../functions/catalogue/catalogue.ts'
import { createDispatcher } from '../../functions/http/dispatcher.ts'
import { ingestEventsOperations } from '../../functions/http/operations/ingest-events.ts'
import { buildRelease } from '../../functions/build/build.ts'
import { readRows } from '../../functions/storage/parquet.ts'
import { datasetStore } from '../../functions/http/datasets.ts'
import { emptyContext } from '../context.ts'
import { emptyWorld, plainStore } from '../storage/sim-store.ts'

const PHONE = '13800138000'
const PERSON = '11010519491231002X'

/** The ways in which people write the two numbers. */
const WRITTEN = [
  PHONE,
  '138 0013 8000',
  '138.0013.8000',
  '138-0013-8000',
  '１３８００１３８０００',
  '一三八〇〇一三八〇〇〇',
  '壹叁捌零零壹叁捌零零零',
  '请联系13800138000。',
  PERSON,
  '110105 19491231 002x',
  '110105-19491231-002X',
  '１１０１０５１９４９１２３１００２Ｘ',
  '一一〇一〇五一九四九一二三一〇〇二X',
]

const dispatch = createDispatcher(ingestEventsOperations)

const world = emptyWorld()
const context = { ...emptyContext(), store: plainStore(world) }

async function request(method: string, path: string, body: string | object, headers: Record<string, string> = {}) {
  const faults: unknown[] = []
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await dispatch(
    context,
    { method, path: `/api/v1/${path}`, query: new URLSearchParams(), headers, body: Buffer.from(text) },
    (error) => faults.push(error),
  )
  expect(faults).toEqual([])
  return {
    status: response.status,
    body: JSON.parse(String(response.body)) as Record<string, unknown> & { errors: { row: number; field: string; code: string }[] },
  }
}

/** A value that a field of a kind takes. */
function valid(kind: FieldKind): unknown {
  if (kind.startsWith('code')) return Object.keys(codeLists[kind.split(':')[1]!]!.codes)[0]
  const values: Partial<Record<FieldKind, unknown>> = {
    worker: { ref: 'r' },
    region: '310115',
    enterprise: 'local:a',
    enterprises: 'local:a',
    url: 'https://example.org/',
    day: '2025-03-01',
    count: 3,
    headcount: 3,
    number: 3,
    money: 3,
    share: 0.5,
    boolean: true,
    metric: 'members',
    sector_or_all: 'all',
    event_type: 'member.joined',
  }
  return values[kind] ?? 'words'
}

/** Kinds whose fields hold what somebody wrote. */
const TEXTS = new Set<FieldKind>(['id', 'name', 'text', 'unit', 'url'])
const NUMERIC = new Set<FieldKind>(['count', 'headcount', 'number', 'money', 'share'])

/** The events of a type with a number of a person in one field each; and a row that is the same without it. */
function eventsWithNumbers(type: string): { field: string; kind: FieldKind | 'envelope'; event: object }[] {
  const { fields, exactlyOneOf } = eventTypes.get(type)!
  return WRITTEN.flatMap((written, index) => {
    const data = Object.fromEntries(
      fields.filter(({ name, isRequired }) => isRequired || name === exactlyOneOf[0]).map(({ name, kind }) => [name, valid(kind)]),
    )
    const event = { source: 's', id: `${type}-w${index}`, type, occurred_on: '2025-03-01', data }
    const inData = fields
      .filter(({ kind }) => kind !== 'worker' && !NUMERIC.has(kind))
      .map(({ name, kind }) => ({
        field: `data.${name}`,
        kind,
        event: {
          ...event,
          data: {
            ...data,
            [name]: kind === 'url' ? `https://example.org/?${written}` : kind === 'enterprise' ? `local:${written}` : written,
          },
        },
      }))
    const inEnvelope = (['source', 'id', 'type', 'occurred_on'] as const).map((field) => ({
      field,
      kind: 'envelope' as const,
      event: { ...event, [field]: written },
    }))
    const unknown = [{ field: 'data.（号码已隐去）', kind: 'envelope' as const, event: { ...event, data: { ...data, [written]: 'x' } } }]
    return [...inData, ...inEnvelope, ...(written === PHONE ? unknown : [])]
  })
}

/** The text of an object, decompressed: whatever it holds. */
async function textOf(key: string, body: Uint8Array): Promise<string> {
  if (key.endsWith('.gz')) return gunzipSync(body).toString('utf8')
  if (!key.endsWith('.parquet')) return Buffer.from(body).toString('utf8')
  const rows = await readRows(body)
  return JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
}

const HAN = { 〇: 0, 零: 0, 一: 1, 壹: 1, 三: 3, 叁: 3, 四: 4, 五: 5, 八: 8, 捌: 8, 九: 9, 二: 2 } as Record<string, number>

/** The objects of the store that hold one of the two numbers, in whatever writing. */
async function holders(objects: ReadonlyMap<string, { body: Uint8Array }>): Promise<string[]> {
  const found: string[] = []
  for (const [key, { body }] of objects) {
    const text = (key + (await textOf(key, body)))
      .normalize('NFKC')
      .replace(/[〇零一壹三叁四五八捌九二]/g, (sign) => String(HAN[sign]))
      .replace(/[\s.-]/g, '')
      .toUpperCase()
    if (text.includes(PHONE) || text.includes(PERSON)) found.push(key)
  }
  return found
}

describe('the number of a person', () => {
  beforeAll(async () => {
    expect(
      (
        await request('POST', 'privacy/events', [
          { source: 's', id: 'first', type: 'union.dissolved', occurred_on: '2025-01-01', data: { union_id: 'u' } },
        ])
      ).status,
    ).toBe(200)
  })
  it.each([...eventTypes.keys()])('is refused by name in every text of %s', async (type) => {
    const events = eventsWithNumbers(type)
    const { body } = await request(
      'POST',
      'privacy/events',
      events.map(({ event }) => event),
      { 'content-type': 'application/json' },
    )
    const errors = new Map<string, string>()
    for (const { row, field, code } of body.errors) errors.set(`${row} ${field}`, code)
    const missed = events.flatMap(({ field, kind }, index) => {
      const code = errors.get(`${index + 1} ${field}`)
      const isText = kind === 'envelope' ? field === 'id' || field === 'source' : TEXTS.has(kind) || kind.startsWith('enterprise')
      const isRefused = isText && !kind.startsWith('enterprise') ? code === 'personal_number' : code !== undefined
      return isRefused ? [] : [`row ${index + 1} ${field}: ${code ?? 'taken'}`]
    })
    expect(missed).toEqual([])
  })
  it.each(WRITTEN)('is refused as %s in an Idempotency-Key, a ticket, a ground, a heading and a media type', async (written) => {
    // A header carries bytes, each of which arrives as one character.
    const headers = { 'idempotency-key': Buffer.from(written).toString('latin1') }
    for (const path of ['events', 'uploads'])
      expect(await request('POST', `privacy/${path}`, path === 'events' ? '[]' : { bytes: 3 }, headers)).toMatchObject({
        status: 400,
        body: { parameter: 'Idempotency-Key' },
      })
    for (const field of ['ticket', 'ground'])
      expect(await request('POST', 'privacy/erasures', { worker: { ref: 'x' }, ticket: 't', ground: 'g', [field]: written })).toMatchObject(
        {
          status: 400,
          body: { parameter: field },
        },
      )
    expect(await request('POST', 'privacy/uploads', { bytes: 3, content_type: written })).toMatchObject({
      status: 400,
      body: { parameter: 'content_type' },
    })
    const table = `source,id,type,occurred_on,${written}\ns,1,member.left,2025-01-01,x\n`
    const refused = await request('POST', 'privacy/events', table, { 'content-type': 'text/csv' })
    expect(refused.status).toBe(400)
    expect(refused.body.detail).toContain('第 5 列')
  })
  it('is told how an id is written, and an id that is written so is taken', async () => {
    const event = (id: string) => ({ source: 's', id, type: 'union.dissolved', occurred_on: '2025-01-01', data: { union_id: 'u' } })
    const { body } = await request('POST', 'privacy/events', [event('13010200001'), event('A13010200001')])
    expect(body).toMatchObject({ accepted: 1, rejected: 1, errors: [{ row: 1, field: 'id', code: 'personal_number' }] })
    expect(String(body.errors[0] && (body.errors[0] as unknown as { message_en: string }).message_en)).toContain('put a letter in front')
  })
  it('is no count and no amount: numbers are not scanned', async () => {
    expect((await request('POST', 'privacy/uploads', { bytes: 13_800_138_000 })).status).toBe(413)
    const data = { kind: 'training', region: '310115', sector: 'courier', worker: { ref: 'r' }, amount_cny: 13_800_138_000 }
    const event = { source: 's', id: 'paid', type: 'service.delivered', occurred_on: '2025-01-01', data }
    const { body } = await request('POST', 'amounts/events', [event])
    expect(body).toMatchObject({ accepted: 1 })
  })
  it('is in no byte of the store, decompressed: rows, receipts, rejected rows, uploads, releases (F15)', async () => {
    await buildRelease('privacy', datasetStore(context.store, 'privacy'), { limits: context.limits, now: context.now })
    const objects = new Map([...world.objects].filter(([key]) => !key.startsWith('data/amounts/')))
    expect([...objects.keys()].filter((key) => key.includes('/kept/')).length).toBeGreaterThan(10)
    expect([...objects.keys()].filter((key) => key.includes('/tables/')).length).toBeGreaterThan(10)
    expect(await holders(objects)).toEqual([])
  })
})
