import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileStore } from '../../functions/storage/file-store.ts'
import { emptyStore } from '../context.ts'
import { keepsItsPromises } from './store-promises.ts'

describe('a store of local files', () => {
  keepsItsPromises(async () => emptyStore())
  it('swaps a pointer many times and returns the last value', async () => {
    const store = emptyStore()
    for (let n = 1; n <= 12; n++) expect(await store.swap('p', Buffer.from(`${n}`), (await store.read('p'))?.tag)).toBe(true)
    expect(Buffer.from((await store.read('p'))!.body).toString()).toBe('12')
  })
  it('does not list what a stopped writer left behind', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tonglu-store-'))
    const store = fileStore(folder)
    await store.putIfAbsent('a', Buffer.from('x'))
    writeFileSync(join(folder, '~tmp', 'half-written'), 'hal')
    expect(await Array.fromAsync(store.list(''), (listed) => listed.key)).toEqual(['a'])
  })
  it.each(['../a', 'a/../../b', '/a', 'a//b', 'a~1', 'a\\b'])('refuses the key %s (E05)', async (key) => {
    await expect(emptyStore().get(key)).rejects.toThrow('store key')
  })
})
