import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Dataset, openDataset } from '../../functions/ingest/dataset.ts'
import { allErasures, erasePerson } from '../../functions/ingest/erase.ts'
import { idCheckCharacter } from '../../functions/domain/identifiers.ts'
import { keyRing, readKeyRing } from '../../functions/pseudonyms/key-ring.ts'
import { rotateKey } from '../../functions/ingest/rotate-key.ts'
import { collectGarbage } from '../../functions/event-log/maintenance/collect-garbage.ts'
import { decodeEvents } from '../../functions/event-log/event-file.ts'
import { getFile } from '../../functions/storage/blobs.ts'
import { openLog } from '../../functions/event-log/log.ts'
import type { Store } from '../../functions/storage/store.ts'
import { maintainLog } from '../../functions/event-log/maintenance/maintain.ts'
import { buildRelease } from '../../functions/build/build.ts'
import { KEY, NOW, emptyStore } from '../context.ts'
import { randomSeed } from '../seed.ts'
import { emptyWorld, plainStore } from '../storage/sim-store.ts'

const [first, second, third] = [1, 2, 3].map((byte) => new Uint8Array(32).fill(byte)) as [Uint8Array, Uint8Array, Uint8Array]
const now = () => NOW
const PERSON = '11010519491231002X'

const join = (id: string, ref: string | object, extra: object = {}) => ({
  source: 's',
  id,
  type: 'member.joined',
  occurred_on: '2025-01-01',
  data: {
    worker: typeof ref === 'string' ? { ref } : ref,
    union_id: 'u',
    region: '310115',
    sector: 'courier',
    path: 'self_run',
    channel: 'scan',
  },
  ...extra,
})

const send = (dataset: Dataset, ...events: object[]) =>
  dataset.ingest({ body: Buffer.from(JSON.stringify(events)), contentType: 'application/json' })

async function workersIn(store: Store): Promise<string[]> {
  const workers: string[] = []
  for (const file of (await openLog(store)).live())
    for (const { event } of await decodeEvents(await getFile(store, file))) workers.push(String(event.data.worker))
  return workers.sort()
}

describe('a pseudonym', () => {
  it('is the HMAC-SHA-256 of kind and identifier, truncated to 128 bits', () => {
    const ring = keyRing([first])
    fc.assert(
      fc.property(
        fc.constantFrom('id_number' as const, 'phone' as const, 'ref' as const),
        fc.string({ unit: 'binary', maxLength: 300 }),
        (kind, text) => {
          const expected = createHmac('sha256', first).update(`${kind}\0${text}`).digest('hex').slice(0, 32)
          expect(ring.pseudonym(ring.ids[0]!, kind, text)).toBe(`k${ring.ids[0]!}:${expected}`)
        },
      ),
      { seed: randomSeed('ingest/persons') },
    )
  })
  it('under a later key can be computed from the one under an earlier key, without the identifier', () => {
    const ring = keyRing([first, second, third])
    const [a, b, c] = ring.ids as [string, string, string]
    const old = ring.pseudonym(a, 'phone', '13800138000')
    expect(ring.renew(old, c)).toBe(ring.pseudonym(c, 'phone', '13800138000'))
    expect(ring.renew(ring.renew(old, b), c)).toBe(ring.pseudonym(c, 'phone', '13800138000'))
    expect(ring.renew(old, b)).not.toBe(old)
  })
})

describe('an identity number', () => {
  it('that ends in 000 is accepted if its check character is right: people have such numbers', async () => {
    const born = Array.from({ length: 28 }, (_, day) => `110105199003${String(day + 1).padStart(2, '0')}100`)
    const numbers = born.filter((first17) => idCheckCharacter(first17) === '0').map((first17) => `${first17}0`)
    expect(numbers.length).toBeGreaterThan(0)
    const receipt = await send(
      await openDataset('test', emptyStore(), KEY, now),
      ...numbers.map((id_number) => join(id_number.slice(-12), { id_number })),
    )
    expect(receipt).toMatchObject({ accepted: numbers.length, rejected: 0 })
  })
})

describe('a key ring', () => {
  it.each(['', 'ab', `${'0'.repeat(64)}\n${'1'.repeat(63)}`])('cannot be parsed from %j', (text) => {
    expect(() => readKeyRing('pseudonym key file x', text)).toThrow('pseudonym key file x: expected 64 hex digits')
  })
  it('cannot hold the same key twice', () => {
    expect(() => keyRing([first, first])).toThrow('twice')
  })
})

describe('a key rotation', () => {
  it('still counts everyone once, and keeps duplicates and receipts (G03)', async () => {
    const store = emptyStore()
    const before = await openDataset('test', store, keyRing([first]), now)
    const receipt = await send(before, join('1', 'a'), join('2', 'b'), join('3', 'b'), { source: 's', id: '4', void: true })
    const counted = await buildRelease('test', store, { limits: { memory: '800MB', threads: 2 }, now })

    const ring = keyRing([first, second])
    expect(await rotateKey(store, ring, now)).toBe(1)
    expect(await rotateKey(store, ring, now)).toBe(0)
    const after = await openDataset('test', store, ring, now)
    expect(after.log.keyId()).toBe(ring.ids[1])
    // The same bytes: the same receipt. The same event in other bytes: a duplicate.
    expect(await send(after, join('1', 'a'), join('2', 'b'), join('3', 'b'), { source: 's', id: '4', void: true })).toEqual(receipt)
    expect(await send(after, join('1', 'a'))).toMatchObject({ duplicates: 1 })
    expect(await send(after, join('5', 'a'))).toMatchObject({ accepted: 1 })
    const workers = await workersIn(store)
    expect(new Set(workers.filter((worker) => worker !== 'undefined')).size).toBe(2)
    expect(workers.some((worker) => worker.includes(ring.ids[0]!))).toBe(false)
    expect(counted.isNew).toBe(true)
  })
  it('stops a process without the new key; a process with both keys works before and after it (G02, G03)', async () => {
    const store = emptyStore()
    const [old, both] = [keyRing([first]), keyRing([first, second])]
    const stale = await openDataset('test', store, old, now)
    await send(stale, join('1', 'a'))
    const ready = await openDataset('test', store, both, now)
    expect(await send(ready, join('2', 'a'))).toMatchObject({ accepted: 1 })
    expect(await send(stale, join('3', 'a'))).toMatchObject({ accepted: 1 })
    expect(new Set(await workersIn(store)).size).toBe(1)
    await rotateKey(store, both, now)
    await expect(send(stale, join('4', 'a'))).rejects.toThrow('this process holds')
    expect(await send(ready, join('5', 'a'))).toMatchObject({ accepted: 1 })
    expect(new Set(await workersIn(store)).size).toBe(1)
  })
  it('in the middle of an upload makes that upload be read again with the new key', async () => {
    const store = emptyStore()
    const both = keyRing([first, second])
    await send(await openDataset('test', store, keyRing([first]), now), join('0', 'a'))
    let isRotated = false
    const between: Store = {
      ...store,
      async putIfAbsent(key, body) {
        if (key.startsWith('receipts/') && !isRotated) {
          isRotated = true
          await rotateKey(store, both, now)
        }
        return store.putIfAbsent(key, body)
      },
    }
    expect(await send(await openDataset('test', between, both, now), join('1', 'a'))).toMatchObject({ accepted: 1 })
    expect(new Set(await workersIn(store))).toEqual(new Set([both.pseudonym(both.ids[1]!, 'ref', 'a')]))
  })
})

describe('the erasure of a person', () => {
  const requestFor = (ref: string) => ({
    pseudonym: KEY.pseudonym(KEY.ids[0]!, 'ref', ref),
    ground: '《个人信息保护法》第四十七条',
    ticket: 'T-1',
  })

  it('leaves the counts as they are, removes the pseudonym, and is documented by a certificate', async () => {
    const store = emptyStore()
    const dataset = await openDataset('test', store, KEY, now)
    await send(dataset, join('1', 'gone'), join('2', 'gone'), join('3', 'stays'))
    await send(dataset, join('4', 'gone'), join('5', 'stays'))
    const certificate = await erasePerson(store, requestFor('gone'), now)
    expect(certificate).toMatchObject({ hits_after: 0, commit: 3, ticket: 'T-1' })
    const { commit } = (await openLog(store)).entries.at(-1)!
    expect([commit.erasure!.events, commit.removes.length, commit.adds.length]).toEqual([3, 2, 2])
    const workers = await workersIn(store)
    expect(workers).toHaveLength(5)
    expect(new Set(workers).size).toBe(2)
    expect(workers.filter((worker) => worker.startsWith('erased:'))).toHaveLength(3)
    expect(await allErasures(store)).toEqual([certificate])
  })
  it('has the same certificate whether or not the person is known, naming everything that was searched', async () => {
    const certificateOf = async (ref: string) => {
      const store = emptyStore()
      await send(await openDataset('test', store, KEY, now), join('1', 'a'), join('2', 'b', { type: 'x' }))
      const certificate = await erasePerson(store, requestFor(ref), now)
      const { searched } = certificate
      expect([searched.event_files.length, searched.receipts.length, searched.rejected_rows.length]).toEqual([1, 1, 1])
      return { ...certificate, erasure_id: '' }
    }
    expect(await certificateOf('nobody')).toEqual(await certificateOf('a'))
  })
  it('is not undone by sending the event again, in the same bytes, in others, or as a revision; a void is accepted', async () => {
    const store = emptyStore()
    const dataset = await openDataset('test', store, KEY, now)
    const receipt = await send(dataset, join('1', 'gone'))
    await erasePerson(store, requestFor('gone'), now)
    for (const open of [dataset, await openDataset('test', store, KEY, now)]) {
      expect(await send(open, join('1', 'gone'))).toEqual(receipt)
      const again = await send(open, join('1', 'gone'), join('1', 'gone', { revision: 2 }))
      expect(again).toMatchObject({ accepted: 0, rejected: 2 })
      expect(again.errors.map(({ code }) => code)).toEqual(['erased', 'erased'])
    }
    expect(await send(dataset, { source: 's', id: '1', revision: 2, void: true })).toMatchObject({ accepted: 1 })
    // A later join of the same person is a new fact, and counts as a new person.
    expect(await send(dataset, join('9', 'gone'))).toMatchObject({ accepted: 1 })
  })
  it('survives compaction, a checkpoint, a key rotation, and a restore from log and files (A20)', async () => {
    const store = emptyStore()
    const dataset = await openDataset('test', store, KEY, now)
    for (let n = 0; n < 9; n++) await send(dataset, join(`${n}`, n % 3 === 0 ? 'gone' : `w${n}`))
    await erasePerson(store, requestFor('gone'), now)
    await maintainLog(store, { now, named: new Set(), guardHours: 24, filesAtOnce: 4, commitsBetween: 1 })
    const both = keyRing([new Uint8Array(32).fill(7), second])
    await rotateKey(store, both, now)
    const restored = emptyStore()
    for (const prefix of ['log/', 'files/'])
      for await (const { key } of store.list(prefix)) await restored.putIfAbsent(key, (await store.get(key))!)
    for (const one of [store, restored]) {
      const workers = await workersIn(one)
      expect([workers.length, new Set(workers).size]).toEqual([9, 7])
      expect(workers.filter((worker) => worker.startsWith('erased:'))).toHaveLength(3)
      const again = await send(await openDataset('test', one, both, now), join('0', 'gone', { revision: 2 }))
      expect(again).toMatchObject({ accepted: 0, rejected: 1 })
    }
  })
  it('leaves no byte of the pseudonym in the store after the next two garbage collections', async () => {
    const world = emptyWorld()
    const store = plainStore(world)
    const dataset = await openDataset('test', store, KEY, now)
    await send(dataset, join('1', { id_number: PERSON }), join('2', 'stays'))
    const pseudonym = KEY.pseudonym(KEY.ids[0]!, 'id_number', PERSON)
    await erasePerson(store, { ...requestFor(''), pseudonym }, now)
    const hits = async () => {
      let count = 0
      for (const [key, { body }] of world.objects) {
        if (Buffer.from(body).includes(pseudonym)) count++
        if (!key.endsWith('.parquet')) continue
        for (const { event } of await decodeEvents(body)) if (event.data.worker === pseudonym) count++
      }
      return count
    }
    expect(await hits()).toBeGreaterThan(0)
    for (let day = 0; day < 2; day++) {
      world.clock += 25 * 3_600_000
      await collectGarbage(store, await openLog(store), { named: new Set(), guardHours: 24, isDryRun: false })
    }
    expect(await hits()).toBe(0)
  })
  it('leaves no pseudonym in the files of a release', async () => {
    const store = emptyStore()
    await send(await openDataset('test', store, KEY, now), join('1', 'a'), join('2', 'a', { occurred_on: '2025-02-01' }))
    const { manifest } = await buildRelease('test', store, { limits: { memory: '800MB', threads: 2 }, now })
    const { parquetReadObjects } = await import('hyparquet')
    const { zstdDecompressSync } = await import('node:zlib')
    for (const [name, ref] of Object.entries(manifest.files)) {
      if (!ref.key.endsWith('.parquet')) continue
      const body = await getFile(store, ref)
      const file = body.buffer.slice(body.byteOffset, body.byteOffset + body.byteLength) as ArrayBuffer
      const rows = await parquetReadObjects({ file, compressors: { ZSTD: (input) => zstdDecompressSync(input) } })
      const text = JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
      expect([name, /k[0-9a-f]{8}:/.test(text)]).toEqual([name, false])
    }
  })
})
