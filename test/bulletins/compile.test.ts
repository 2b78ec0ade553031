import { describe, expect, it } from 'vitest'
import { compileBulletin } from '../../functions/bulletins/compile.ts'
import { findRegion } from '../../functions/catalogue/regions.ts'
import { statusText } from '../../functions/domain/statuses.ts'
import { bulletinTestCube } from './bulletin-cube.ts'

const nation = findRegion('000000')!

async function targetRow(counted: number): Promise<string[]> {
  const { blocks } = await compileBulletin(bulletinTestCube({ counted }), { region: nation, period: '2026-10' })
  const table = blocks.flatMap((block) => (block.kind === 'table' ? [block.table] : [])).find((one) => one.caption.endsWith('目标进度'))!
  return table.rows[0]!
}

describe('the table of targets in a bulletin', () => {
  it.each([
    [9996, '99.9%'],
    [9999, '99.9%'],
    [4, '<0.1%'],
    [10_000, '100.0%'],
    [48_900, '489.0%'],
  ])('prints %d of 10,000 as the page does: %s', async (counted, share) => {
    expect((await targetRow(counted)).slice(1, 4)).toEqual(['10,000', counted.toLocaleString('en-US'), share])
  })
  it('names the status in the words of the page', async () => {
    expect((await targetRow(9996))[5]).toBe(statusText.on_track.zh)
    expect((await targetRow(10_000))[5]).toBe(statusText.met.zh)
    expect((await targetRow(4))[5]).toBe(statusText.behind.zh)
  })
})
