import { chmodSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileStore } from '../../functions/storage/file-store.ts'
import { openStore } from '../../functions/storage/s3-store.ts'
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
  it('keeps what is in it for its owner, whatever the mask of the process', async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'tonglu-store-')), 'store')
    const before = process.umask(0)
    try {
      const store = fileStore(folder)
      await store.putIfAbsent('data/mine/a', Buffer.from('x'))
      await store.swap('data/mine/pointer', Buffer.from('x'), undefined)
    } finally {
      process.umask(before)
    }
    const modes = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => statSync(join(folder, name)).mode & 0o777)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(modes.length).toBe(5)
    for (const mode of modes) expect([0o600, 0o700]).toContain(mode)
  })
  it('closes the folder of an earlier version when it is opened', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tonglu-store-'))
    chmodSync(folder, 0o755)
    await openStore(`file:${folder}`)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
  })
  it.each(['../a', 'a/../../b', '/a', 'a//b', 'a~1', 'a\\b'])('refuses the key %s (E05)', async (key) => {
    await expect(emptyStore().get(key)).rejects.toThrow('store key')
  })
})
