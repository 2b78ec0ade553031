import { cpSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { getCached, putCached } from '../../functions/build/build-cache.ts'
import { buildRelease } from '../../functions/build/build.ts'
import { readCheckpoint } from '../../functions/event-log/checkpoint.ts'
import { commitKey } from '../../functions/event-log/commit.ts'
import { openLog, openWholeLog } from '../../functions/event-log/log.ts'
import { maintainLog } from '../../functions/event-log/maintenance/maintain.ts'
import { createDispatcher } from '../../functions/http/dispatcher.ts'
import { datasetStore } from '../../functions/http/datasets.ts'
import { allOperations } from '../../functions/local/operations.ts'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { readIncrementalState } from '../../functions/release-format/incremental-state.ts'
import { manifestKey } from '../../functions/release-format/manifest.ts'
import { allManifests, currentManifest, keysNamed } from '../../functions/release-format/open.ts'
import { fileStore } from '../../functions/storage/file-store.ts'
import { FORMATS } from '../../functions/storage/format-version.ts'
import { sha256 } from '../../functions/storage/hash.ts'
import { seal, unseal } from '../../functions/storage/sealed-json.ts'
import type { Store } from '../../functions/storage/store.ts'
import { KEY, NOW, emptyContext } from '../context.ts'

const FIXTURES = join(import.meta.dirname, '../fixtures')

/** A store of each format: format 1 is that of November 2026, when no document named one. */
const STORES: Readonly<Record<number, string>> = { 1: 'store-2026-11/store/data/old', 2: 'store-2026-12/store' }

function storeOf(format: number): Store {
  const folder = mkdtempSync(join(tmpdir(), 'tonglu-format-'))
  cpSync(join(FIXTURES, STORES[format]!), folder, { recursive: true })
  return fileStore(folder)
}

const formatsIn = (format: number, part: string, ending: RegExp) =>
  readdirSync(join(FIXTURES, STORES[format]!, part))
    .filter((name) => ending.test(name))
    .map((name) => (JSON.parse(readFileSync(join(FIXTURES, STORES[format]!, part, name), 'utf8')) as { format?: number }).format ?? 1)

describe('the fixtures', () => {
  it('have documents of every format up to that of today', () => {
    expect(Object.keys(STORES).map(Number)).toEqual(Array.from({ length: Math.max(...Object.values(FORMATS)) }, (_, index) => index + 1))
    for (const format of Object.keys(STORES).map(Number))
      for (const [part, ending] of [
        ['log', /json$/],
        ['checkpoints', /^[0-9a-f]+\.json$/],
        ['releases', /json$/],
        ['pieces', /json$/],
      ] as const)
        // prettier-ignore
        expect([part, new Set(formatsIn(format, part, ending))]).toEqual([part, new Set([format])])
  })
})

describe.each(Object.keys(STORES).map(Number))('a store of format %i', (format) => {
  it('is read: its commits, its checkpoint, its releases, and what the next release resumes from (G04)', async () => {
    const store = storeOf(format)
    const whole = await openWholeLog(store)
    const opened = await openLog(store)
    expect(whole.head().seq).toBeGreaterThan(1)
    expect([opened.base.seq > 0, opened.head()]).toEqual([true, whole.head()])
    expect(await allManifests(store)).not.toEqual([])
    const manifest = (await currentManifest(store))!
    expect('format' in manifest).toBe(false)
    expect((await readIncrementalState(store, manifest.pieces!)).seq).toBe(manifest.log.seq)
  })
})

it('a result of a build in format 2 is used again', async () => {
  expect(await getCached(storeOf(2), ['formats'])).toEqual({ of: 'a build' })
})

const event = (id: string) => ({ source: 's', id, type: 'union.dissolved', occurred_on: '2025-01-01', data: { union_id: 'u' } })
const options = { limits: { memory: '800MB', threads: 2 }, now: () => NOW }

/** A store that a later version went on with: the document under `key` names a format that does not exist yet. */
function ofLaterCode(store: Store, key: string): Store {
  return {
    ...store,
    async get(asked) {
      const body = await store.get(asked)
      if (asked !== key || !body) return body
      return seal({ ...unseal<object>('', body), format: 3, meaning: 'unknown' })
    },
  }
}

/** A dataset with two commits and a release, and a store that notes what is written. */
async function written() {
  const store = storeOf(2)
  const writes: string[] = []
  const watched: Store = {
    ...store,
    putIfAbsent: (key, body) => (writes.push(key), store.putIfAbsent(key, body)),
    swap: (key, body, tag) => (writes.push(key), store.swap(key, body, tag)),
    remove: (key) => (writes.push(key), store.remove(key)),
  }
  return { store: watched, writes }
}

describe('data of a later version', () => {
  const refusal = (what: string, kind: keyof typeof FORMATS) => `${what}: written in format 3 by a later version; this version reads up to format ${FORMATS[kind]}. Update this program.` // prettier-ignore

  it('is refused with a sentence where a commit is of it, and nothing is written (G05)', async () => {
    const { store, writes } = await written()
    const later = ofLaterCode(store, commitKey(2))
    const words = refusal('log commit 2', 'commit')
    // A reader of the whole log meets the commit; one that begins at the checkpoint behind it does not.
    await expect(openWholeLog(later)).rejects.toThrow(words)
    const noCheckpoint: Store = { ...later, read: async (key) => (key.startsWith('checkpoint') ? undefined : later.read(key)) }
    await expect(openDataset('test', noCheckpoint, KEY, () => NOW)).rejects.toThrow(words)
    await expect(buildRelease('test', noCheckpoint, options)).rejects.toThrow(words)
    await expect(maintainLog(noCheckpoint, { now: () => NOW, named: new Set(), guardHours: 24 })).rejects.toThrow(words)
    expect(writes).toEqual([])
  })
  it('is refused where a release or its state is of it: none is built over it, and none of its files is collected (G05)', async () => {
    const { store, writes } = await written()
    const manifest = (await currentManifest(store))!
    const laterRelease = ofLaterCode(store, manifestKey(manifest.release))
    await expect(currentManifest(laterRelease)).rejects.toThrow(refusal('release 000001', 'manifest'))
    for (const work of [allManifests, keysNamed])
      await expect(work(laterRelease)).rejects.toThrow(refusal(manifestKey('000001'), 'manifest'))
    // The manifest names its state by the hash of its bytes.
    const state = seal({ ...unseal<object>('', (await store.get(manifest.pieces!.key))!), format: 3 })
    const ref = { key: 'pieces/later.json', sha256: sha256(state), bytes: state.length }
    const withState: Store = { ...store, get: async (key) => (key === ref.key ? state : store.get(key)) }
    await expect(readIncrementalState(withState, ref)).rejects.toThrow(refusal('state pieces/later.json', 'state'))
    await expect(buildRelease('test', laterRelease, options)).rejects.toThrow('release 000001: written in format 3')
    expect((await currentManifest(store))!.release).toBe('000001')
    expect(writes.filter((key) => /^(releases|current)/.test(key))).toEqual([])
  })
  it('is refused where the checkpoint is of it, although the log could be read without (G05)', async () => {
    const { store, writes } = await written()
    const pointer = (await store.read('checkpoint.json'))!
    const { key } = JSON.parse(Buffer.from(pointer.body).toString()) as { key: string }
    const body = Buffer.from(JSON.stringify({ ...(JSON.parse(Buffer.from((await store.get(key))!).toString()) as object), format: 3 }))
    const later: Store = {
      ...store,
      get: async (asked) => (asked === key ? body : store.get(asked)),
      read: async (asked) => (asked === 'checkpoint.json' ? { ...pointer, body: Buffer.from(JSON.stringify({ key, sha256: sha256(body), bytes: body.length })) } : store.read(asked)), // prettier-ignore
    }
    await expect(readCheckpoint(later)).rejects.toThrow(refusal('checkpoint', 'checkpoint'))
    await expect(openLog(later)).rejects.toThrow('written in format 3')
    expect(writes).toEqual([])
  })
  it('is no result of a build that this version uses, and stays as it is (G05)', async () => {
    const store = storeOf(2)
    let key = ''
    for await (const { key: one } of store.list('pieces/made-')) key = one
    const later = ofLaterCode(store, key)
    expect(await getCached(later, ['formats'])).toBeUndefined()
    const before = await store.get(key)
    await putCached(later, ['formats'], { of: 'this version' })
    expect(await store.get(key)).toEqual(before)
  })
  it('is answered with 503 and the sentence in both languages (G05)', async () => {
    const context = emptyContext()
    const dispatch = createDispatcher(allOperations)
    const call = (method: string, path: string, body: string, store: Store) => dispatch({ ...context, store }, { method, path, query: new URLSearchParams(), headers: { 'content-type': 'application/json' }, body: Buffer.from(body) }, () => undefined) // prettier-ignore
    expect((await call('POST', '/api/v1/later/events', JSON.stringify(event('1')), context.store)).status).toBe(200)
    expect((await call('POST', '/api/v1/later/releases', '', context.store)).status).toBe(201)
    const later = ofLaterCode(context.store, `data/later/${manifestKey('000001')}`)
    expect(await datasetStore(context.store, 'later').get(manifestKey('000001'))).toBeDefined()
    const answer = await call('GET', '/api/v1/later/releases/000001', '', later)
    expect(answer.status).toBe(503)
    expect(JSON.parse(String(answer.body))).toMatchObject({ detail: expect.stringContaining('请更新程序') as string, detail_en: expect.stringContaining('by a later version') as string }) // prettier-ignore
  })
})
