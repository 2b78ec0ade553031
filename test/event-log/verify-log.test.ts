import { describe, expect, it } from 'vitest'
import { commitKey } from '../../functions/event-log/commit.ts'
import { openLog } from '../../functions/event-log/log.ts'
import { updateCheckpoint } from '../../functions/event-log/maintenance/write-checkpoint.ts'
import { verifyLog } from '../../functions/event-log/maintenance/verify-log.ts'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { fromJson } from '../../functions/storage/json.ts'
import { seal } from '../../functions/storage/sealed-json.ts'
import type { Store } from '../../functions/storage/store.ts'
import { KEY, NOW, emptyStore } from '../context.ts'

const options = { releases: [], readsFiles: true, isKept: () => true }

/** A log of six commits with a checkpoint at the fourth. */
async function sixCommits(): Promise<Store> {
  const store = emptyStore()
  const dataset = await openDataset('d', store, KEY, () => NOW)
  for (let n = 1; n <= 6; n++) {
    const body = Buffer.from(
      `source,id,type,occurred_on,union_id\ns,${n},union.dissolved,2025-01-01,u\ns,x${n},union.dissolved,2025-01-01,\n`,
    )
    await dataset.ingest({ body })
    if (n === 4) await updateCheckpoint(store, await openLog(store), 1)
  }
  return store
}

/** The commit with other content, sealed anew, as somebody would who changes it with care. */
async function changed(store: Store, seq: number): Promise<Uint8Array> {
  const { sha256: _seal, ...commit } = fromJson<Record<string, unknown>>((await store.get(commitKey(seq)))!)
  return seal({ ...commit, committed_at: '2020-01-01T00:00:00.000Z' })
}

describe('the verification of a log', () => {
  it('reads every commit and every file of one that is intact', async () => {
    const store = await sixCommits()
    expect(await verifyLog(store, options)).toMatchObject({ seq: 6, files: 18, problems: [] })
  })

  it.each([2, 4, 6])('finds commit %i removed, behind a checkpoint too', async (seq) => {
    const store = await sixCommits()
    await store.remove(commitKey(seq))
    const { problems } = await verifyLog(store, options)
    // The last commit leaves no trace in the log: a release that was built from it tells.
    expect(problems).toEqual(seq === 6 ? [] : [`log commit ${seq}: missing`])
    const releases = [{ release: '000001', log: (await openLog(await sixCommits())).head(), files: {} }]
    expect((await verifyLog(store, { ...options, releases })).problems).not.toEqual([])
  })

  it.each([2, 4])('finds commit %i changed and sealed again, behind a checkpoint too', async (seq) => {
    const store = await sixCommits()
    const body = await changed(store, seq)
    await store.remove(commitKey(seq))
    await store.putIfAbsent(commitKey(seq), body)
    // A start from the checkpoint does not see it.
    await expect(openLog(store)).resolves.toBeDefined()
    expect((await verifyLog(store, options)).problems).toEqual([
      expect.stringContaining(`log commit ${seq + 1}: it names another commit ${seq}`),
    ])
  })

  it('finds files that are missing or altered', async () => {
    const store = await sixCommits()
    const keys = await Promise.all(
      ['files/', 'kept/', 'receipts/'].map(async (folder) => (await Array.fromAsync(store.list(folder)))[0]!.key),
    )
    for (const key of keys) await store.remove(key)
    await store.putIfAbsent(keys[0]!, Buffer.from('other bytes'))
    const { problems } = await verifyLog(store, options)
    expect(problems.toSorted()).toEqual(keys.map((key) => `file ${key}: missing or altered`).toSorted())
    expect((await verifyLog(store, { ...options, readsFiles: false })).problems).toEqual([])
  })
})
