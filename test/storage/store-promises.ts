import { expect, it } from 'vitest'
import type { Store } from '../../functions/storage/store.ts'

const text = (body: Uint8Array | undefined) => body && Buffer.from(body).toString('utf8')

/** What every adapter promises; the same tests run on local files and on S3. */
export function keepsItsPromises(open: () => Promise<Store>): void {
  it('returns the object that was put, and undefined for a key without one', async () => {
    const store = await open()
    expect(await store.putIfAbsent('a/b.txt', Buffer.from('one'))).toBe(true)
    expect(text(await store.get('a/b.txt'))).toBe('one')
    expect(await store.get('a/c.txt')).toBeUndefined()
  })
  it('creates an object only if the key has none', async () => {
    const store = await open()
    await store.putIfAbsent('a', Buffer.from('one'))
    expect(await store.putIfAbsent('a', Buffer.from('two'))).toBe(false)
    expect(text(await store.get('a'))).toBe('one')
  })
  it('lets exactly one of many concurrent creates win', async () => {
    const store = await open()
    const won = await Promise.all(Array.from({ length: 20 }, (_, n) => store.putIfAbsent('race', Buffer.from(`${n}`))))
    expect(won.filter(Boolean)).toHaveLength(1)
    expect(text(await store.get('race'))).toBe(String(won.indexOf(true)))
  })
  it('swaps a pointer only if its tag is the one that was read', async () => {
    const store = await open()
    expect(await store.swap('p', Buffer.from('1'), undefined)).toBe(true)
    expect(await store.swap('p', Buffer.from('x'), undefined)).toBe(false)
    const first = (await store.read('p'))!
    expect(await store.swap('p', Buffer.from('2'), first.tag)).toBe(true)
    expect(await store.swap('p', Buffer.from('y'), first.tag)).toBe(false)
    expect(text((await store.read('p'))!.body)).toBe('2')
  })
  it('lists the keys of a prefix in order', async () => {
    const store = await open()
    for (const key of ['log/2', 'log/10', 'log/1', 'other/1', 'log2/1']) await store.putIfAbsent(key, Buffer.from('x'))
    const keys = (prefix: string, after?: string) => Array.fromAsync(store.list(prefix, after), (listed) => listed.key)
    expect(await keys('log/')).toEqual(['log/1', 'log/10', 'log/2'])
    expect(await keys('log/', 'log/1')).toEqual(['log/10', 'log/2'])
    expect(await keys('none/')).toEqual([])
  })
  it('lists the time at which each object was written, by its own clock', async () => {
    const store = await open()
    const times: number[] = []
    for (const key of ['t/1', 't/2']) {
      await store.putIfAbsent(key, Buffer.from('x'))
      await new Promise((resolve) => setTimeout(resolve, 1100))
    }
    for await (const { writtenAt } of store.list('t/')) times.push(writtenAt)
    expect(times[1]! - times[0]!).toBeGreaterThan(500)
    expect(Math.abs(Date.now() - times[0]!)).toBeLessThan(60_000)
  })
  it('removes an object, and does nothing if there is none', async () => {
    const store = await open()
    await store.putIfAbsent('a/b', Buffer.from('x'))
    await store.remove('a/b')
    await store.remove('a/b')
    expect(await store.get('a/b')).toBeUndefined()
    expect(await store.putIfAbsent('a/b', Buffer.from('y'))).toBe(true)
  })
  it('removes a pointer, after which there is none', async () => {
    const store = await open()
    await store.swap('p', Buffer.from('1'), undefined)
    await store.swap('p', Buffer.from('2'), (await store.read('p'))!.tag)
    await store.remove('p')
    expect(await store.read('p')).toBeUndefined()
    expect(await store.swap('p', Buffer.from('3'), undefined)).toBe(true)
  })
}
