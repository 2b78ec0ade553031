import { describe, expect, it, vi } from 'vitest'
import { openPartBytes, openParts } from '../../functions/storage/open-parts.ts'

const part = (value: string, bytes = 1000) => Promise.resolve({ value, bytes })

describe('open parts', () => {
  it('are read once, however many ask for one at a time', async () => {
    const parts = openParts(1e6)
    let reads = 0
    const read = () => {
      reads++
      return part('a')
    }
    expect(new Set(await Promise.all(Array.from({ length: 1000 }, () => parts.read('key', read))))).toEqual(new Set(['a']))
    await parts.read('key', read)
    expect(reads).toBe(1)
  })
  it('take no more bytes than they may: what was used least goes first', async () => {
    const parts = openParts(4000)
    const reads: string[] = []
    const ask = (key: string) =>
      parts.read(key, () => {
        reads.push(key)
        return part(key)
      })
    for (const key of ['a', 'b', 'c', 'a', 'd', 'a', 'b']) await ask(key)
    expect(parts.bytes()).toBeLessThanOrEqual(4000)
    expect(reads).toEqual(['a', 'b', 'c', 'd', 'b'])
  })
  it('leave out what is larger than all of them may be', async () => {
    const parts = openParts(4000)
    expect(await parts.read('large', () => part('x', 5000))).toBe('x')
    expect(parts.bytes()).toBe(0)
  })
  it('keep neither a failure nor what is not there', async () => {
    const parts = openParts(4000)
    await expect(parts.read('a', () => Promise.reject(new Error('no store')))).rejects.toThrow('no store')
    expect(await parts.read('a', () => Promise.resolve({ value: undefined, bytes: 0 }))).toBeUndefined()
    expect(parts.bytes()).toBe(0)
    expect(await parts.read('a', () => part('a'))).toBe('a')
  })
  it('take a quarter of a function, and elsewhere what the setting says', () => {
    vi.stubEnv('AWS_LAMBDA_FUNCTION_MEMORY_SIZE', '2000')
    expect(openPartBytes()).toBe(500e6)
    vi.stubEnv('OPEN_RELEASE_MB', '64')
    expect(openPartBytes()).toBe(64e6)
    vi.unstubAllEnvs()
    expect(openPartBytes()).toBe(256e6)
  })
})
