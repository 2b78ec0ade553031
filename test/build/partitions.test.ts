import { describe, expect, it } from 'vitest'
import { openDataset } from '../../functions/ingest/dataset.ts'
import type { Store } from '../../functions/storage/store.ts'
import { buildRelease } from '../../functions/build/build.ts'
import { countPartition, planPartitions } from '../../functions/build/partitions.ts'
import { seededRandom } from '../../functions/simulator/random.ts'
import { KEY, NOW } from '../context.ts'
import { type World, emptyWorld, plainStore } from '../storage/sim-store.ts'
import { randomHistory } from '../queries/history.ts'
import { differences } from './differences.ts'
import { regionsOfHistories, warmDuckDb } from './warm-duckdb.ts'

const limits = { memory: '500MB', threads: 1 }
const SMALL = { eventsPerPartition: 30, smallBatchRows: 10, maxSmallBatches: 1, maxDeltaRows: 60 }
const useDuckDb = warmDuckDb(regionsOfHistories())
const options = { limits, sizes: SMALL, from: 1, useDuckDb }
const release = (store: Store, more: { upTo?: number; basis?: 'changes' } = {}) =>
  buildRelease('test', store, { limits, sizes: SMALL, useDuckDb, now: () => NOW, onStep: (text) => steps.push(text), ...more })
const steps: string[] = []

/** A dataset of two commits, and a function that adds one more. */
async function someCommits(seed: number): Promise<{ world: World; store: Store; send(): Promise<void> }> {
  const world = emptyWorld()
  const store = plainStore(world)
  const dataset = await openDataset('test', store, KEY, () => NOW)
  const history = randomHistory(seededRandom(seed), 160)
  const send = async () => {
    await dataset.ingest({ body: Buffer.from(JSON.stringify(history.splice(0, 40))), contentType: 'application/json' })
  }
  await send()
  await send()
  steps.length = 0
  return { world, store, send }
}

/** The same release counted by one process, on a copy of the log. */
async function countedAlone(store: Store, upTo: number) {
  const copy = plainStore(emptyWorld())
  for (const prefix of ['log/', 'files/'])
    for await (const { key } of store.list(prefix)) await copy.putIfAbsent(key, (await store.get(key))!)
  const { manifest } = await release(copy, { upTo })
  for (const file of Object.values(manifest.files)) await store.putIfAbsent(file.key, (await copy.get(file.key))!)
  return manifest
}

const cachedPartitions = () => steps.filter((step) => step.endsWith(', cached')).length

describe('a count that is divided into partitions', () => {
  it.each([1, 2, 3])(
    'is the same as one counted by one process: in any order, with a partition counted twice, while others commit (seed %i)',
    async (seed) => {
      const { store, send } = await someCommits(seed)
      const plan = (await planPartitions(store, options))!
      expect(plan.pieces.length).toBeGreaterThan(2)
      await send()
      for (const partition of [...plan.pieces].reverse()) await countPartition(store, { upTo: plan.upTo, partition }, options)
      await countPartition(store, { upTo: plan.upTo, partition: 0 }, options)
      const { manifest } = await release(store, { upTo: plan.upTo })
      expect([manifest.log.seq, cachedPartitions()]).toEqual([plan.upTo, plan.pieces.length])
      expect(await differences(store, manifest, await countedAlone(store, plan.upTo))).toEqual([])
      // The commit in between is in the next release, which resumes from this one.
      const next = (await release(store, { basis: 'changes' })).manifest
      expect(next.basis).toMatchObject({ kind: 'changes', since: manifest.release })
    },
  )
  it('is complete if some partitions were never counted, or a cache entry is torn', async () => {
    const { world, store } = await someCommits(4)
    const plan = (await planPartitions(store, options))!
    for (const partition of plan.pieces.slice(1)) await countPartition(store, { upTo: plan.upTo, partition }, options)
    const entries = [...world.objects].filter(([key]) => key.startsWith('pieces/made-'))
    const [key, object] = entries.at(-1)!
    world.objects.set(key, { ...object, body: object.body.slice(0, 20) })
    const { manifest } = await release(store, { upTo: plan.upTo })
    expect(cachedPartitions()).toBe(plan.pieces.length - 2)
    expect(await differences(store, manifest, await countedAlone(store, plan.upTo))).toEqual([])
  })
  it('is complete if the cached sums of a partition are altered by one bit', async () => {
    const { world, store } = await someCommits(5)
    const before = new Set(world.objects.keys())
    const plan = (await planPartitions(store, options))!
    const planned = new Set(world.objects.keys())
    for (const partition of plan.pieces) await countPartition(store, { upTo: plan.upTo, partition }, options)
    for (const [key, object] of world.objects) {
      if (planned.has(key) || before.has(key) || key.includes('made-')) continue
      const body = Uint8Array.from(object.body)
      body[body.length >> 1]! ^= 1
      world.objects.set(key, { ...object, body })
    }
    const { manifest } = await release(store, { upTo: plan.upTo })
    expect(await differences(store, manifest, await countedAlone(store, plan.upTo))).toEqual([])
  })
  it('is not planned for incremental or small counts', async () => {
    const { store, send } = await someCommits(6)
    expect(await planPartitions(store, { ...options, from: 1000 })).toBeUndefined()
    await release(store)
    await send()
    expect(await planPartitions(store, { limits, from: 1, basis: 'changes', useDuckDb })).toBeUndefined()
  })
  it('is discarded if the current release is of a later commit', async () => {
    const { store, send } = await someCommits(8)
    const plan = (await planPartitions(store, options))!
    await send()
    const later = (await release(store)).manifest
    await countPartition(store, { upTo: plan.upTo, partition: 0 }, options)
    expect(await release(store, { upTo: plan.upTo })).toEqual({ manifest: later, isNew: false })
  })
  it('rejects a partition number that does not exist, and names it', async () => {
    const { store } = await someCommits(7)
    const plan = (await planPartitions(store, options))!
    await expect(countPartition(store, { upTo: plan.upTo, partition: 99 }, options)).rejects.toThrow('partition 99: there are')
  })
})
