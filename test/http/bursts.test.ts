import { request } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { serve } from '../../functions/local/server.ts'
import { requestQueue } from '../../functions/local/request-queue.ts'
import type { Store } from '../../functions/storage/store.ts'
import { emptyContext } from '../context.ts'

/** Many requests at a time, with small numbers; `npm run bench -- --only burst` measures the large ones. */
let server: Awaited<ReturnType<typeof serve>> | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

function ask(path: string): Promise<{ status: number; retryAfter: string | undefined }> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: server!.port, path, agent: false }, (response) => {
      response.resume()
      response.on('end', () => resolve({ status: response.statusCode!, retryAfter: response.headers['retry-after'] }))
    })
      .on('error', reject)
      .end()
  })
}

/** A store whose reads wait until they are let go. */
function heldStore(store: Store) {
  let letGo = () => undefined as void
  const gate = new Promise<void>((resolve) => (letGo = resolve))
  let reading = 0
  let most = 0
  const held: Store = {
    ...store,
    async get(key) {
      most = Math.max(most, ++reading)
      await gate
      reading--
      return store.get(key)
    },
  }
  return { held, letGo: () => letGo(), most: () => most }
}

describe('a server with a short queue', () => {
  it('works on a few reads at a time, lets others wait, and refuses only those beyond its queue, with Retry-After', async () => {
    const context = emptyContext()
    const { held, letGo, most } = heldStore(context.store)
    server = await serve({ ...context, store: held }, 0, undefined, { queueLength: 20, publicAddresses: [] })
    const asked = Array.from({ length: 40 }, () => ask('/api/v1/nowhere/values?metric=members'))
    const refused = await Promise.race([Promise.all(asked), new Promise<'waiting'>((resolve) => setTimeout(() => resolve('waiting'), 500))])
    expect(refused).toBe('waiting')
    letGo()
    const answers = await Promise.all(asked)
    const busy = answers.filter(({ status }) => status === 503)
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(28)
    expect(busy).toHaveLength(12)
    expect(busy.every(({ retryAfter }) => Number(retryAfter) > 0)).toBe(true)
    expect(most()).toBe(8)
    expect((await ask('/api/v1/datasets')).status).toBe(200)
  })
  it('goes on reading while it writes', async () => {
    const context = emptyContext()
    const { held, letGo } = heldStore(context.store)
    server = await serve({ ...context, store: { ...held, get: (key) => (key.includes('mine') ? held.get(key) : context.store.get(key)) } }, 0, undefined, { queueLength: 2, publicAddresses: [] }) // prettier-ignore
    const writes = Array.from({ length: 8 }, () =>
      fetch(`http://127.0.0.1:${server!.port}/api/v1/mine/releases`, { method: 'POST' }).then(({ status }) => status),
    )
    expect((await ask('/api/v1/datasets')).status).toBe(200)
    letGo()
    // One release at a time, two that wait.
    expect((await Promise.all(writes)).sort()).toEqual([404, 404, 404, 503, 503, 503, 503, 503])
  })
})

describe('a queue of requests', () => {
  it('keeps the order, and goes on after a failure', async () => {
    const queue = requestQueue({ atOnce: 1, length: 10 })
    const done: number[] = []
    const turns = [1, 2, 3].map((number) =>
      queue.run(async () => {
        await Promise.resolve()
        done.push(number)
        if (number === 2) throw new Error('two')
      }),
    )
    const results = await Promise.allSettled(turns.map((turn) => (turn.isTaken ? turn.result : undefined)))
    expect(done).toEqual([1, 2, 3])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  })
})
