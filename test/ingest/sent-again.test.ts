import { describe, expect, it } from 'vitest'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { KEY, NOW, emptyStore } from '../context.ts'

const event = (id: string, day: string) => ({
  source: 's',
  id,
  type: 'union.dissolved',
  occurred_on: day,
  data: { union_id: 'u' },
})

describe('the same bytes, sent again', () => {
  const body = Buffer.from(JSON.stringify([event('1', '2026-11-24'), event('2', '2026-11-27'), event('3', '2026-13-01')]))
  const later = (days: number) => () => new Date(NOW.getTime() + days * 86_400_000)

  it('are looked at again once the day has come that was in the future, with a new receipt that names the first', async () => {
    const store = emptyStore()
    const first = await (await openDataset('d', store, KEY, later(0))).ingest({ body, idempotencyKey: 'k' })
    expect(first).toMatchObject({ accepted: 1, rejected: 2 })
    // Nothing is to be gained on the next day: the day is still in the future.
    expect(await (await openDataset('d', store, KEY, later(1))).ingest({ body })).toEqual(first)

    const dataset = await openDataset('d', store, KEY, later(3))
    const second = await dataset.ingest({ body, idempotencyKey: 'k' })
    expect(second).toMatchObject({ first: first.receipt_id, accepted: 1, duplicates: 1, rejected: 1, commit: 2 })
    expect(second.receipt_id).not.toBe(first.receipt_id)
    expect(await dataset.receipt(first.receipt_id)).toEqual(first)
    // From then on the second receipt is that of these bytes.
    expect(await dataset.ingest({ body })).toEqual(second)
    expect(await (await openDataset('d', store, KEY, later(9))).ingest({ body, idempotencyKey: 'k' })).toEqual(second)
    expect((await openDataset('d', store, KEY, later(9))).log.head().seq).toBe(2)
  })

  it('twenty times at once, are looked at again once', async () => {
    const store = emptyStore()
    await (await openDataset('d', store, KEY, later(0))).ingest({ body })
    const writers = await Promise.all([1, 2].map(() => openDataset('d', store, KEY, later(3))))
    const receipts = await Promise.all(Array.from({ length: 20 }, (_, n) => writers[n % 2]!.ingest({ body })))
    expect(new Set(receipts.map(({ receipt_id }) => receipt_id)).size).toBe(1)
    expect((await openDataset('d', store, KEY)).log.head().seq).toBe(2)
  })
})
