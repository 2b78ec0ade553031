import { describe, expect, it } from 'vitest'
import { correctClock } from '../../functions/ingest/correct-clock.ts'
import { decodeEvents } from '../../functions/event-log/event-file.ts'
import { openLog } from '../../functions/event-log/log.ts'
import { createDispatcher } from '../../functions/http/dispatcher.ts'
import { datasetStore } from '../../functions/http/datasets.ts'
import { allOperations } from '../../functions/local/operations.ts'
import { getFile } from '../../functions/storage/blobs.ts'
import { writeFailure } from '../../functions/storage/write-failure.ts'
import type { Store } from '../../functions/storage/store.ts'
import { emptyContext } from '../context.ts'

const dispatch = createDispatcher(allOperations)
const DAY = 86_400_000
const body = (id: string) => `source,id,type,occurred_on,union_id\ns,${id},union.dissolved,2025-01-01,u\n`

type Context = ReturnType<typeof emptyContext>

async function call(context: Context, method: string, address: string, text = ''): Promise<Record<string, unknown> & { http: number }> {
  const url = new URL(`/api/v1/d/${address}`, 'http://localhost')
  const request = { method, path: url.pathname, query: url.searchParams, headers: {}, body: Buffer.from(text) }
  const answer = await dispatch(context, request, () => undefined)
  return { http: answer.status, ...(JSON.parse(String(answer.body)) as Record<string, unknown>) }
}

/** A context whose store takes nothing more once `state.code` is set. */
function failing() {
  const context = emptyContext()
  const state: { code?: string } = {}
  const { store } = context
  const refuse = () => {
    if (state.code) throw Object.assign(new Error(`${state.code}: no write`), { code: state.code })
  }
  const failingStore: Store = {
    ...store,
    async putIfAbsent(key, bytes) {
      refuse()
      return store.putIfAbsent(key, bytes)
    },
    async swap(key, bytes, tag) {
      refuse()
      return store.swap(key, bytes, tag)
    },
  }
  return { context: { ...context, store: failingStore }, state }
}

describe('a disk that takes no more', () => {
  it.each([
    ['ENOSPC', 507, 'full'],
    ['EDQUOT', 507, 'full'],
    ['EROFS', 503, 'can only be read'],
    ['EACCES', 503, 'can only be read'],
  ])('(%s) answers writes with %i and a sentence, while reads go on, and takes them once there is space', async (code, status, words) => {
    const { context, state } = failing()
    const first = await call(context, 'POST', 'events', body('1'))
    state.code = code
    expect(await call(context, 'POST', 'events', body('2'))).toMatchObject({
      http: status,
      detail_en: expect.stringContaining(words) as string,
    })
    expect(await call(context, 'GET', `receipts/${String(first.receipt_id)}`)).toMatchObject({ http: 200, accepted: 1 })
    // What came before has its receipt still: nothing needs to be written for it.
    expect(await call(context, 'POST', 'events', body('1'))).toMatchObject({ http: 200, receipt_id: first.receipt_id })
    delete state.code
    expect(await call(context, 'POST', 'events', body('2'))).toMatchObject({ http: 200, accepted: 1, commit: 2 })
  })

  it('creates no dataset with the upload that it did not take', async () => {
    const { context, state } = failing()
    const { store } = context
    let writes = 0
    context.store = {
      ...store,
      putIfAbsent: (key, bytes) => {
        if (++writes > 1) state.code = 'ENOSPC'
        return store.putIfAbsent(key, bytes)
      },
    }
    expect((await call(context, 'POST', 'events', body('1'))).http).toBe(507)
    expect(await Array.fromAsync(store.list(''))).toEqual([])
  })

  it('is found among the causes of an error', () => {
    const full = Object.assign(new Error('write'), { code: 'ENOSPC' })
    expect(writeFailure(new Error('copying', { cause: full }))).toBe('full')
    expect(writeFailure(new Error('another'))).toBeUndefined()
  })
})

describe('a wrong clock', () => {
  const at = (days: number) => () => new Date(Date.now() + days * DAY)
  const guarded = (context: Context, now: () => Date): Context => ({ ...context, guardsClock: true, now, store: { ...context.store } })

  it.each([-2, 2])('%i days from that of the store refuses writes and names both times, while reads go on', async (days) => {
    const context = emptyContext()
    const wrong = guarded(context, at(days))
    expect(await call(guarded(context, at(0)), 'POST', 'events', body('1'))).toMatchObject({ http: 200 })
    for (const address of ['events', 'releases', 'erasures', 'uploads', 'bulletins']) {
      const refused = await call(wrong, 'POST', address, body('2'))
      expect(refused.http).toBe(503)
      expect(refused.detail_en).toContain(at(0)().toISOString().slice(0, 13))
      expect(refused.detail_en).toContain(at(days)().toISOString().slice(0, 13))
    }
    expect(await call(wrong, 'GET', 'receipts')).toMatchObject({ http: 200 })
  })

  it('that was in the future leaves a stamp that refuses writes, until a command records and corrects it', async () => {
    const context = emptyContext()
    const future = at(0.9)
    expect(await call(guarded(context, future), 'POST', 'events', body('1'))).toMatchObject({ http: 200 })
    const right = guarded(context, at(0))
    const refused = await call(right, 'POST', 'events', body('2'))
    expect([refused.http, refused.detail_en]).toEqual([503, expect.stringContaining('correct-clock')])

    const store = datasetStore(context.store, 'd')
    const correction = (await correctClock(store, right.now))!
    expect(correction.commits).toMatchObject([{ seq: 1 }])
    const log = await openLog(store)
    expect(log.entries.at(-1)!.commit).toMatchObject({ kind: 'clock_correction', correction })
    const events = await decodeEvents(await getFile(store, log.live()[0]!))
    expect(events.every(({ receivedOn }) => receivedOn! <= new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10))).toBe(true)
    expect(await correctClock(store, right.now)).toBeUndefined()

    expect(await call(guarded(context, at(0)), 'POST', 'events', body('2'))).toMatchObject({ http: 200, accepted: 1, commit: 3 })
    expect(await call(guarded(context, at(0)), 'POST', 'events', `${body('1')}\n`)).toMatchObject({ http: 200, duplicates: 1 })
  })
})
