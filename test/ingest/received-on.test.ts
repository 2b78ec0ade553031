import { availableParallelism } from 'node:os'
import { describe, expect, it } from 'vitest'
import { decodeEvents } from '../../functions/event-log/event-file.ts'
import { openLog } from '../../functions/event-log/log.ts'
import { createDataset, datasetStore } from '../../functions/http/datasets.ts'
import { writerOf } from '../../functions/http/writers.ts'
import { MIN_BYTES_FOR_THREADS, openCheckThreadPool } from '../../functions/ingest/check/thread-pool.ts'
import { tryRules } from '../../functions/ingest/recheck.ts'
import { getFile } from '../../functions/storage/blobs.ts'
import { KEY, NOW, emptyContext } from '../context.ts'

const event = (id: string, more: object = {}) => ({ source: 's', id, type: 'union.dissolved', occurred_on: '2025-03-01', data: { union_id: 'u' }, ...more }) // prettier-ignore

const CSV = 'source,id,type,occurred_on,received_on,union_id\ns,csv,union.dissolved,2025-03-01,2025-03-09,u\n'

/** A dataset by what its card says, its receipts, and the days on which its events count as received. */
async function dataset(isSimulated: boolean) {
  const context = { ...emptyContext(), readers: openCheckThreadPool(KEY, Math.min(2, availableParallelism())) }
  await createDataset(context.store, { name: 'demo', title: { zh: 'demo', en: 'demo' }, is_simulated: isSimulated })
  const writer = await writerOf(context, 'demo')
  const store = datasetStore(context.store, 'demo')
  return {
    writer,
    store,
    send: (events: object[]) => writer.ingest({ body: Buffer.from(JSON.stringify(events)), contentType: 'application/json' }),
    async arrivals(): Promise<Record<string, string | undefined>> {
      const days: Record<string, string | undefined> = {}
      for (const file of (await openLog(store)).live())
        for (const { event: one, receivedOn } of await decodeEvents(await getFile(store, file))) days[one.id] = receivedOn
      return days
    },
  }
}

describe('the day of arrival in a file (received_on)', () => {
  it('is taken into a dataset whose card says that it is simulated, also for a void and from a table', async () => {
    const { send, writer, arrivals } = await dataset(true)
    expect(
      (await send([event('a', { received_on: '2025-03-20' }), event('b'), event('c', { void: true, received_on: '2025-04-02' })])).errors,
    ).toEqual([])
    expect((await writer.ingest({ body: Buffer.from(CSV), contentType: 'text/csv' })).errors).toEqual([])
    expect(await arrivals()).toEqual({ a: '2025-03-20', b: '2026-11-24', c: '2025-04-02', csv: '2025-03-09' })
  })
  it('is the extension receivedon of a CloudEvent, whose attributes have no underscore', async () => {
    const cloud = (id: string) => ({
      specversion: '1.0',
      ...event(id),
      occurred_on: undefined,
      occurredon: '2025-03-01',
      receivedon: '2025-03-20',
    })
    const simulated = await dataset(true)
    expect((await simulated.send([cloud('a')])).errors).toEqual([])
    expect(await simulated.arrivals()).toEqual({ a: '2025-03-20' })
    expect((await (await dataset(false)).send([cloud('a')])).errors).toMatchObject([{ field: 'received_on', code: 'unknown_field' }])
  })
  it('is an unknown field of any other dataset, and the row is rejected', async () => {
    const { send, writer, arrivals } = await dataset(false)
    const { rejected, errors } = await send([event('a', { received_on: '2025-03-20' }), event('b')])
    expect([rejected, errors.map(({ row, field, code }) => [row, field, code])]).toEqual([1, [[1, 'received_on', 'unknown_field']]])
    expect((await writer.ingest({ body: Buffer.from(CSV), contentType: 'text/csv' })).errors).toMatchObject([
      { field: 'received_on', code: 'unknown_field' },
    ])
    expect(await arrivals()).toEqual({ b: '2026-11-24' })
  })
  it('is no part of the content: the same event with another day of arrival is a duplicate', async () => {
    const { send, arrivals } = await dataset(true)
    await send([event('a', { received_on: '2025-03-20' })])
    expect(await send([event('a', { received_on: '2025-05-05' })])).toMatchObject({ duplicates: 1, conflicts: 0 })
    expect(await arrivals()).toEqual({ a: '2025-03-20' })
  })
  it('is a real day that is not after today', async () => {
    const { send } = await dataset(true)
    const { errors } = await send([event('a', { received_on: '2026-11-25' }), event('b', { received_on: '2025-02-30' })])
    expect(errors.map(({ field, code }) => [field, code])).toEqual([
      ['received_on', 'out_of_range'],
      ['received_on', 'malformed'],
    ])
  })
  it('is read the same by the threads that check large files', async () => {
    const { writer, arrivals } = await dataset(true)
    const lines = Array.from({ length: 80_000 }, (_, n) => JSON.stringify(event(`${n}`, { received_on: '2025-03-20' })))
    const body = Buffer.from(lines.join('\n'))
    expect(body.length).toBeGreaterThan(MIN_BYTES_FOR_THREADS)
    expect(await writer.ingest({ body, contentType: 'application/x-ndjson' })).toMatchObject({ accepted: 80_000 })
    expect(new Set(Object.values(await arrivals()))).toEqual(new Set(['2025-03-20']))
  })
  it('is tried again under the rules of the dataset that it came to', async () => {
    const { send, writer, store } = await dataset(true)
    await send([event('a', { received_on: '2025-03-20', type: 'union.vanished' })])
    expect((await tryRules(writer, store, NOW)).rejected).toEqual({ rows: 1, now_taken: [], other_reasons: [] })
  })
})
