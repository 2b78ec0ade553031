import { describe, expect, it } from 'vitest'
import { buildRelease } from '../../functions/build/build.ts'
import { commitKey } from '../../functions/event-log/commit.ts'
import { openLog } from '../../functions/event-log/log.ts'
import { updateCheckpoint } from '../../functions/event-log/maintenance/write-checkpoint.ts'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { currentManifest } from '../../functions/release-format/open.ts'
import { openCube } from '../../functions/reporting/cube.ts'
import { monthNumber } from '../../functions/domain/calendar.ts'
import type { Store } from '../../functions/storage/store.ts'
import { warmDuckDb } from '../build/warm-duckdb.ts'
import { KEY, NOW, emptyStore } from '../context.ts'
import { type World, emptyWorld, plainStore } from '../storage/sim-store.ts'

const now = () => NOW
const options = { limits: { memory: '800MB', threads: 2 }, now, useDuckDb: warmDuckDb() }

const join = (id: string) => ({
  source: 's', id, type: 'member.joined', occurred_on: '2025-01-01',
  data: { worker: { ref: `w-${id}` }, union_id: 'u', region: '310115', sector: 'courier', path: 'self_run', channel: 'scan' },
}) // prettier-ignore

async function send(store: Store, ...ids: string[]) {
  const dataset = await openDataset('test', store, KEY, now)
  return dataset.ingest({ body: Buffer.from(JSON.stringify(ids.map(join))), contentType: 'application/json' })
}

const keysOf = (world: World) => [...world.objects.keys()].sort()

describe('a log with a commit that somebody deleted', () => {
  it.each([1, 2, 3])(
    'takes no upload and gives no release, whichever it was (number %i), and nothing is numbered anew (A14)',
    async (seq) => {
      const world = emptyWorld()
      const store = plainStore(world)
      for (const id of ['a', 'b', 'c', 'd']) await send(store, id)
      const before = (await buildRelease('test', store, options)).manifest
      const stale = await openDataset('test', store, KEY, now)
      await stale.ingest({ body: Buffer.from(JSON.stringify([join('e')])), contentType: 'application/json' })
      world.objects.delete(commitKey(seq))
      const keys = keysOf(world)
      const missing = `log commit ${seq}: missing, although later commits exist`
      await expect(openLog(store)).rejects.toThrow(missing)
      await expect(send(store, 'f')).rejects.toThrow(missing)
      await expect(buildRelease('test', store, options)).rejects.toThrow(missing)
      expect(keysOf(world)).toEqual(keys)
      expect((await currentManifest(store))!.release).toBe(before.release)
      expect(world.objects.has(commitKey(seq))).toBe(false)
    },
  )
})

/** A log of many commits, as uploads make it that name another Idempotency-Key for bytes that are known. */
async function longLog(commits: number): Promise<{ world: World; store: Store }> {
  const world = emptyWorld()
  const store = plainStore(world)
  await send(store, 'a', 'b')
  const log = await openLog(store)
  const [receipt] = log.entries[0]!.commit.receipts
  for (let seq = 1; seq < commits; seq++)
    await log.append({ kind: 'upload', committed_at: NOW.toISOString(), key_id: log.keyId(), adds: [], removes: [], receipts: [{ ...receipt!, idempotency: `k${seq}` }] }, seq) // prettier-ignore
  return { world, store }
} // prettier-ignore

describe('a log of 100,000 commits', () => {
  it('opens from its checkpoint as fast as a short one, and a reader writes nothing (A19)', async () => {
    const { world, store } = await longLog(100_000)
    expect((await updateCheckpoint(store, await openLog(store), 100)).seq).toBe(100_000)
    await send(store, 'c')
    const keys = keysOf(world).length
    const used: string[] = []
    const watched: Store = {
      ...store,
      get: (key) => (used.push(`get ${key}`), store.get(key)),
      putIfAbsent: (key, body) => (used.push(`put ${key}`), store.putIfAbsent(key, body)),
      swap: (key, body, tag) => (used.push(`swap ${key}`), store.swap(key, body, tag)),
      remove: (key) => (used.push(`remove ${key}`), store.remove(key)),
    }
    const started = performance.now()
    const log = await openLog(watched)
    expect(performance.now() - started).toBeLessThan(2000)
    expect([log.base.seq, log.head().seq, log.live().length]).toEqual([100_000, 100_001, 2])
    expect(used.filter((call) => call.startsWith('get log/')).length).toBeLessThanOrEqual(3)
    expect(used.filter((call) => !call.startsWith('get '))).toEqual([])
    expect(keysOf(world)).toHaveLength(keys)
    expect(await send(store, 'a', 'd')).toMatchObject({ accepted: 1, duplicates: 1, commit: 100_002 })
  }, 180_000)
})

describe('a store that is copied', () => {
  it('opens under another name, counts the same, and goes on, since it names no place (A21)', async () => {
    const store = emptyStore()
    await send(store, 'a', 'b')
    const { manifest } = await buildRelease('test', store, options)
    const copy = emptyStore()
    const bodies: string[] = []
    for await (const { key } of store.list('')) {
      const body = (await store.get(key)) ?? (await store.read(key))!.body
      bodies.push(Buffer.from(body).toString('latin1'))
      if (!/^(current|garbage|checkpoint)\.json/.test(key)) await copy.putIfAbsent(key, body)
    }
    for (const pointer of ['current.json', 'checkpoint.json', 'garbage.json']) {
      const found = await store.read(pointer)
      if (found) await copy.swap(pointer, found.body, undefined)
    }
    expect(bodies.length).toBeGreaterThan(10)
    expect(bodies.filter((text) => /arn:aws|s3:\/\/|file:\/|\/tmp\//.test(text))).toEqual([])
    const members = async (of: Store) => (await openCube(of, (await currentManifest(of))!)).valuesAt({ regions: ['310115'], metrics: ['members'], month: monthNumber('2026-10-01') }) // prettier-ignore
    expect(await members(copy)).toEqual(await members(store))
    expect((await currentManifest(copy))!.release).toBe(manifest.release)
    expect(await send(copy, 'b', 'c')).toMatchObject({ accepted: 1, duplicates: 1, commit: 2 })
    expect((await buildRelease('test', copy, options)).manifest.release).toBe('000002')
  })
})

describe('two deployments on one bucket', () => {
  it('share one log: exactly one of them wins each number, and neither loses or doubles an event (G10)', async () => {
    const world = emptyWorld()
    const deployments = [plainStore(world), plainStore(world)]
    const datasets = await Promise.all(deployments.map((store) => openDataset('test', store, KEY, now)))
    const receipts = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        datasets[n % 2]!.ingest({ body: Buffer.from(JSON.stringify([join(`own-${n}`), join('shared')])), contentType: 'application/json' }),
      ),
    )
    expect(new Set(receipts.map((receipt) => receipt.commit)).size).toBe(20)
    expect(receipts.reduce((sum, receipt) => sum + receipt.accepted, 0)).toBe(21)
    const [one, other] = await Promise.all(deployments.map((store) => openLog(store)))
    expect(one!.head()).toEqual(other!.head())
    const releases = await Promise.all(deployments.map((store) => buildRelease('test', store, options)))
    expect(releases.map(({ manifest }) => manifest.release)).toEqual(['000001', '000001'])
    expect(releases[0]!.manifest.events.live).toBe(21)
  })
})
