import { cpSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cubeOf } from '../../functions/http/release-cache.ts'
import { fileStore } from '../../functions/storage/file-store.ts'
import { type Store, StoreUnavailable } from '../../functions/storage/store.ts'

const FIXTURE = join(import.meta.dirname, '../fixtures/store-2026-11/store')

/** A store with the dataset `old` and its three releases, which records what is read; while `fails` is set, only cards can be read. */
function recordingStore() {
  const folder = mkdtempSync(join(tmpdir(), 'tonglu-releases-'))
  cpSync(FIXTURE, folder, { recursive: true })
  const store = fileStore(folder)
  const reads: string[] = []
  const state = { fails: false }
  const recording: Store = {
    ...store,
    get: (key) => {
      reads.push(key)
      if (state.fails && !key.startsWith('datasets/')) return Promise.reject(new StoreUnavailable('test'))
      return store.get(key)
    },
  }
  return { context: { store: recording }, reads, state }
}

describe('the cache of open releases', () => {
  it('opens a release once for concurrent requests', async () => {
    const { context, reads } = recordingStore()
    const cubes = await Promise.all(Array.from({ length: 5 }, () => cubeOf(context, 'old', '000001')))
    expect(new Set(cubes).size).toBe(1)
    expect(reads.length).toBe(new Set(reads).size)
  })
  it('reads nothing from the store for a release that is open', async () => {
    const { context, reads } = recordingStore()
    const cube = await cubeOf(context, 'old', '000002')
    reads.length = 0
    expect(await cubeOf(context, 'old', '000002')).toBe(cube)
    expect(reads).toEqual([])
  })
  it('serves the current release under its number too', async () => {
    const { context } = recordingStore()
    const current = await cubeOf(context, 'old')
    expect(await cubeOf(context, 'old', current.manifest.release)).toBe(current)
  })
  it('does not cache a failure', async () => {
    const { context, state } = recordingStore()
    state.fails = true
    await expect(cubeOf(context, 'old', '000003')).rejects.toThrow(StoreUnavailable)
    state.fails = false
    expect((await cubeOf(context, 'old', '000003')).manifest.release).toBe('000003')
  })
  it('reads card and manifest of a release once for a thousand concurrent requests, by its number or as the current one', async () => {
    const { context, reads } = recordingStore()
    const byNumber = await Promise.all(Array.from({ length: 1000 }, () => cubeOf(context, 'old', '000003')))
    expect(new Set(byNumber).size).toBe(1)
    expect(new Set(reads).size).toBe(reads.length)
    reads.length = 0
    const current = await Promise.all(Array.from({ length: 1000 }, () => cubeOf(context, 'old')))
    expect(new Set(current)).toEqual(new Set(byNumber))
    expect(reads.filter((key) => !key.startsWith('datasets/'))).toEqual([])
  })
  it('answers 404 for a release or dataset that does not exist', async () => {
    const { context } = recordingStore()
    await expect(cubeOf(context, 'old', '000099')).rejects.toMatchObject({ status: 404, zh: '数据集 old 没有发布版 000099' })
    await expect(cubeOf(context, 'missing')).rejects.toMatchObject({ status: 404, zh: '没有数据集 missing' })
  })
})
