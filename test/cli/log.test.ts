import { beforeAll, describe, expect, it } from 'vitest'
import { logLines } from '../../functions/cli/log.ts'
import { commitKey } from '../../functions/event-log/commit.ts'
import { maintainLog } from '../../functions/event-log/maintenance/maintain.ts'
import { openDataset } from '../../functions/ingest/dataset.ts'
import type { Store } from '../../functions/storage/store.ts'
import twelveEvents from '../fixtures/twelve-events.json' with { type: 'json' }
import { KEY, NOW, emptyStore } from '../context.ts'

describe('the log of a dataset', () => {
  let store: Store
  const receipts: string[] = []
  beforeAll(async () => {
    store = emptyStore()
    const dataset = await openDataset('paper', store, KEY, () => NOW)
    for (const events of [twelveEvents.slice(0, 6), twelveEvents.slice(6)]) {
      const body = Buffer.from(JSON.stringify(events))
      receipts.push((await dataset.ingest({ body, contentType: 'application/json' })).receipt_id)
    }
  })

  it('is printed commit by commit, with what was verified', async () => {
    const lines = await logLines(store, {})
    expect(lines).toEqual([
      `     1  2026-11-24T04:00:00.000Z  upload        6 rows in 1 files  receipt ${receipts[0]}`,
      `     2  2026-11-24T04:00:00.000Z  upload        6 rows in 1 files  receipt ${receipts[1]}`,
      expect.stringMatching(/^hash chain verified: 2 commits, no checkpoint, head [0-9a-f]{64}$/) as string,
    ])
  })
  it('is printed from a commit on, or for a receipt', async () => {
    expect(await logLines(store, { from: 2 })).toHaveLength(2)
    expect((await logLines(store, { receipt: receipts[0]! }))[0]).toContain(`receipt ${receipts[0]}`)
    await expect(logLines(store, { receipt: 'none' })).rejects.toThrow('receipt none: no commit from 1 on names it')
  })
  it('marks the commit of the checkpoint', async () => {
    await maintainLog(store, { now: () => NOW, named: new Set(), guardHours: 24, commitsBetween: 1 })
    const lines = await logLines(store, {})
    expect(lines[1]).toMatch(/ {2}checkpoint$/)
    expect(lines[2]).toContain('checkpoint at 2')
  })
  it('of nothing says so', async () => {
    expect(await logLines(emptyStore(), {})).toEqual(['the log is empty'])
  })
  it('is not printed where a commit was altered, and the commit is named', async () => {
    const altered: Store = {
      ...store,
      async get(key) {
        const body = await store.get(key)
        if (key !== commitKey(1) || !body) return body
        return Buffer.from(Buffer.from(body).toString('utf8').replace('"rows":6', '"rows":7'))
      },
    }
    await expect(logLines(altered, {})).rejects.toThrow(/^log commit [12]/)
  })
})
