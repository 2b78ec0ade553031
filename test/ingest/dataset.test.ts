import { readFileSync, readdirSync, statSync } from 'node:fs'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileStore } from '../../functions/storage/file-store.ts'
import { type Dataset, openDataset } from '../../functions/ingest/dataset.ts'
import { KeyReused } from '../../functions/ingest/receipts.ts'
import { keyRing } from '../../functions/pseudonyms/key-ring.ts'
import { collectGarbage } from '../../functions/event-log/maintenance/collect-garbage.ts'
import { openLog } from '../../functions/event-log/log.ts'
import { type Store, StoreUnavailable } from '../../functions/storage/store.ts'
import { emptyWorld, plainStore } from '../storage/sim-store.ts'
import { KEY, NOW, emptyStore } from '../context.ts'

const open = (store: Store) => openDataset('test', store, KEY, () => NOW)
const left = (id: string, extra: object = {}) => ({
  source: 's',
  id,
  type: 'union.dissolved',
  occurred_on: '2025-01-01',
  data: { union_id: `U-${id}` },
  ...extra,
})

async function send(dataset: Dataset, events: unknown, options: object = {}) {
  return dataset.ingest({ body: Buffer.from(JSON.stringify(events)), contentType: 'application/json', ...options })
}

describe('a receipt', () => {
  it('counts every row under exactly one of four fates, and gives a reason for each error', async () => {
    const dataset = await open(emptyStore())
    await send(dataset, [left('1')])
    const receipt = await send(dataset, [
      left('1'),
      left('2'),
      left('1', { data: { union_id: 'other' } }),
      left('3', { type: 'union.eaten' }),
      'text',
      left('2'),
    ])
    expect(receipt).toMatchObject({ status: 'committed', rows: 6, accepted: 1, duplicates: 2, conflicts: 1, rejected: 2 })
    expect(receipt.errors.map(({ row, field, code }) => [row, field, code])).toEqual([
      [3, 'id', 'conflict'],
      [4, 'type', 'unknown_type'],
      [5, 'body', 'wrong_type'],
    ])
    expect(receipt.errors.every((error) => error.message !== '' && error.message_en !== '')).toBe(true)
  })
  it('stays the same for the same bytes, whatever their Content-Type, in another process too', async () => {
    const store = emptyStore()
    const dataset = await open(store)
    const first = await send(dataset, [left('1')])
    expect(await send(dataset, [left('1')], { contentType: undefined })).toEqual(first)
    expect(await send(await open(store), [left('1')])).toEqual(first)
    expect(dataset.log.entries).toHaveLength(1)
  })
  it('can be read by another process', async () => {
    const store = emptyStore()
    const reader = await open(store)
    const receipt = await send(await open(store), [left('1')])
    expect(await reader.receipt(receipt.receipt_id)).toEqual(receipt)
    expect(await reader.receipt('r0')).toBeUndefined()
  })
})

describe('an identity', () => {
  it('accepts a higher revision after a conflict', async () => {
    const dataset = await open(emptyStore())
    await send(dataset, [left('1')])
    expect(await send(dataset, [left('1', { occurred_on: '2025-02-02' })])).toMatchObject({ conflicts: 1 })
    expect(await send(dataset, [left('1', { occurred_on: '2025-02-02', revision: 2 })])).toMatchObject({ accepted: 1 })
  })
  it('has two voids of one revision as duplicates, and a void and an event as a conflict', async () => {
    const dataset = await open(emptyStore())
    const nothing = { source: 's', id: '1', revision: 2, void: true }
    expect(await send(dataset, [nothing, { ...nothing, occurred_on: '2025-01-01' }, left('1', { revision: 2 })])).toMatchObject({
      accepted: 1,
      duplicates: 1,
      conflicts: 1,
    })
  })
  it('is not occupied by a rejected row', async () => {
    const dataset = await open(emptyStore())
    expect(await send(dataset, [left('1', { occurred_on: 'never' }), left('1')])).toMatchObject({ accepted: 1, rejected: 1 })
  })
})

describe('an Idempotency-Key', () => {
  it('is refused with another body (B04), and gets the same receipt with the same body', async () => {
    const dataset = await open(emptyStore())
    const first = await send(dataset, [left('1')], { idempotencyKey: 'k' })
    expect(await send(dataset, [left('1')], { idempotencyKey: 'k' })).toEqual(first)
    await expect(send(dataset, [left('2')], { idempotencyKey: 'k' })).rejects.toThrow(KeyReused)
  })
  it('is recorded even if the same bytes were sent before without it', async () => {
    const store = emptyStore()
    const dataset = await open(store)
    const first = await send(dataset, [left('1')])
    expect(await send(dataset, [left('1')], { idempotencyKey: 'k' })).toEqual(first)
    await expect(send(await open(store), [left('2')], { idempotencyKey: 'k' })).rejects.toThrow(KeyReused)
  })
})

describe('several concurrent writers', () => {
  it('lose no event and double none: one wins each number of the log, the others commit after it (A07)', async () => {
    const store = emptyStore()
    const writers = await Promise.all([open(store), open(store), open(store)])
    const uploads = Array.from({ length: 12 }, (_, n) => [
      left(`own-${n}`),
      left('shared'),
      left('disputed', { data: { union_id: `U-${n}` } }),
    ])
    const receipts = await Promise.all(uploads.map((upload, n) => send(writers[n % 3]!, upload)))
    const sum = (field: 'accepted' | 'duplicates' | 'conflicts') => receipts.reduce((total, receipt) => total + receipt[field], 0)
    expect([sum('accepted'), sum('duplicates'), sum('conflicts')]).toEqual([14, 11, 11])
    const dataset = await open(store)
    expect(dataset.log.entries).toHaveLength(12)
    expect(dataset.log.live().reduce((rows, file) => rows + file.rows, 0)).toBe(14)
  })
})

describe('the same upload sent twenty times concurrently', () => {
  it('is accepted once and gets the same receipt twenty times, from one process and from several (B05)', async () => {
    const store = emptyStore()
    const writers = await Promise.all([open(store), open(store), open(store)])
    const receipts = await Promise.all(
      Array.from({ length: 20 }, (_, n) => send(writers[n % 3]!, [left('1'), left('2')], { idempotencyKey: 'k' })),
    )
    expect(new Set(receipts.map((receipt) => JSON.stringify(receipt))).size).toBe(1)
    expect((await open(store)).log.live().reduce((rows, file) => rows + file.rows, 0)).toBe(2)
  })
})

describe('a commit whose outcome is unknown', () => {
  /** A store whose answer to the commit is lost: `isWritten` says whether the commit was written. */
  function losingAnswers(store: Store, isWritten: boolean, times = 1): Store {
    let left = times
    return {
      ...store,
      async putIfAbsent(key, body) {
        if (!key.startsWith('log/') || left-- <= 0) return store.putIfAbsent(key, body)
        if (isWritten) await store.putIfAbsent(key, body)
        throw new StoreUnavailable('no answer')
      },
    }
  }
  it.each([true, false])('(written: %s) counts once after the second try, under one number (A02, A03)', async (landed) => {
    const store = emptyStore()
    const dataset = await open(losingAnswers(store, landed))
    await expect(send(dataset, [left('1')])).rejects.toThrow('no answer')
    expect(await send(dataset, [left('1')])).toMatchObject({ accepted: 1, commit: 1 })
    expect((await open(store)).log.head().seq).toBe(1)
  })
  it('keeps its files through every later garbage collection (A11)', async () => {
    const world = emptyWorld()
    const store = plainStore(world)
    await expect(send(await open(losingAnswers(store, true)), [left('1')])).rejects.toThrow('no answer')
    for (let day = 0; day < 4; day++) {
      await collectGarbage(store, await openLog(store), { named: new Set(), guardHours: 24, isDryRun: false })
      world.clock += 25 * 3_600_000
    }
    const dataset = await open(store)
    expect(await send(dataset, [left('1')])).toMatchObject({ accepted: 1, commit: 1 })
    for (const file of dataset.log.live()) expect(await store.get(file.key)).toBeDefined()
  })
})

describe('a poisoned row', () => {
  it('among ten is the only one that is rejected (B11)', async () => {
    const rows = Array.from({ length: 10 }, (_, n) => (n === 4 ? { ...left('4'), data: { union_id: '\u0000' } } : left(`${n}`)))
    const receipt = await send(await open(emptyStore()), rows)
    expect([receipt.accepted, receipt.errors.map((error) => error.row)]).toEqual([9, [5]])
  })
})

describe('a writer that is stopped', () => {
  /** A store that fails for good at the n-th write. */
  function stopping(store: Store, at: number): Store {
    let writes = 0
    return {
      ...store,
      async putIfAbsent(key, body) {
        if (++writes >= at) throw new Error('stopped')
        return store.putIfAbsent(key, body)
      },
    }
  }
  it.each([1, 2, 3, 4])('at its write %i leaves no event, and the second try counts once (A05)', async (at) => {
    const store = emptyStore()
    const events = [left('1'), left('2', { type: 'no.type' })]
    await expect(send(await open(stopping(store, at)), events)).rejects.toThrow('stopped')
    expect((await open(store)).log.entries).toHaveLength(0)
    expect(await send(await open(store), events)).toMatchObject({ rows: 2, accepted: 1, rejected: 1 })
    expect(await send(await open(store), events)).toMatchObject({ accepted: 1 })
    expect((await open(store)).log.entries).toHaveLength(1)
  })
  it('after the commit and before the answer finds its own commit on the second try (A06)', async () => {
    const store = emptyStore()
    const losingAnswer: Store = {
      ...store,
      async putIfAbsent(key, body) {
        const made = await store.putIfAbsent(key, body)
        if (key.startsWith('log/')) throw new Error('answer lost')
        return made
      },
    }
    await expect(send(await open(losingAnswer), [left('1')])).rejects.toThrow('answer lost')
    expect(await send(await open(store), [left('1')])).toMatchObject({ accepted: 1, commit: 1 })
    expect((await open(store)).log.entries).toHaveLength(1)
  })
})

describe('personal data', () => {
  it('is nowhere in the store: no number, phone, reference or name, of accepted and rejected rows', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tonglu-privacy-'))
    const dataset = await openDataset('test', fileStore(folder), KEY, () => NOW)
    const join1 = (id: string, data: object) => ({
      source: 's',
      id,
      type: 'member.joined',
      occurred_on: '2025-01-01',
      data: { union_id: 'u', region: '310115', sector: 'courier', path: 'self_run', channel: 'scan', ...data },
    })
    const receipt = await send(dataset, [
      join1('1', { worker: { id_number: '11010519491231002X' } }),
      join1('2', { worker: { phone: '+86 13800138000' } }),
      join1('3', { worker: { ref: 'badge-77' } }),
      join1('4', { worker: { id_number: '110105194912310021' } }),
      join1('5', { worker: { phone: '13800138001', name: '王小明' }, remark: '王小明的电话 13900139000' }),
      join1('6', { worker: '13700137000', union_id: '13600136000', sector: '13500135000' }),
      { ...join1('7', {}), 姓名: '李小红' },
    ])
    expect(receipt).toMatchObject({ accepted: 3, rejected: 4 })
    await dataset.ingest({
      body: Buffer.from('source,id,type,worker.phone,姓名,region\ns,8,member.joined,1340013400,赵小兰,310100\n'),
      contentType: 'text/csv',
    })
    const secrets = [
      '11010519491231002',
      '13800138000',
      'badge-77',
      '11010519491231002',
      '13800138001',
      '王小明',
      '13900139000',
      '13700137000',
      '13600136000',
      '13500135000',
      '李小红',
      '1340013400',
      '赵小兰',
    ]
    const files = (path: string): string[] =>
      statSync(path).isDirectory() ? readdirSync(path).flatMap((name) => files(join(path, name))) : [path]
    for (const file of files(folder)) {
      const bytes = readFileSync(file)
      for (const secret of secrets) expect([file, bytes.includes(secret)]).toEqual([file, false])
    }
  })
  it('is never mixed under another key: a dataset opens only with the key that made its pseudonyms (G02)', async () => {
    const store = emptyStore()
    await send(await open(store), [left('1')])
    await expect(openDataset('test', store, keyRing([new Uint8Array(32).fill(8)]))).rejects.toThrow(/was made with pseudonym key/)
  })
  it('becomes the same pseudonym for one key and kind, and another for another kind', () => {
    expect(KEY.pseudonym(KEY.ids[0]!, 'ref', 'a')).toBe(KEY.pseudonym(KEY.ids[0]!, 'ref', 'a'))
    expect(KEY.pseudonym(KEY.ids[0]!, 'ref', 'a')).not.toBe(KEY.pseudonym(KEY.ids[0]!, 'phone', 'a'))
    expect(KEY.pseudonym(KEY.ids[0]!, 'ref', 'a')).toMatch(/^k[0-9a-f]{8}:[0-9a-f]{32}$/)
  })
})

describe('a hostile body', () => {
  const send_ = async (body: string, contentType: string) => (await open(emptyStore())).ingest({ body: Buffer.from(body), contentType })
  it('with 100,000 nested arrays is a rejected row (C22)', async () => {
    const nest = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    const receipt = await send_(
      `[${JSON.stringify(left('1'))},{"source":"s","id":${nest}},{"source":"s","id":"2","type":"union.dissolved","occurred_on":"2025-01-01","data":{"union_id":"u","x":${nest}}}]`,
      'application/json',
    )
    expect(receipt).toMatchObject({ rows: 3, accepted: 1, rejected: 2 })
  })
  it('with __proto__ has an unknown field, in a table and in JSON, and changes no other object (C15)', async () => {
    const table = await send_(
      'source,id,type,occurred_on,union_id,__proto__\ns,1,union.dissolved,2025-01-01,u,{"polluted":1}\n',
      'text/csv',
    )
    expect(table.errors.map((error) => [error.field, error.code])).toEqual([['data.__proto__', 'unknown_field']])
    const json = await send_(
      '{"source":"s","id":"1","type":"union.dissolved","occurred_on":"2025-01-01","__proto__":{"polluted":1},"data":{"union_id":"u","__proto__":{"polluted":1},"constructor":1}}',
      'application/json',
    )
    expect(json.errors.map((error) => error.field)).toEqual(['__proto__', 'data.__proto__', 'data.constructor'])
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})

describe('rejected rows', () => {
  it('are given back in the shape in which they came', async () => {
    const dataset = await open(emptyStore())
    const body = Buffer.from('source,id,type,occurred_on,union_id\ns,1,union.dissolved,2025-01-01,u\ns,2,union.dissolved,2025-13-01,u\n')
    const receipt = await dataset.ingest({ body, contentType: 'text/csv' })
    const rejected = (await dataset.rejectedRows(receipt.receipt_id))!
    expect({ ...rejected, rows: await Array.fromAsync(rejected.rows) }).toMatchObject({
      header: ['source', 'id', 'type', 'occurred_on', 'union_id'],
      rows: [{ row: 2, content: ['s', '2', 'union.dissolved', '2025-13-01', 'u'] }],
    })
  })
})
