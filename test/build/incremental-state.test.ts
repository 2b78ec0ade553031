import { describe, expect, it } from 'vitest'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { collectGarbage } from '../../functions/event-log/maintenance/collect-garbage.ts'
import { compact } from '../../functions/event-log/maintenance/compact.ts'
import { openLog } from '../../functions/event-log/log.ts'
import type { Store } from '../../functions/storage/store.ts'
import { type BuildOptions, buildRelease } from '../../functions/build/build.ts'
import { currentManifest, keysNamed } from '../../functions/release-format/open.ts'
import { KEY, NOW } from '../context.ts'
import { type World, emptyWorld, plainStore } from '../storage/sim-store.ts'
import { regionsOfHistories, warmDuckDb } from './warm-duckdb.ts'

const options: BuildOptions = {
  limits: { memory: '500MB', threads: 1 },
  now: () => NOW,
  basis: 'changes',
  useDuckDb: warmDuckDb(regionsOfHistories()),
}

const join = (id: string, extra: object = {}) => ({
  source: 's', id, type: 'member.joined', occurred_on: '2025-01-01',
  data: { worker: { ref: `w-${id}` }, union_id: 'u', region: '310115', sector: 'courier', path: 'self_run', channel: 'scan' },
  ...extra,
}) // prettier-ignore

/** A dataset with a release, and an upload after it. */
async function released(): Promise<{ world: World; store: Store; send(...events: object[]): Promise<void> }> {
  const world = emptyWorld()
  const store = plainStore(world)
  const dataset = await openDataset('test', store, KEY, () => NOW)
  const send = async (...events: object[]) => {
    await dataset.ingest({ body: Buffer.from(JSON.stringify(events)), contentType: 'application/json' })
  }
  await send(...['1', '2', '3', '4', '5', '6'].map((id) => join(id)))
  await buildRelease('test', store, options)
  await send(join('7'))
  return { world, store, send }
}

function keysOf(world: World, prefix: string): string[] {
  return [...world.objects.keys()].filter((key) => key.startsWith(prefix))
}

function flipBit(world: World, key: string): void {
  const object = world.objects.get(key)!
  const body = Uint8Array.from(object.body)
  body[body.length >> 1]! ^= 1
  world.objects.set(key, { ...object, body })
}

describe('the incremental state of a release', () => {
  it('is resumed from: only the workers that an upload touches are counted', async () => {
    const { store } = await released()
    const { manifest } = await buildRelease('test', store, options)
    expect(manifest.basis).toEqual({ kind: 'changes', since: '000001', events: 1, workers: 1 })
    expect(manifest.events.live).toBe(7)
  })
  it.each([
    ['lost', (world: World, key: string) => void world.objects.delete(key)],
    [
      'torn',
      (world: World, key: string) =>
        void world.objects.set(key, { ...world.objects.get(key)!, body: world.objects.get(key)!.body.slice(0, 9) }),
    ],
    ['altered by one bit', flipBit],
  ])('is built again if all of its files are %s', async (_what, damage) => {
    const { world, store, send } = await released()
    for (const key of keysOf(world, 'pieces/')) damage(world, key)
    const { manifest } = await buildRelease('test', store, options)
    expect(manifest.basis).toEqual({ kind: 'whole' })
    expect(manifest.events.live).toBe(7)
    // The next release resumes from the state that was built again.
    await send(join('8'))
    expect((await buildRelease('test', store, options)).manifest.basis).toMatchObject({ kind: 'changes', since: '000002' })
  })
  it('is resumed from after a compaction, which changes no event', async () => {
    const { store, send } = await released()
    await send(join('9'))
    expect(await compact(store, await openLog(store), () => NOW, 2)).toBeGreaterThan(0)
    const { manifest } = await buildRelease('test', store, options)
    expect(manifest.basis).toMatchObject({ kind: 'changes', events: 2 })
    expect(manifest.events.live).toBe(8)
  })
  it('is collected as garbage when no release can resume from it any more', async () => {
    const { world, store } = await released()
    const before = keysOf(world, 'pieces/')
    for (const _build of [1, 2, 3]) {
      world.clock += 25 * 3_600_000
      await buildRelease('test', store, { ...options, basis: 'whole' })
      await collectGarbage(store, await openLog(store), { named: await keysNamed(store), guardHours: 24, isDryRun: false })
    }
    expect(keysOf(world, 'pieces/').length).toBeGreaterThan(0)
    expect(before.filter((key) => world.objects.has(key)).length).toBeLessThan(before.length)
    expect((await buildRelease('test', store, options)).isNew).toBe(false)
  })
})

describe('a file of the log', () => {
  it.each([
    ['missing', (world: World, key: string) => void world.objects.delete(key), /not in the store/],
    ['altered by one bit', flipBit, /do not have SHA-256/],
  ])('fails the release if it is %s: the error names it, and the current release is unchanged (C5)', async (_what, damage, why) => {
    const { world, store } = await released()
    const before = new Set((await currentManifest(store))!.events.files.map((file) => file.key))
    const added = keysOf(world, 'files/').find((key) => !before.has(key))!
    damage(world, added)
    await expect(buildRelease('test', store, options)).rejects.toThrow(added)
    await expect(buildRelease('test', store, options)).rejects.toThrow(why)
    expect((await currentManifest(store))!.release).toBe('000001')
    expect(keysOf(world, 'releases/')).toEqual(['releases/000001.json'])
  })
  it('is reported as missing even if its events were counted before', async () => {
    const { world, store } = await released()
    const [counted] = (await currentManifest(store))!.events.files
    world.objects.delete(counted!.key)
    await expect(buildRelease('test', store, options)).rejects.toThrow(counted!.key)
  })
})

describe('two concurrent builds of a release', () => {
  it('give one release: the slower build returns the number of the faster', async () => {
    const { world, store } = await released()
    const built = await Promise.all([buildRelease('test', store, options), buildRelease('test', store, options)])
    expect(built.map(({ isNew }) => isNew).sort()).toEqual([false, true])
    expect(built.map(({ manifest }) => manifest.release)).toEqual(['000002', '000002'])
    expect(keysOf(world, 'releases/').length).toBe(2)
  })
})

describe('an engine without enough memory', () => {
  it('fails the release with the reason and the step, and nothing is published (D04)', async () => {
    const { world, store } = await released()
    const before = await currentManifest(store)
    const dataset = await openDataset('test', store, KEY, () => NOW)
    const many = Array.from({ length: 20_000 }, (_, n) => join(`many-${n}`))
    await dataset.ingest({ body: Buffer.from(JSON.stringify(many)), contentType: 'application/json' })
    const failing = buildRelease('test', store, { ...options, basis: 'whole', limits: { memory: '5MB', threads: 1 } })
    await expect(failing).rejects.toMatchObject({
      name: 'QueryFailed',
      failure: 'resources',
      message: expect.stringMatching(/^(partitioning events|workers \d of \d|\w+): .*duckdb: Out of Memory/) as string,
    })
    expect(await currentManifest(store)).toEqual(before)
    expect(keysOf(world, 'releases/')).toHaveLength(1)
  })
})
