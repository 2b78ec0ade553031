import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { announceUpload, ingestLanded, uploadState } from '../../functions/landing/landing.ts'
import type { Store } from '../../functions/storage/store.ts'
import { readEvent } from '../../functions/events/event.ts'
import { addDays } from '../../functions/domain/calendar.ts'
import { KEY, NOW, emptyContext } from '../context.ts'
import { randomSeed } from '../seed.ts'

const event = (id: string) => ({ source: 's', id, type: 'union.dissolved', occurred_on: '2025-01-01', data: { union_id: `U-${id}` } })
const UPLOADS = [['a', 'b'], ['b', 'c'], ['d'], ['a', 'd', 'e']].map((ids) => Buffer.from(JSON.stringify(ids.map(event))))

async function landed(uploads: readonly Buffer[]) {
  const { store, landing } = emptyContext()
  const dataset = await openDataset('test', store, KEY, () => NOW)
  const ids: string[] = []
  for (const body of uploads) {
    const { upload_id } = await announceUpload('test', store, landing, { bytes: body.length, dry_run: false })
    await landing.land(`test/${upload_id}`, body.length, (async function* () { yield await Promise.resolve(body) })()) // prettier-ignore
    ids.push(upload_id)
  }
  return { store, landing, dataset, ids }
}

describe('a queue that delivers again', () => {
  it('ten times and in any order adds nothing: each upload is ingested once, and every event counts once (B10)', async () => {
    const deliveries = fc.shuffledSubarray(
      UPLOADS.flatMap((_, index) => Array.from({ length: 10 }, () => index)),
      { minLength: UPLOADS.length * 10 },
    )
    await fc.assert(
      fc.asyncProperty(deliveries, fc.integer({ min: 1, max: 4 }), async (order, atOnce) => {
        const { store, landing, dataset, ids } = await landed(UPLOADS)
        for (let at = 0; at < order.length; at += atOnce)
          await Promise.all(order.slice(at, at + atOnce).map((index) => ingestLanded(dataset, store, landing, ids[index]!)))
        const states = await Promise.all(ids.map((id) => uploadState(dataset, store, landing, id)))
        const receipts = states.map((state) => (state?.status === 'committed' ? state.receipt : undefined))
        expect(receipts.reduce((sum, receipt) => sum + receipt!.accepted, 0)).toBe(5)
        expect(receipts.reduce((sum, receipt) => sum + receipt!.rows, 0)).toBe(8)
        expect(dataset.log.head().seq).toBe(UPLOADS.length)
        expect(dataset.log.live().reduce((rows, file) => rows + file.rows, 0)).toBe(5)
      }),
      { numRuns: 15, seed: randomSeed('ingest/delivered-again') },
    )
  }, 120_000)
})

describe('a function that runs out of time within an upload', () => {
  it.each([1, 2, 3, 4, 5])('acknowledges nothing (at write %i), and the second try completes it (B13)', async (at) => {
    const { store, landing, ids } = await landed([UPLOADS[0]!])
    let writes = 0
    const timeUp = Promise.withResolvers<'time is up'>()
    // From then on nothing happens any more, as in a function whose time is up: no call returns, and none takes effect.
    function putInTime(key: string, body: Uint8Array) {
      if (++writes < at) return store.putIfAbsent(key, body)
      timeUp.resolve('time is up')
      return new Promise<never>(() => undefined)
    }
    const frozen: Store = { ...store, putIfAbsent: putInTime }
    const first = openDataset('test', frozen, KEY, () => NOW).then((dataset) => ingestLanded(dataset, frozen, landing, ids[0]!))
    const ended = await Promise.race([first, timeUp.promise])
    const again = await openDataset('test', store, KEY, () => NOW)
    const state = await uploadState(again, store, landing, ids[0]!)
    // The log may have it already; what the sender asks for says that it landed, until a try has come to its end.
    if (ended === 'time is up') expect(state).toEqual({ status: 'landed' })
    await ingestLanded(again, store, landing, ids[0]!)
    expect(await uploadState(again, store, landing, ids[0]!)).toMatchObject({ status: 'committed', receipt: { accepted: 2 } })
    expect((await openDataset('test', store, KEY, () => NOW)).log.entries).toHaveLength(1)
  })
})

describe('the day of an event', () => {
  const today = '2026-11-24'
  const on = (day: string) => {
    const read = readEvent({ ...event('1'), occurred_on: day }, { today, lastDay: addDays(today, 1), pseudonym: () => '' })
    return read.ok ? 'accepted' : read.problems.map(({ field, code }) => `${field} ${code}`).join()
  }
  it.each([
    ['1900-01-01', 'occurred_on out_of_range'],
    ['1999-12-31', 'occurred_on out_of_range'],
    ['2014-12-31', 'occurred_on out_of_range'],
    ['2015-01-01', 'accepted'],
    ['2026-11-24', 'accepted'],
    ['2026-11-25', 'accepted'],
    ['2026-11-26', 'occurred_on out_of_range'],
    ['2027-01-01', 'occurred_on out_of_range'],
    ['2099-12-31', 'occurred_on out_of_range'],
    ['9999-12-31', 'occurred_on out_of_range'],
  ])('%s is %s (B08)', (day, expected) => {
    expect(on(day)).toBe(expected)
  })
})
