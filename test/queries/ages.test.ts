import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { eventContent } from '../../functions/events/content.ts'
import { readEvent } from '../../functions/events/event.ts'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { erasePerson } from '../../functions/ingest/erase.ts'
import { rotateKey } from '../../functions/ingest/rotate-key.ts'
import { keyRing } from '../../functions/pseudonyms/key-ring.ts'
import { buildRelease } from '../../functions/build/build.ts'
import { openCube } from '../../functions/reporting/cube.ts'
import { workListsPage } from '../../functions/reporting/pages/work-lists.ts'
import { idCheckCharacter } from '../../functions/domain/identifiers.ts'
import { warmDuckDb } from '../build/warm-duckdb.ts'
import { KEY, NOW, emptyStore } from '../context.ts'
import type { Store } from '../../functions/storage/store.ts'

const useDuckDb = warmDuckDb()

/** An identity number of somebody who was born on a day. */
function bornOn(day: string): string {
  const first17 = `310115${day.replaceAll('-', '')}001`
  return first17 + idCheckCharacter(first17)
}

const JOINED = { union_id: 'U-1', region: '310115', sector: 'courier', path: 'self_run', channel: 'scan' }
const join = (id: string, worker: object, more: object = {}) => ({
  source: 's', id, type: 'member.joined', occurred_on: '2025-03-01', data: { ...JOINED, worker }, ...more,
}) // prettier-ignore

async function send(store: Store, body: Uint8Array, keys = KEY): Promise<void> {
  await (await openDataset('test', store, keys, () => NOW)).ingest({ body })
}
const sendEvents = (store: Store, events: readonly object[]) => send(store, Buffer.from(JSON.stringify(events)))

async function released(store: Store, basis: 'whole' | 'changes' = 'whole') {
  const { manifest } = await buildRelease('test', store, { limits: { memory: '800MB', threads: 2 }, now: () => NOW, useDuckDb, basis })
  return openCube(store, manifest)
}
const listed = async (store: Store, basis?: 'whole' | 'changes') =>
  (await (await released(store, basis)).list('implausible_ages', 100)).map(({ id }) => id)

it('people aged 4 and 120 on the day of joining are on a list, which names the event and says nothing else of them', async () => {
  const store = emptyStore()
  await send(store, readFileSync(`${import.meta.dirname}/../fixtures/cases/fail-29/born-later.csv`))
  const cube = await released(store)
  const row = { source: 's', occurred_on: '2025-03-01', region: '310115', sector: 'courier', subject: 'member.joined' }
  expect(await cube.list('implausible_ages', 100)).toEqual([
    { ...row, id: '1' },
    { ...row, id: '2' },
  ])
  const page = (await workListsPage(cube, '310115'))!.lists.find(({ rule }) => rule === 'implausible_age')!
  expect([page.rows, page.first[0]!.name]).toEqual([2, { zh: '入会', en: expect.any(String) as string }])
})

it('the list holds ages under 16 and over 100 on the day of the event, and nobody who is known by phone or reference only', async () => {
  const store = emptyStore()
  await sendEvents(store, [
    join('15 years and 364 days', { id_number: bornOn('2009-03-02') }),
    join('16 years', { id_number: bornOn('2009-03-01') }),
    join('100 years and 364 days', { id_number: bornOn('1924-03-02') }),
    join('101 years', { id_number: bornOn('1924-03-01') }),
    join('with a phone', { phone: '13800138001' }),
    join('with a phone and a number', { phone: '13800138002', id_number: bornOn('2020-01-01') }),
    join('with a reference', { ref: 'r' }),
  ])
  expect(await listed(store)).toEqual(['101 years', '15 years and 364 days', 'with a phone and a number'])
})

it('an event leaves the list with the revision that corrects the number, or withdraws it, also in a release of what changed', async () => {
  const store = emptyStore()
  const child = { id_number: bornOn('2021-01-01') }
  await sendEvents(store, [join('corrected', child), join('withdrawn', child), join('stays', child)])
  expect(await listed(store)).toEqual(['corrected', 'stays', 'withdrawn'])
  await sendEvents(store, [
    join('corrected', { id_number: bornOn('1991-01-01') }, { revision: 2 }),
    { source: 's', id: 'withdrawn', revision: 2, void: true },
    join('later', { id_number: bornOn('1905-01-01') }),
  ])
  expect(await listed(store, 'changes')).toEqual(['later', 'stays'])
  expect(await listed(store)).toEqual(['later', 'stays'])
})

it('the mark of an age is no part of the content of an event', () => {
  const rules = { today: '2026-11-24', lastDay: '2026-11-25', pseudonym: (kind: string) => kind }
  const read = readEvent(join('1', { id_number: bornOn('2021-01-01') }), rules)
  if (!read.ok) throw new Error('the event is valid')
  expect(read.event.data.worker_age).toBe('implausible')
  const { worker_age: _, ...unmarked } = read.event.data
  expect(eventContent({ ...read.event, data: unmarked })).toBe(eventContent(read.event))
})

it('the mark stays when a key is rotated, and goes with an erasure of the person', async () => {
  const store = emptyStore()
  const keys = keyRing([1, 2].map((byte) => new Uint8Array(32).fill(byte)))
  const [erased, other] = [bornOn('2021-01-01'), bornOn('1905-01-01')]
  await send(store, Buffer.from(JSON.stringify([join('erased', { id_number: erased }), join('other', { id_number: other })])), keyRing([new Uint8Array(32).fill(1)])) // prettier-ignore
  await rotateKey(store, keys, () => NOW)
  expect(await listed(store)).toEqual(['erased', 'other'])
  const pseudonym = keys.pseudonym(keys.ids.at(-1)!, 'id_number', erased)
  await erasePerson(store, { pseudonym, ground: 'x', ticket: 't' }, () => NOW)
  expect(await listed(store)).toEqual(['other'])
})
