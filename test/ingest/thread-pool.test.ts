import { describe, expect, it } from 'vitest'
import { bodyOf } from '../../functions/ingest/parsers/body.ts'
import { openDataset } from '../../functions/ingest/dataset.ts'
import type { Receipt } from '../../functions/ingest/receipts.ts'
import { erasePerson } from '../../functions/ingest/erase.ts'
import { MIN_BYTES_FOR_THREADS, openCheckThreadPool } from '../../functions/ingest/check/thread-pool.ts'
import { decodeEvents } from '../../functions/event-log/event-file.ts'
import { getFile } from '../../functions/storage/blobs.ts'
import { openLog } from '../../functions/event-log/log.ts'
import type { Store } from '../../functions/storage/store.ts'
import { KEY, NOW, emptyStore } from '../context.ts'

const now = () => NOW
const threads = openCheckThreadPool(KEY, 2)

const join = (id: string, ref: string, extra: object = {}) => ({
  source: 's', id, type: 'member.joined', occurred_on: '2025-01-01',
  data: { worker: { ref }, union_id: 'u', region: '310115', sector: 'courier', path: 'self_run', channel: 'scan' },
  ...extra,
}) // prettier-ignore

/** A large body with rows of every fate, spread over its chunks. */
function largeBody(): Buffer {
  const lines = Array.from({ length: 60_000 }, (_, n) => {
    if (n % 997 === 0) return '{broken'
    if (n % 1009 === 0) return JSON.stringify(join(`${n}`, 'x', { type: 'no.type' }))
    if (n % 1013 === 0) return JSON.stringify(join(`${n - 1}`, `w${(n - 1) % 5000}`))
    if (n % 1019 === 0) return JSON.stringify(join('1', 'another'))
    if (n % 1021 === 0) return JSON.stringify({ source: 's', id: `${n}`, revision: 2, void: true })
    if (n % 1031 === 0) return ''
    if (n % 1033 === 0) return JSON.stringify(join(`gone-${n}`, 'gone'))
    return JSON.stringify(join(`${n}`, `w${n % 5000}`, n % 1039 === 0 ? { occurred_on: '2025-02-30' } : {}))
  })
  return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(lines.join('\r\n'))])
}

async function eventsIn(store: Store): Promise<string[]> {
  const events: string[] = []
  for (const file of (await openLog(store)).live())
    for (const { event, fingerprint } of await decodeEvents(await getFile(store, file)))
      events.push(JSON.stringify([event, fingerprint]).replace(/erased:\w+/, 'erased'))
  return events.sort()
}

describe('several check threads', () => {
  it('give the same receipt, events and rejected rows as one thread', async () => {
    const body = largeBody()
    expect(body.length).toBeGreaterThan(MIN_BYTES_FOR_THREADS)
    const results: { receipt: Receipt; rejected: unknown[]; events: string[] }[] = []
    for (const given of [undefined, threads]) {
      const store = emptyStore()
      const dataset = await openDataset('test', store, KEY, now, given)
      await dataset.ingest({ body: Buffer.from(JSON.stringify([join('gone-1033', 'gone'), join('5', 'w5'), join('6', 'other')])) })
      await erasePerson(store, { pseudonym: KEY.pseudonym(KEY.ids[0]!, 'ref', 'gone'), ground: 'g', ticket: 't' }, now)
      const receipt = await dataset.ingest({ body, contentType: 'application/x-ndjson' })
      const rejected = await Array.fromAsync((await dataset.rejectedRows(receipt.receipt_id))!.rows)
      results.push({ receipt, rejected, events: await eventsIn(store) })
    }
    const [one, several] = results
    expect(one!.receipt).toMatchObject({ rows: expect.any(Number) as number, conflicts: expect.any(Number) as number })
    expect(Math.min(one!.receipt.duplicates, one!.receipt.conflicts, one!.receipt.rejected)).toBeGreaterThan(10)
    expect(one!.receipt.errors.some((error) => error.code === 'erased')).toBe(true)
    expect(several!.receipt).toEqual(one!.receipt)
    expect(several!.rejected).toEqual(one!.rejected)
    expect(several!.events).toEqual(one!.events)
  })
  it('check no more than 20,000 lines in one go, however short they are, since rejected rows take far more room than their bytes', async () => {
    const options = { keyId: KEY.ids[0]!, today: '2026-11-24', lastDay: '2026-11-25', findErased: false, takesReceivedOn: false }
    const rows: number[] = []
    for await (const chunk of threads.check(bodyOf(Buffer.from('{}\n'.repeat(50_000))), options)) {
      rows.push(chunk.rejectedRows)
      await chunk.settle(new Uint8Array())
    }
    expect(rows).toEqual([20_000, 20_000, 10_000])
  })
  it('refuse a line that does not end within the limit', async () => {
    const dataset = await openDataset('test', emptyStore(), KEY, now, threads)
    const body = Buffer.from(`{"a":1}\n{"a":"${'x'.repeat(25 * 1024 * 1024)}"}`)
    await expect(dataset.ingest({ body: bodyOf(body), contentType: 'application/x-ndjson' })).rejects.toThrow('over 16 MiB')
    expect(dataset.log.head().seq).toBe(0)
  })
})
