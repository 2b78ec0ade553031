import { describe, expect, it } from 'vitest'
import { shanghaiDay } from '../../functions/domain/calendar.ts'
import { problem } from '../../functions/events/problems.ts'
import type { ReceiptRef } from '../../functions/event-log/commit.ts'
import { openLog } from '../../functions/event-log/log.ts'
import { verifyLog } from '../../functions/event-log/maintenance/verify-log.ts'
import { maintainLog } from '../../functions/event-log/maintenance/maintain.ts'
import type { RejectedRow } from '../../functions/ingest/check/rejected-row.ts'
import { RowsExpired, openDataset } from '../../functions/ingest/dataset.ts'
import { erasePerson } from '../../functions/ingest/erase.ts'
import { packReceipt } from '../../functions/ingest/receipts.ts'
import { packRejectedRows } from '../../functions/ingest/rejected-rows.ts'
import { putFile } from '../../functions/storage/blobs.ts'
import { KEY, NOW } from '../context.ts'
import { emptyWorld, plainStore } from '../storage/sim-store.ts'

/*
 * A receipt and its packed rows, some of which hold the number of a person, through erasure and expiry.
 */

const DAY = 86_400_000
const [PHONE, OTHER] = ['13800138000', '13900139000']
const named = (text: string) => problem('data.name', 'malformed', { zh: `${text} 无效`, en: `${text} is not valid` })
const row = (number: number, text: string): RejectedRow => ({ row: number, problems: [named(text)], content: ['s', text] })
const FILES = [
  [row(1, 'a'), row(2, 'a')],
  [row(3, `联系人 138 0013 8000`), row(5, OTHER)],
]

/** A store with one receipt, as a version left it that did not look for such numbers. */
async function stored({ isDated = true } = {}) {
  const world = emptyWorld()
  world.clock = NOW.getTime()
  const store = plainStore(world)
  const kept = []
  for (const rows of FILES) kept.push(await putFile(store, 'kept', '.rows.gz', await packRejectedRows(rows)))
  const receipt = await packReceipt(
    {
      receipt: {
        receipt_id: 'r1',
        status: 'committed',
        dataset: 'd',
        received_at: NOW.toISOString(),
        ...{ rows: 5, accepted: 0, duplicates: 1, conflicts: 0, rejected: 4 },
        errors: FILES.flat().map(({ row: number, problems }) => ({ row: number, ...problems[0]! })),
        duplicate_rows: [4],
      },
      shape: { format: 'csv', header: ['source', PHONE], names: ['source', 'name'] },
      starts: [1, 3],
    },
    [4, 1],
  )
  const ref: ReceiptRef = {
    ...(await putFile(store, 'receipts', '.json.gz', receipt)),
    receipt_id: 'r1',
    kept_aside: kept,
    rows: 5,
    ...(isDated && { day: shanghaiDay(NOW) }),
  }
  const log = await openLog(store)
  await log.append({ kind: 'upload', committed_at: NOW.toISOString(), key_id: KEY.ids[0]!, adds: [], removes: [], receipts: [ref] }, 0)

  const at = (days: number) => () => new Date(NOW.getTime() + days * DAY)
  const open = (days = 0) => openDataset('d', store, KEY, at(days))
  const erase = (phone: string, days = 0) => {
    const pseudonymOf = (kind: 'id_number' | 'phone', number: string) => KEY.pseudonym(KEY.ids[0]!, kind, number)
    return erasePerson(store, { pseudonym: pseudonymOf('phone', phone), pseudonymOf, ground: 'g', ticket: 't' }, at(days))
  }
  const collect = async (...days: number[]) => {
    for (const day of days) {
      world.clock = NOW.getTime() + day * DAY
      await maintainLog(store, { now: at(day), named: new Set(), guardHours: 24, daysKept: 90 })
    }
    return [...world.objects.keys()].filter((key) => key.startsWith('kept/')).length
  }
  return { store, open, erase, collect }
}

describe('an erasure of somebody whose number is in packed rows', () => {
  it('leaves the receipt, its pages and its parts as they were, without the number', async () => {
    const { store, open, erase } = await stored()
    const before = await (await open()).receipt('r1')
    const { searched } = await erase(PHONE)
    expect([searched!.receipts.length, searched!.rejected_rows.length]).toEqual([1, 2])
    const dataset = await open()
    const receipt = await dataset.receipt('r1')
    const text = JSON.stringify(receipt)
    expect([text.includes('138 0013 8000'), text.includes('erased-'), text.includes(OTHER)]).toEqual([false, true, true])
    expect({ ...receipt, errors: [] }).toEqual({ ...before, errors: [] })
    expect(receipt!.errors.map(({ row: number }) => number)).toEqual([1, 2, 3, 5])
    const { header, rows } = (await dataset.rejectedRows('r1', 2))!
    const part = await Array.fromAsync(rows)
    expect(header![1]).toMatch(/^erased-/)
    expect(part[0]!.content).toEqual(['s', `联系人 ${header![1]}`])
    expect(part[0]!.problems[0]!.message).toBe(`联系人 ${header![1]} 无效`)
    expect(part[1]).toEqual(FILES[1]![1])
    // Only the file that named the person is another one.
    const refs = (await openLog(store)).entries.map(({ commit }) => commit.receipts[0]!)
    expect(refs[1]!.kept_aside.map(({ key }, index) => key === refs[0]!.kept_aside[index]!.key)).toEqual([true, false])
  })

  it('gives the space of what it replaced back, and counts the days of the rest from the upload', async () => {
    for (const isDated of [true, false]) {
      const { open, erase, collect } = await stored({ isDated })
      await erase(PHONE, 80)
      expect(await collect(81, 83)).toBe(2)
      await expect((await open(91)).rejectedRows('r1')).rejects.toThrow(RowsExpired)
      expect(await collect(92, 94)).toBe(0)
      expect(await (await open(95)).receipt('r1')).toMatchObject({ rejected: 4 })
    }
  })

  it('leaves a log that is verified whole, also once what it replaced is gone', async () => {
    const { store, erase, collect } = await stored()
    await erase(PHONE, 1)
    expect(await collect(2, 4)).toBe(2)
    expect(await verifyLog(store, { releases: [], readsFiles: true, isKept: () => true })).toMatchObject({ seq: 2, files: 3, problems: [] })
  })

  it('is done where the rows are kept no longer: they are not among what was searched', async () => {
    const { open, erase, collect } = await stored()
    expect(await collect(92, 94)).toBe(0)
    const { searched } = await erase(PHONE, 95)
    expect([searched!.receipts.length, searched!.rejected_rows]).toEqual([1, []])
    expect(JSON.stringify(await (await open(95)).receipt('r1'))).not.toContain('138 0013 8000')
  })
})
