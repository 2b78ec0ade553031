import { describe, expect, it } from 'vitest'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { NO_CHECKPOINT, readCheckpoint } from '../../functions/event-log/checkpoint.ts'
import { collectGarbage } from '../../functions/event-log/maintenance/collect-garbage.ts'
import { compact, filesToCompact } from '../../functions/event-log/maintenance/compact.ts'
import { decodeEvents, encodeEvents } from '../../functions/event-log/event-file.ts'
import { getFile, putFile } from '../../functions/storage/blobs.ts'
import { fingerprinted } from '../../functions/event-log/fingerprint.ts'
import { commitKey } from '../../functions/event-log/commit.ts'
import { type Log, openLog, openWholeLog } from '../../functions/event-log/log.ts'
import { rewriteFiles } from '../../functions/event-log/maintenance/rewrite.ts'
import type { Store } from '../../functions/storage/store.ts'
import { maintainLog } from '../../functions/event-log/maintenance/maintain.ts'
import { buildRelease } from '../../functions/build/build.ts'
import { keysNamed } from '../../functions/release-format/open.ts'
import { simulate } from '../../functions/simulator/simulate.ts'
import { KEY, NOW, emptyStore } from '../context.ts'
import { type World, emptyWorld, plainStore } from '../storage/sim-store.ts'

const now = () => NOW
const HOUR = 3_600_000
const NOTHING_NAMED: ReadonlySet<string> = new Set()
const guarded = { named: NOTHING_NAMED, guardHours: 24, isDryRun: false }

const event = (id: string) => ({ source: 's', id, type: 'union.dissolved', occurred_on: '2025-01-01', data: { union_id: 'u' } })

async function sendEach(store: Store, ids: readonly string[]): Promise<void> {
  const dataset = await openDataset('test', store, KEY, now)
  for (const id of ids) await dataset.ingest({ body: Buffer.from(JSON.stringify([event(id)])), contentType: 'application/json' })
}

async function idsIn(store: Store, log: Log): Promise<string[]> {
  const ids: string[] = []
  for (const file of log.live()) for (const one of await decodeEvents(await getFile(store, file))) ids.push(one.event.id)
  return ids.sort()
}

const numbered = (count: number, prefix = 'e') => Array.from({ length: count }, (_, n) => `${prefix}${String(n).padStart(3, '0')}`)

/** A world whose clock the test sets. */
function worldAt(hours: number): { world: World; store: Store; turnTo(hours: number): void } {
  const world = emptyWorld()
  world.clock = hours * HOUR
  return { world, store: plainStore(world), turnTo: (to) => void (world.clock = to * HOUR) }
}

describe('an event file', () => {
  it('decodes to the events that were encoded, of every type', async () => {
    const store = emptyStore()
    const dataset = await openDataset('test', store, KEY, now)
    const lines = [...simulate({ events: 3000, seed: 5, until: '2026-10-31' })].map((one) => JSON.stringify(one))
    lines.push(
      JSON.stringify({ source: 's', id: 'void', void: true, revision: 3 }),
      JSON.stringify({
        source: 's', id: 'lists', type: 'union.established', occurred_on: '2025-01-01',
        data: { union_id: 'u', name: '某会', form: 'joint_union', mode: 'cover', region: '310115', covers: ['local:a', 'local:b'] },
      }),
    ) // prettier-ignore
    const receipt = await dataset.ingest({ body: Buffer.from(lines.join('\n')), contentType: 'application/x-ndjson' })
    expect(receipt.rejected).toBe(receipt.errors.length)
    for (const file of dataset.log.live()) {
      const events = await decodeEvents(await getFile(store, file))
      expect(events.map((one) => fingerprinted(one.event).fingerprint)).toEqual(events.map((one) => one.fingerprint))
      expect(Buffer.from(encodeEvents(events)).equals(await getFile(store, file))).toBe(true)
    }
  })
})

describe('compaction', () => {
  it('merges eight files of one size class, the smallest first, and no large ones', () => {
    const file = (key: string, rows: number) => ({ key, sha256: key, bytes: 1, rows })
    const few = numbered(7).map((key) => file(key, 5))
    const large = numbered(20, 'l').map((key) => file(key, 100_000))
    expect(filesToCompact([...few, ...large])).toBeUndefined()
    const more = numbered(8, 'm').map((key) => file(key, 500))
    expect(filesToCompact([...few, ...large, ...more])).toEqual(more)
    expect(filesToCompact([...few, file('x', 9), ...more])).toEqual(more)
    expect(filesToCompact([...few, file('x', 7), ...more])).toEqual([...few, file('x', 7)])
  })
  it('merges many files into one with the same events, and the tables of the release stay the same', async () => {
    const store = emptyStore()
    await sendEach(store, numbered(30))
    const options = { limits: { memory: '800MB', threads: 2 }, now }
    const first = await buildRelease('test', store, options)
    const log = await openLog(store)
    expect(await compact(store, log, now)).toBe(1)
    expect(log.live()).toHaveLength(1)
    expect(await idsIn(store, log)).toEqual(numbered(30))
    expect((await buildRelease('test', store, options)).isNew).toBe(false)
    const restored = emptyStore()
    for (const prefix of ['log/', 'files/'])
      for await (const { key } of store.list(prefix)) await restored.putIfAbsent(key, (await store.get(key))!)
    // Pages name the position of the log that they show; tables hold what was counted.
    const tables = (files: object) => Object.entries(files).filter(([name]) => !name.startsWith('pages/'))
    expect(tables((await buildRelease('test', restored, options)).manifest.files)).toEqual(tables(first.manifest.files))
  })
  it('loses no row and doubles none if two run concurrently, wherever the second one starts (A08)', async () => {
    for (let pause = 0; pause < 12; pause++) {
      const store = emptyStore()
      await sendEach(store, numbered(16))
      let calls = 0
      let other: Promise<unknown> | undefined
      const interrupted: Store = {
        ...store,
        async putIfAbsent(key, body) {
          if (calls++ === pause) other = openLog(store).then((log) => compact(store, log, now))
          await other
          return store.putIfAbsent(key, body)
        },
      }
      await compact(interrupted, await openLog(interrupted), now)
      await other
      expect(await idsIn(store, await openWholeLog(store))).toEqual(numbered(16))
    }
  })
  it('gives up if its files were replaced and collected while it stood still (A09)', async () => {
    const { store, turnTo } = worldAt(0)
    await sendEach(store, numbered(8))
    const stale = await openLog(store)
    const made = await rewriteFiles(store, stale.live())
    const other = await openLog(store)
    await sendEach(store, ['later'])
    await compact(store, other, now)
    for (const hours of [1, 26, 51]) {
      turnTo(hours)
      await collectGarbage(store, await openLog(store), guarded)
    }
    expect(await compact(store, stale, now)).toBe(0)
    const log = await openWholeLog(store)
    expect(log.isLive(made.key)).toBe(false)
    expect(await idsIn(store, log)).toEqual(['e000', 'e001', 'e002', 'e003', 'e004', 'e005', 'e006', 'e007', 'later'])
  })
  it('refuses its own output if it does not hold the same events', async () => {
    const store = emptyStore()
    await sendEach(store, numbered(2))
    const log = await openLog(store)
    const one = log.live()[0]!
    let reads = 0
    const losing = rewriteFiles(store, [one], ({ event: it, fingerprint }) => ({
      event: Object.defineProperty({ ...it }, 'id', { get: () => `changing-${reads++}` }),
      fingerprint,
    }))
    await expect(losing).rejects.toThrow('do not hold the same events')
  })
})

describe('garbage collection', () => {
  const orphan = (store: Store) => putFile(store, 'files', '.parquet', Buffer.from('written by a writer that was killed'))

  it('removes only what two runs a day apart found; the first run never removes anything (step C7)', async () => {
    const { store, turnTo } = worldAt(0)
    const { key } = await orphan(store)
    const run = async () => collectGarbage(store, await openLog(store), guarded)
    turnTo(1)
    expect(await run()).toEqual({ marked: [key], removed: [], isEarly: false })
    turnTo(24)
    expect(await run()).toEqual({ marked: [key], removed: [], isEarly: true })
    turnTo(26)
    expect(await run()).toEqual({ marked: [], removed: [key], isEarly: false })
  })
  it('leaves files that are new, live, named by a release, a receipt, or of rejected rows (A10)', async () => {
    const { store, turnTo } = worldAt(0)
    await sendEach(store, numbered(3))
    const dataset = await openDataset('test', store, KEY, now)
    await dataset.ingest({ body: Buffer.from('[7]'), contentType: 'application/json' })
    const before = (await Array.fromAsync(store.list(''))).map(({ key }) => key)
    const named = await orphan(store)
    const options = { ...guarded, named: new Set([named.key]) }
    await collectGarbage(store, await openLog(store), options)
    turnTo(25)
    const young = await putFile(store, 'files', '.parquet', Buffer.from('another'))
    expect((await collectGarbage(store, await openLog(store), options)).removed).toEqual([])
    const after = (await Array.fromAsync(store.list(''))).map(({ key }) => key)
    expect(before.filter((key) => !after.includes(key))).toEqual([])
    expect(after).toContain(young.key)
  })
  it('removes nothing in a dry run', async () => {
    const { store, turnTo } = worldAt(0)
    await orphan(store)
    await collectGarbage(store, await openLog(store), guarded)
    turnTo(25)
    expect((await collectGarbage(store, await openLog(store), { ...guarded, isDryRun: true })).removed).toEqual([])
  })
  it.each([0, 1, 23.9, Number.NaN])('refuses a guard of %s hours (A10)', async (guardHours) => {
    const store = emptyStore()
    await expect(collectGarbage(store, await openLog(store), { ...guarded, guardHours })).rejects.toThrow('a guard of 24 hours or more')
  })
  it('uses the clock of the store, not that of the machine (A15)', async () => {
    const { store } = worldAt(0)
    const { key } = await orphan(store)
    // The clock of this machine is decades ahead of the store's clock, which does not move.
    for (let run = 0; run < 3; run++) expect((await collectGarbage(store, await openLog(store), guarded)).removed).toEqual([])
    expect(await store.get(key)).toBeDefined()
  })
  it('does not lose an upload whose file was marked: the upload writes its bytes beside it', async () => {
    const { store, turnTo } = worldAt(0)
    // A writer writes its file and is killed before the commit.
    const killed: Store = {
      ...store,
      putIfAbsent: (key, body) => (key.startsWith('log/') ? Promise.reject(new Error('killed')) : store.putIfAbsent(key, body)),
    }
    await expect(sendEach(killed, ['e000'])).rejects.toThrow('killed')
    await collectGarbage(store, await openLog(store), guarded)
    turnTo(25)
    await sendEach(store, ['e000'])
    await collectGarbage(store, await openLog(store), guarded)
    expect(await idsIn(store, await openLog(store))).toEqual(['e000'])
  })
  it('leaves a file that was written after the marks, although one of the same name was marked and removed (step C7)', async () => {
    const { store, turnTo } = worldAt(0)
    const { key } = await orphan(store)
    turnTo(1)
    await collectGarbage(store, await openLog(store), guarded)
    turnTo(26)
    expect((await collectGarbage(store, await openLog(store), guarded)).removed).toEqual([key])
    turnTo(51)
    // A writer is at work: its file was written again, its commit was not yet.
    await orphan(store)
    expect((await collectGarbage(store, await openLog(store), guarded)).removed).toEqual([])
    expect(await store.get(key)).toBeDefined()
  })
  it('leaves the files of an older position to its readers for a day', async () => {
    const { store, turnTo } = worldAt(0)
    await sendEach(store, numbered(8))
    const reader = await openLog(store)
    await compact(store, await openLog(store), now)
    await collectGarbage(store, await openLog(store), guarded)
    turnTo(23)
    await collectGarbage(store, await openLog(store), guarded)
    expect(await idsIn(store, reader)).toEqual(numbered(8))
  })
  it('is free to remove event files that the two latest releases were not built from', async () => {
    const store = emptyStore()
    const options = { limits: { memory: '800MB', threads: 2 }, now }
    const files: string[][] = []
    for (const id of ['a', 'b', 'c']) {
      await sendEach(store, [id])
      files.push((await buildRelease('test', store, options)).manifest.events.files.map((file) => file.key))
    }
    expect([...(await keysNamed(store))].filter((key) => key.startsWith('files/')).sort()).toEqual(
      [...new Set([...files[1]!, ...files[2]!])].sort(),
    )
  })
})

describe('a checkpoint', () => {
  const options = { now, named: NOTHING_NAMED, guardHours: 24, filesAtOnce: 4, commitsBetween: 5 }

  it('agrees with the log, receipts and identities included, and extends the checkpoint before it', async () => {
    const store = emptyStore()
    for (let round = 0; round < 3; round++) {
      await sendEach(store, numbered(7, `r${round}-`))
      await maintainLog(store, options)
    }
    const [whole, opened] = [await openWholeLog(store), await openLog(store)]
    expect(opened.base.seq).toBeGreaterThan(15)
    expect([opened.head(), opened.changed(), opened.keyId()]).toEqual([whole.head(), whole.changed(), whole.keyId()])
    expect(opened.live().map(({ key }) => key).sort()).toEqual(whole.live().map(({ key }) => key).sort()) // prettier-ignore
    const dataset = await openDataset('test', store, KEY, now)
    expect((await dataset.identities()).size()).toBe(21)
    expect(await dataset.receipts(100)).toHaveLength(21)
    expect(await dataset.ingest({ body: Buffer.from(JSON.stringify(event('r0-003'))), contentType: 'application/json' })).toMatchObject({
      duplicates: 1,
    })
  })
  it('saves reading the commits before it when the log is opened (A19)', async () => {
    const store = emptyStore()
    await sendEach(store, numbered(12))
    await maintainLog(store, options)
    const asked: string[] = []
    const watched: Store = { ...store, get: (key) => (asked.push(key), store.get(key)) }
    const log = await openLog(watched)
    expect(asked.filter((key) => key.startsWith('log/'))).not.toContain(commitKey(1))
    expect(log.base.seq).toBe(12)
  })
  it('is ignored if it cannot be read, and the whole log is read', async () => {
    const store = emptyStore()
    await sendEach(store, numbered(6))
    await maintainLog(store, options)
    const torn: Store = {
      ...store,
      get: async (key) => (key.startsWith('checkpoints/') ? Buffer.from('torn') : store.get(key)),
    }
    expect(await readCheckpoint(torn)).toBe(NO_CHECKPOINT)
    expect((await openLog(torn)).head()).toEqual((await openWholeLog(store)).head())
  })
  it('does not hide a missing commit from a reader of the whole log', async () => {
    const store = emptyStore()
    await sendEach(store, numbered(6))
    await maintainLog(store, options)
    const holed: Store = { ...store, get: (key) => (key === commitKey(3) ? Promise.resolve(undefined) : store.get(key)) }
    await expect(openWholeLog(holed)).rejects.toThrow('log commit 3: missing')
  })
})
