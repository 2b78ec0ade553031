import { describe, expect, it } from 'vitest'
import { readEvent } from '../../functions/events/event.ts'
import { monthNumber } from '../../functions/domain/calendar.ts'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { erasePerson } from '../../functions/ingest/erase.ts'
import { rotateKey } from '../../functions/ingest/rotate-key.ts'
import { allTiedTo, namesIn, tiesOf } from '../../functions/ingest/tied-identifiers.ts'
import { fingerprinted } from '../../functions/event-log/fingerprint.ts'
import { decodeEvents } from '../../functions/event-log/event-file.ts'
import { openLog } from '../../functions/event-log/log.ts'
import { getFile } from '../../functions/storage/blobs.ts'
import type { Store } from '../../functions/storage/store.ts'
import { keyRing } from '../../functions/pseudonyms/key-ring.ts'
import { buildRelease } from '../../functions/build/build.ts'
import { type Cube, openCube } from '../../functions/reporting/cube.ts'
import { overviewPage } from '../../functions/reporting/pages/overview.ts'
import { seededRandom } from '../../functions/simulator/random.ts'
import { warmDuckDb } from '../build/warm-duckdb.ts'
import { NOW, emptyStore } from '../context.ts'
import { randomHistory } from './history.ts'
import { Persons, withPersons } from './reference-persons.ts'
import { type PlainEvent, live, notWithdrawn } from './reference.ts'
import { type Named, idNumberOf } from './workers.ts'

const useDuckDb = warmDuckDb()
const KEY = keyRing([new Uint8Array(32).fill(1)])
const BOTH = keyRing([1, 2].map((byte) => new Uint8Array(32).fill(byte)))
const [I, J] = [idNumberOf(1), idNumberOf(2)]
const [P, Q] = ['13800138001', '13800138002']

let ids = 0
const served = (worker: Named, more: object = {}) => ({
  source: 's', id: String(++ids), type: 'service.delivered', occurred_on: '2025-01-01',
  data: { kind: 'training', region: '310115', sector: 'courier', worker }, ...more,
}) // prettier-ignore

async function send(store: Store, events: readonly object[], keys = KEY): Promise<void> {
  const dataset = await openDataset('test', store, keys, () => NOW)
  const receipt = await dataset.ingest({ body: Buffer.from(JSON.stringify(events)), contentType: 'application/json' })
  expect(receipt.errors.filter((error) => error.code !== 'conflict')).toEqual([])
}

async function built(store: Store, basis: 'whole' | 'changes' = 'whole'): Promise<Cube> {
  const { manifest } = await buildRelease('test', store, { limits: { memory: '800MB', threads: 2 }, now: () => NOW, useDuckDb, basis })
  return openCube(store, manifest)
}

/** How many people were served, what contradicts itself, and how many are known by phone only. */
async function counted(cube: Cube) {
  const rows = await cube.valuesAt({ regions: ['000000'], metrics: ['workers_served'], sectors: ['all'], spans: ['all'], month: monthNumber('2026-11-01') })
  const conflicts = (await cube.list('identifiers_in_conflict', 1000)).map(({ id, subject, named_with, named }) => [id, subject, named_with, named].join(' '))
  return { people: rows[0]?.value ?? 0, conflicts, byPhone: (await overviewPage(cube)).known_by_phone }
} // prettier-ignore

async function count(...events: object[]) {
  const store = emptyStore()
  await send(store, events)
  return counted(await built(store))
}

describe('one person', () => {
  it.each([
    ['a phone and an identity number are two people until an event names both', [{ id_number: I }, { phone: P }], [2, 1]],
    ['the event that names both makes them one', [{ id_number: I }, { phone: P }, { id_number: I, phone: P }], [1, 0]],
    ['a reference goes to the only identity number named with it', [{ ref: 'a' }, { id_number: I }, { id_number: I, ref: 'a' }], [1, 0]],
    ['a reference goes to the only phone named with it', [{ ref: 'a' }, { phone: P }, { phone: P, ref: 'a' }], [1, 1]],
    ['a phone goes to the identity number of its only reference', [{ phone: P }, { phone: P, ref: 'a' }, { ref: 'a', id_number: I }], [1, 0]],
    ['a reference goes to the person of its only phone', [{ ref: 'a' }, { phone: P, ref: 'a' }, { phone: P, id_number: I }], [1, 0]],
    ['one identity number has many phones and references', [{ phone: P }, { phone: Q }, { ref: 'a' }, { id_number: I, phone: P, ref: 'a' }, { id_number: I, phone: Q }], [1, 0]],
    ['a phone with several references and no identity number is one person', [{ phone: P, ref: 'a' }, { phone: P, ref: 'b' }, { ref: 'a' }, { ref: 'b' }], [1, 1]],
  ] as const)('%s', async (_what, workers, [people, byPhone]) => {
    expect(await count(...workers.map((worker) => served(worker)))).toEqual({ people, conflicts: [], byPhone })
  }) // prettier-ignore

  it('makes no tie where several people are named, and lists the events that say so', async () => {
    const [one, two] = [served({ id_number: I, phone: P }), served({ id_number: J, phone: P })]
    const alone = served({ phone: P })
    expect(await count(one, two, alone)).toEqual({
      people: 3, byPhone: 0, conflicts: [one, two, alone].map(({ id }) => `${id} phone id_number 2`),
    }) // prettier-ignore
    const [three, four] = [served({ phone: P, ref: 'a' }), served({ phone: Q, ref: 'a' })]
    const reference = served({ ref: 'a' })
    expect(await count(three, four, reference)).toEqual({
      people: 3, byPhone: 2, conflicts: [three, four, reference].map(({ id }) => `${id} ref phone 2`),
    }) // prettier-ignore
    const tied = [served({ id_number: I, ref: 'a' }), served({ phone: P, ref: 'a' }), served({ phone: P, ref: 'b' })] as const
    expect(await count(...tied)).toMatchObject({ people: 2, conflicts: tied.slice(1).map(({ id }) => `${id} phone ref 2`) })
  })

  it('is undone by a void, and by a revision that names one identifier', async () => {
    const both = served({ id_number: I, phone: P })
    const before = [served({ id_number: I }), served({ phone: P }), both]
    for (const undo of [
      { source: 's', id: both.id, revision: 2, void: true },
      { ...served({ id_number: I }), id: both.id, revision: 2 },
    ]) {
      const store = emptyStore()
      await send(store, before)
      expect((await counted(await built(store))).people).toBe(1)
      await send(store, [undo])
      expect((await counted(await built(store, 'changes'))).people).toBe(2)
      expect(await count(undo, ...before.toReversed())).toMatchObject({ people: 2 })
    }
  })

  it('keeps the content of an event that names one identifier, and stores no column of another for it', () => {
    const read = readEvent(served({ phone: P }), { today: '2026-11-24', lastDay: '2026-11-25', pseudonym: (kind) => kind })
    expect(read.ok && Object.keys(read.event.data).sort()).toEqual(['kind', 'region', 'sector', 'worker', 'worker_known_by'])
    expect(read.ok && fingerprinted({ ...read.event, data: { ...read.event.data, worker_known_by: 'x' } }).fingerprint).toBe(
      read.ok && fingerprinted(read.event).fingerprint,
    )
  })
})

const plainly = { today: '2026-11-24', lastDay: '2026-11-25', pseudonym: (_kind: string, identifier: string) => identifier }

/** The events of a history as they are accepted: of two of one identity and revision the first. */
function accepted(history: readonly object[]): PlainEvent[] {
  const found = new Map<string, PlainEvent>()
  for (const raw of history) {
    const read = readEvent(raw, plainly)
    if (!read.ok) throw new Error(JSON.stringify(read.problems))
    const { source, id, revision, isVoid, type, occurredOn, data } = read.event
    const key = `${source} ${id} ${revision}`
    if (!found.has(key)) found.set(key, { source, id, revision, isVoid, type, on: occurredOn, data: data as PlainEvent['data'] })
  }
  return [...found.values()]
}

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8]

describe('the ties of a random history', () => {
  it.each(SEEDS)('are those of the contract, in whatever order the events come (seed %i)', (seed) => {
    const history = randomHistory(seededRandom(seed), 200)
    const events = accepted(history)
    const stored = events.map(({ source, id, revision, isVoid, type, on, data }) => fingerprinted({ source, id, revision, isVoid, type, occurredOn: on, data: data as Record<string, string> })) // prettier-ignore
    const ties = tiesOf([namesIn(stored.slice(0, 90)), namesIn(stored.slice(90))])
    const backwards = tiesOf([namesIn(stored.slice(90).toReversed()), namesIn(stored.slice(0, 90).toReversed())])
    expect(new Map([...backwards].sort())).toEqual(new Map([...ties].sort()))
    const persons = new Map(withPersons(live(events)).map(({ source, id, data }) => [`${source} ${id}`, data.worker]))
    const latest = new Map<string, PlainEvent>()
    for (const event of events.toSorted((a, b) => a.revision - b.revision)) latest.set(`${event.source} ${event.id}`, event)
    const named = [...latest].filter(([, { isVoid, data }]) => !isVoid && data.worker !== undefined)
    expect(named.filter(([key, { data }]) => (ties.get(String(data.worker)) ?? data.worker) !== persons.get(key))).toEqual([])
    expect([...ties.keys()].length).toBeGreaterThan(3)
  })

  it.each(SEEDS)('have the conflicts of the contract on their list (seed %i)', async (seed) => {
    const history = randomHistory(seededRandom(seed), 200)
    const store = emptyStore()
    await send(store, history)
    const rows = await (await built(store)).list('identifiers_in_conflict', 1000)
    const found = notWithdrawn(accepted(history))
    const persons = new Persons(found)
    const expected = found.flatMap((event) => persons.inConflict(event).map((subject) => `${event.source} ${event.id} ${subject}`))
    expect(rows.map(({ source, id, subject }) => `${source} ${id} ${subject}`).sort()).toEqual(expected.sort())
  })
})

/** Every pseudonym in the log. */
async function pseudonymsOf(store: Store): Promise<string[]> {
  const found: string[] = []
  for (const file of (await openLog(store)).live())
    for (const { event } of await decodeEvents(await getFile(store, file)))
      for (const name of ['worker', 'worker_id_number', 'worker_phone', 'worker_ref']) if (event.data[name]) found.push(String(event.data[name]))
  return found
} // prettier-ignore

describe('a person with several identifiers', () => {
  const pseudonym = (kind: 'id_number' | 'phone' | 'ref', identifier: string, keys = KEY) =>
    keys.pseudonym(keys.ids.at(-1)!, kind, identifier)
  const request = { ground: '《个人信息保护法》第四十七条', ticket: 'T-1' }
  const history = [
    served({ id_number: I, phone: P }), served({ phone: P, ref: 'a' }), served({ ref: 'a' }), served({ id_number: I }), served({ phone: P }),
    served({ id_number: I, phone: Q }), served({ id_number: J, phone: Q }), served({ phone: Q }),
  ] // prettier-ignore

  it('is erased by any of the identifiers, but not across a conflict; past counts stay the same', async () => {
    for (const one of [pseudonym('id_number', I), pseudonym('phone', P), pseudonym('ref', 'a')]) {
      const store = emptyStore()
      await send(store, history.slice(0, 4))
      await send(store, history.slice(4))
      const before = await counted(await built(store))
      expect(before.people).toBe(3)
      expect(await erasePerson(store, { pseudonym: one, ...request }, () => NOW)).toMatchObject({ hits_after: 0 })
      expect((await openLog(store)).entries.at(-1)!.commit.erasure!.events).toBe(6)
      const left = await pseudonymsOf(store)
      for (const gone of [pseudonym('id_number', I), pseudonym('phone', P), pseudonym('ref', 'a')]) expect(left).not.toContain(gone)
      expect(left.filter((each) => each === pseudonym('phone', Q))).toHaveLength(3)
      expect(left.filter((each) => each === pseudonym('id_number', J))).toHaveLength(2)
      expect(await counted(await built(store))).toEqual(before)
    }
  })

  it('is still one person after a key rotation, also one who is erased or sent to afterwards', async () => {
    const store = emptyStore()
    await send(store, history)
    const before = await counted(await built(store))
    await rotateKey(store, BOTH, () => NOW)
    expect((await pseudonymsOf(store)).filter((one) => one.includes(KEY.ids[0]!))).toEqual([])
    expect(await counted(await built(store))).toEqual(before)
    await send(store, [served({ ref: 'a' }), served({ phone: P, ref: 'b' })], BOTH)
    expect((await counted(await built(store, 'changes'))).people).toBe(before.people)
    await erasePerson(store, { pseudonym: pseudonym('ref', 'a', BOTH), ...request }, () => NOW)
    expect((await counted(await built(store))).people).toBe(before.people)
    await rotateKey(store, keyRing([1, 2, 3].map((byte) => new Uint8Array(32).fill(byte))), () => NOW)
    expect((await counted(await built(store))).people).toBe(before.people)
  })

  it('is found by every identifier that a request names', () => {
    expect(allTiedTo(['x', 'q'], new Map([['p', 'x'], ['r', 'x'], ['s', 'y']]))).toEqual(new Set(['x', 'q', 'p', 'r'])) // prettier-ignore
  })
})
