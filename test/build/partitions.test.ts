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

const limits = { memory: '500MB', threads: 1 }
const SMALL = { eventsPerPartition: 30, smallBatchRows: 10, maxSmallBatches: 1, maxDeltaRows: 60 }
const options = { limits, sizes: SMALL, from: 1 }
const release = (store: Store, more: { upTo?: number; basis?: 'changes' } = {}) =>
  buildRelease('test', store, { limits, sizes: SMALL, now: () => NOW, onStep: (text) => steps.push(text), ...more })
const steps: string[] = []

/** A dataset of some commits, and what sends one more. */
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

/** The same release counted alone, on a copy of the log. */
async function alone(store: Store, upTo: number) {
  const copy = plainStore(emptyWorld())
  for (const prefix of ['log/', 'files/'])
    for await (const { key } of store.list(prefix)) await copy.putIfAbsent(key, (await store.get(key))!)
  const { manifest } = await release(copy, { upTo })
  for (const file of Object.values(manifest.files)) await store.putIfAbsent(file.key, (await copy.get(file.key))!)
  return manifest
}

const countedBefore = () => steps.filter((step) => step.endsWith(', cached')).length

describe('a count that is shared out', () => {
  it.each([1, 2, 3])(
    'is the one counted alone, in whatever order the pieces come, also twice, also while others commit (seed %i)',
    async (seed) => {
      const { store, send } = await someCommits(seed)
      const shared = (await planPartitions(store, options))!
      expect(shared.pieces.length).toBeGreaterThan(2)
      await send()
      for (const piece of [...shared.pieces].reverse()) await countPartition(store, { upTo: shared.upTo, partition: piece }, options)
      await countPartition(store, { upTo: shared.upTo, partition: 0 }, options)
      const { manifest } = await release(store, { upTo: shared.upTo })
      expect([manifest.log.seq, countedBefore()]).toEqual([shared.upTo, shared.pieces.length])
      expect(await differences(store, manifest, await alone(store, shared.upTo))).toEqual([])
      // What came meanwhile is in the next, which goes on from it.
      const next = (await release(store, { basis: 'changes' })).manifest
      expect(next.basis).toMatchObject({ kind: 'changes', since: manifest.release })
    },
  )
  it('is whole also where some pieces were never counted, or are not there as they were', async () => {
    const { world, store } = await someCommits(4)
    const shared = (await planPartitions(store, options))!
    for (const piece of shared.pieces.slice(1)) await countPartition(store, { upTo: shared.upTo, partition: piece }, options)
    const made = [...world.objects].filter(([key]) => key.startsWith('pieces/made-'))
    const [key, object] = made.at(-1)!
    world.objects.set(key, { ...object, body: object.body.slice(0, 20) })
    const { manifest } = await release(store, { upTo: shared.upTo })
    expect(countedBefore()).toBe(shared.pieces.length - 2)
    expect(await differences(store, manifest, await alone(store, shared.upTo))).toEqual([])
  })
  it('is whole also where the sums of a piece are altered by one bit', async () => {
    const { world, store } = await someCommits(5)
    const before = new Set(world.objects.keys())
    const shared = (await planPartitions(store, options))!
    const laidOut = new Set(world.objects.keys())
    for (const piece of shared.pieces) await countPartition(store, { upTo: shared.upTo, partition: piece }, options)
    for (const [key, object] of world.objects) {
      if (laidOut.has(key) || before.has(key) || key.includes('made-')) continue
      const body = Uint8Array.from(object.body)
      body[body.length >> 1]! ^= 1
      world.objects.set(key, { ...object, body })
    }
    const { manifest } = await release(store, { upTo: shared.upTo })
    expect(await differences(store, manifest, await alone(store, shared.upTo))).toEqual([])
  })
  it('is none where the next release goes on from the one before, or there is little to count', async () => {
    const { store, send } = await someCommits(6)
    expect(await planPartitions(store, { ...options, from: 1000 })).toBeUndefined()
    await release(store)
    await send()
    expect(await planPartitions(store, { limits, from: 1, basis: 'changes' })).toBeUndefined()
  })
  it('is given up where a release of a later commit stands by then', async () => {
    const { store, send } = await someCommits(8)
    const shared = (await planPartitions(store, options))!
    await send()
    const later = (await release(store)).manifest
    await countPartition(store, { upTo: shared.upTo, partition: 0 }, options)
    expect(await release(store, { upTo: shared.upTo })).toEqual({ manifest: later, isNew: false })
  })
  it('names a piece that is none', async () => {
    const { store } = await someCommits(7)
    const shared = (await planPartitions(store, options))!
    await expect(countPartition(store, { upTo: shared.upTo, partition: 99 }, options)).rejects.toThrow('partition 99: there are')
  })
})
