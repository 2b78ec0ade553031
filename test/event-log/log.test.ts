import { describe, expect, it } from 'vitest'
import { getFile, putFile } from '../../functions/storage/blobs.ts'
import { CommitOvertaken, type CommitDraft, commitKey } from '../../functions/event-log/commit.ts'
import { openLog } from '../../functions/event-log/log.ts'
import { seal } from '../../functions/storage/sealed-json.ts'
import type { Store } from '../../functions/storage/store.ts'
import { emptyStore } from '../context.ts'

const draft = (extra: Partial<CommitDraft> = {}): CommitDraft => ({
  kind: 'upload',
  committed_at: '2026-01-01T00:00:00Z',
  catalogue: 'c',
  key_id: 'k',
  adds: [],
  removes: [],
  receipts: [],
  ...extra,
})
const file = (key: string) => ({ key, sha256: key, bytes: 1, rows: 1 })

describe('the log', () => {
  it('gives each commit the next number and the hash of the one before', async () => {
    const log = await openLog(emptyStore())
    const first = await log.append(draft(), 0)
    const second = await log.append(draft(), 1)
    expect([first.commit.seq, second.commit.seq]).toEqual([1, 2])
    expect(second.commit.prev_hash).toBe(first.hash)
  })
  it('lets one of two writers win, and throws CommitOvertaken for the other', async () => {
    const store = emptyStore()
    const [a, b] = [await openLog(store), await openLog(store)]
    await a.append(draft(), 0)
    await expect(b.append(draft(), 0)).rejects.toThrow(CommitOvertaken)
    expect(await b.refresh()).toHaveLength(1)
    expect((await b.append(draft(), 1)).commit.seq).toBe(2)
  })
  it('counts a refused create as a success if the stored commit is its own (A02)', async () => {
    const store = emptyStore()
    const retrying: Store = {
      ...store,
      async putIfAbsent(key, body) {
        await store.putIfAbsent(key, body)
        return store.putIfAbsent(key, body)
      },
    }
    expect((await (await openLog(retrying)).append(draft(), 0)).commit.seq).toBe(1)
  })
  it('lists the live files: those added and not removed', async () => {
    const log = await openLog(emptyStore())
    await log.append(draft({ adds: [file('a'), file('b')] }), 0)
    await log.append(draft({ adds: [file('c')], removes: ['a'] }), 1)
    expect(log.live().map((one) => one.key)).toEqual(['b', 'c'])
  })
  it('does not open if a number is missing (A14)', async () => {
    const store = emptyStore()
    const log = await openLog(store)
    for (let seq = 0; seq < 3; seq++) await log.append(draft(), seq)
    const holed: Store = { ...store, get: (key) => (key === commitKey(2) ? Promise.resolve(undefined) : store.get(key)) }
    await expect(openLog(holed)).rejects.toThrow('log commit 2: missing')
  })
  it('does not open if a commit was altered', async () => {
    const store = emptyStore()
    const log = await openLog(store)
    await log.append(draft(), 0)
    await log.append(draft(), 1)
    const altered: Store = {
      ...store,
      async get(key) {
        const body = await store.get(key)
        return key === commitKey(1) ? Buffer.from(Buffer.from(body!).toString().replace('2026-01-01', '2026-01-02')) : body
      },
    }
    await expect(openLog(altered)).rejects.toThrow('log commit 1: the checksum does not match')
  })
  it('does not open if a commit was replaced by another', async () => {
    const store = emptyStore()
    const log = await openLog(store)
    await log.append(draft(), 0)
    await log.append(draft(), 1)
    const other = seal({ ...log.entries[0]!.commit, key_id: 'another' })
    const altered: Store = { ...store, get: async (key) => (key === commitKey(1) ? other : store.get(key)) }
    await expect(openLog(altered)).rejects.toThrow('log commit 2: expected it to follow the commit 1')
  })
})

describe('a stored file', () => {
  it('is named by its content, so that writing it again changes nothing', async () => {
    const store = emptyStore()
    expect(await putFile(store, 'files', '.x', Buffer.from('a'))).toEqual(await putFile(store, 'files', '.x', Buffer.from('a')))
  })
  it('is refused if its bytes do not have the hash of its reference (A12)', async () => {
    const store = emptyStore()
    const ref = await putFile(store, 'files', '.x', Buffer.from('abc'))
    await expect(getFile({ ...store, get: async () => Buffer.from('abd') }, ref)).rejects.toThrow('do not have SHA-256')
    await expect(getFile({ ...store, get: async () => undefined }, ref)).rejects.toThrow('not in the store')
  })
})
