import { describe, expect, it } from 'vitest'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { createMutex } from '../../functions/ingest/mutex.ts'
import type { Store } from '../../functions/storage/store.ts'
import { KEY, NOW, emptyStore } from '../context.ts'

const now = () => NOW
const event = (id: string) => ({ source: 's', id, type: 'union.dissolved', occurred_on: '2025-01-01', data: { union_id: 'u' } })
const upload = (...ids: string[]) => ({ body: Buffer.from(JSON.stringify(ids.map(event))), contentType: 'application/json' })

/** Ingests an upload while another writer commits `between` after it was read; counts how often it was read. */
async function ingestWithOther(ids: string[], between: string[]) {
  const store = emptyStore()
  let reads = 0
  const interrupted: Store = {
    ...store,
    async putIfAbsent(key, body) {
      if (key.startsWith('receipts/') && ++reads === 1) await (await openDataset('test', store, KEY, now)).ingest(upload(...between))
      return store.putIfAbsent(key, body)
    },
  }
  const receipt = await (await openDataset('test', interrupted, KEY, now)).ingest(upload(...ids))
  return { receipt, reads }
}

describe('an upload that another writer overtakes', () => {
  it('is committed at the next number as it was read, if the other commit has other identities', async () => {
    const { receipt, reads } = await ingestWithOther(['a', 'b'], ['c'])
    expect([receipt.commit, receipt.accepted, reads]).toEqual([2, 2, 1])
  })
  it('is read again, if the other commit has one of its identities', async () => {
    const { receipt, reads } = await ingestWithOther(['a', 'b'], ['b'])
    expect([receipt.commit, receipt.accepted, receipt.duplicates, reads]).toEqual([2, 1, 1, 2])
  })
  it('is the receipt of the other commit, if the other one is the same upload', async () => {
    const { receipt, reads } = await ingestWithOther(['a', 'b'], ['a', 'b'])
    expect([receipt.commit, receipt.accepted, reads]).toEqual([1, 2, 1])
  })
})

describe('a mutex', () => {
  it('runs one task at a time, in the order of the calls, also after one that fails', async () => {
    const mutex = createMutex()
    const steps: string[] = []
    const task = (name: string, fails = false) =>
      mutex(async () => {
        steps.push(`${name} begins`)
        await new Promise((resolve) => setTimeout(resolve, 5))
        steps.push(`${name} ends`)
        if (fails) throw new Error(name)
        return name
      })
    const results = await Promise.allSettled([task('first', true), task('second'), task('third')])
    expect(steps).toEqual(['first begins', 'first ends', 'second begins', 'second ends', 'third begins', 'third ends'])
    expect(results.map((result) => result.status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
  })
})
