import { describe, expect, it } from 'vitest'
import { decodeEvents } from '../../functions/event-log/event-file.ts'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { getFile } from '../../functions/storage/blobs.ts'
import { KEY, NOW, emptyStore } from '../context.ts'

const HEADER = 'source,id,type,occurred_on,union_id,name,form,mode,region\n'
const line = (id: string, name: string) => `s,${id},union.established,2025-01-01,U-${id},${name},joint_union,cover,310115\n`
const established = (id: string, name: string) => ({
  source: 's', id, type: 'union.established', occurred_on: '2025-01-01',
  data: { union_id: `U-${id}`, name, form: 'joint_union', mode: 'cover', region: '310115' },
}) // prettier-ignore

/** The receipt of an upload to an empty dataset, and the names of what it stored. */
async function ingest(body: Uint8Array | string, contentType: string) {
  const store = emptyStore()
  const dataset = await openDataset('test', store, KEY, () => NOW)
  const receipt = await dataset.ingest({ body: Buffer.from(body as string), contentType })
  const names = new Map<string, unknown>()
  for (const file of dataset.log.live()) for (const { event } of await decodeEvents(await getFile(store, file))) names.set(event.id, event.data.name)
  const bytes: Buffer[] = []
  for await (const { key } of store.list('')) bytes.push(Buffer.from((await store.get(key))!))
  return { receipt, names, stored: Buffer.concat(bytes) }
} // prettier-ignore

describe('a name of which bytes are lost', () => {
  const NAME = Buffer.from('静安联合工会')
  const rest = Buffer.from(',joint_union,cover,310115\n')
  const start = (id: string) => Buffer.from(`s,${id},union.established,2025-01-01,U-${id},`)
  const around = (cut: Uint8Array) =>
    Buffer.concat([Buffer.from(HEADER + line('1', '浦东联合工会')), start('2'), cut, rest, Buffer.from(line('3', '徐汇联合工会'))])

  it.each([
    ['one byte short', NAME.subarray(0, -1)],
    ['two bytes short', NAME.subarray(0, -2)],
    ['without its first byte', NAME.subarray(1)],
    ['with a byte in the middle that is none of UTF-8', Buffer.concat([NAME.subarray(0, 6), Buffer.from([0xff]), NAME.subarray(6)])],
    ['in GB18030 among lines of UTF-8', Buffer.from([0xbe, 0xb2, 0xb0, 0xb2])],
    ['with the sign of a decoder that gave up', Buffer.from('静安\uFFFD会')],
  ])('%s costs its row and no other, names the row, and is stored nowhere (C03)', async (_what, cut) => {
    const { receipt, names, stored } = await ingest(around(cut), 'text/csv')
    expect(receipt).toMatchObject({ rows: 3, accepted: 2, rejected: 1, errors: [{ row: 2, field: 'data.name', code: 'malformed' }] })
    expect([...names]).toEqual([['1', '浦东联合工会'], ['3', '徐汇联合工会']]) // prettier-ignore
    expect(names.has('2')).toBe(false)
    expect([...names.values()].join('')).not.toContain('\uFFFD')
    expect(stored.includes('静安联合工会')).toBe(false)
  })
})

/** Every control and format character of Unicode that JSON can carry, one of each kind of range. */
const UNSEEN = Array.from({ length: 0x11_0000 }, (_, code) => code).filter(
  (code) => !(code >= 0xd800 && code <= 0xdfff) && /[\p{Cc}\p{Cf}]/u.test(String.fromCodePoint(code)),
)

describe('a character that nobody sees', () => {
  it('rejects its row, whichever control or format character it is (C20)', async () => {
    expect(UNSEEN.length).toBeGreaterThan(200)
    // A break of a line or a tab within a name is one blank: cells hold them.
    const breaks = new Set([0x09, 0x0a, 0x0d])
    const rows = UNSEEN.map((code, n) => established(`u${n}`, `静安${String.fromCodePoint(code)}工会`))
    const { receipt, names } = await ingest(JSON.stringify(rows), 'application/json')
    const taken = UNSEEN.filter((code, n) => names.has(`u${n}`))
    expect(taken.filter((code) => !breaks.has(code)).map((code) => code.toString(16))).toEqual([])
    expect([receipt.accepted, receipt.rejected]).toEqual([3, UNSEEN.length - 3])
    expect(new Set(receipt.errors.map(({ field, code }) => `${field} ${code}`))).toEqual(new Set(['data.name malformed']))
    expect(new Set(names.values())).toEqual(new Set(['静安 工会']))
  })
  it('rejects its row in an id, a code and a table too (C20)', async () => {
    const { receipt } = await ingest(HEADER + line('a\u200Bb', '甲') + line('2', '乙\u202E丙') + line('3', '丁'), 'text/csv')
    expect(receipt).toMatchObject({ rows: 3, accepted: 1, rejected: 2 })
    expect(receipt.errors.map(({ row, code }) => [row, code])).toContainEqual([2, 'malformed'])
  })
})

describe('a name that is written in two ways', () => {
  it('is stored in one, so that both are the same event (C20)', async () => {
    const composed = '\u00E9toile 联合工会'
    const { receipt, names } = await ingest(
      JSON.stringify([established('1', composed), established('1', composed.normalize('NFD'))]),
      'application/json',
    )
    expect(composed.normalize('NFD')).not.toBe(composed)
    expect(receipt).toMatchObject({ accepted: 1, duplicates: 1 })
    expect([...names.values()]).toEqual([composed])
  })
})

describe('JSON that parsers read differently', () => {
  const event = (id: string, more: string) => `{"source":"s","id":"${id}","type":"workforce.reported","occurred_on":"2025-01-01","data":{"region":"310115","sector":"courier","basis":"surveyed",${more}}}` // prettier-ignore
  const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`

  it.each([
    ['a number beyond every double', event('1', '"count":1e400'), 'data.count'],
    ['a number beyond every double, below zero', event('1', '"count":-1e400'), 'data.count'],
    ['a whole number that no double holds', event('1', '"count":9007199254740993'), 'data.count'],
    ['a whole number of 400 digits', event('1', `"count":${'9'.repeat(400)}`), 'data.count'],
    ['a count given twice', event('1', '"count":3,"count":4'), 'body'],
    ['an id given twice', event('1', '"count":3').replace('"id":"1"', '"id":"1","id":"2"'), 'body'],
    ['a name given twice, once with an escape', event('1', '"count":3,"\\u0063ount":4'), 'body'],
    ['arrays 10,000 deep', event('1', `"count":${deep(10_000)}`), 'data.count'],
    ['objects 10,000 deep', event('1', `"count":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`), 'data.count'],
  ])('costs its row and no other: %s (C22)', async (_what, bad, field) => {
    for (const [body, type] of [
      [`[${event('0', '"count":3')},${bad}]`, 'application/json'],
      [`${event('0', '"count":3')}\n${bad}\n`, 'application/x-ndjson'],
    ] as const) {
      const { receipt } = await ingest(body, type)
      expect([type, receipt.rows, receipt.accepted, receipt.rejected]).toEqual([type, 2, 1, 1])
      expect(receipt.errors.map((error) => [error.row, error.field])).toEqual([[2, field]])
      expect(receipt.errors[0]!.message).not.toBe('')
    }
  })
  it('refuses a body that is nothing but depth, in a sentence (C22)', async () => {
    const { receipt } = await ingest(`[${deep(100_000)}]`, 'application/json')
    expect(receipt).toMatchObject({ rows: 1, rejected: 1 })
    await expect(ingest('['.repeat(100_000), 'application/json')).rejects.toMatchObject({ name: 'UnreadableBody', status: 400 })
  })
})
