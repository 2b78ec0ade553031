import { describe, expect, it } from 'vitest'
import { compileBulletin } from '../../functions/bulletins/compile.ts'
import { findRegion } from '../../functions/catalogue/regions.ts'
import type { Figure } from '../../functions/release-format/rows.ts'
import type { Cube } from '../../functions/reporting/cube.ts'
import { statusText } from '../../functions/domain/statuses.ts'
import { bulletinTestCube } from './bulletin-cube.ts'

const nation = findRegion('000000')!

async function blocksOf(cube: Cube) {
  return (await compileBulletin(cube, { region: nation, period: '2026-10' })).blocks
}

async function targetRow(counted: number, more: Partial<Cube> = {}): Promise<string[]> {
  const blocks = await blocksOf({ ...bulletinTestCube({ counted }), ...more })
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
  ])('prints %d of 10,000 as the page does: %s (F13)', async (counted, share) => {
    expect((await targetRow(counted)).slice(1, 4)).toEqual(['10,000人', `${counted.toLocaleString('en-US')}人`, share])
  })
  it('names the status in the words of the page', async () => {
    expect((await targetRow(9996))[5]).toBe(statusText.on_track.zh)
    expect((await targetRow(10_000))[5]).toBe(statusText.met.zh)
    expect((await targetRow(4))[5]).toBe(statusText.behind.zh)
  })
})

const figure = (value: number, more: Partial<Figure> = {}): Figure => ({
  source: 's', id: String(value), metric: 'members_new', region: '000000', sector: 'all', as_of: '2026-09-30', period_start: '2026-01-01', value, unit: '人',
  qualifier: 'exact', outlet: '工人日报', title: 't', url: null, published_on: '2026-10-09', quote: 'q', ...more,
}) // prettier-ignore

describe('a bulletin of a region of which nothing is counted', () => {
  const silent = (figures: Figure[]): Partial<Cube> => ({ valuesAt: async () => [], figures })

  it('lets the published figures lead, and says that a status rests on them', async () => {
    const cube = { ...bulletinTestCube({ counted: 0 }), ...silent([figure(12_000)]) }
    const headings = (await blocksOf(cube)).flatMap((block) => (block.kind === 'heading' ? [block.text] : []))
    expect(headings.slice(0, 2)).toEqual(['一、公布数字对照', '二、总体进展'])
    expect(await targetRow(0, silent([figure(12_000)]))).toEqual([
      '新发展会员', '10,000人', '公布12,000人（2026-09-30），未报送计数', '—', '2026-12-31', '已达到（按公布数字）',
    ]) // prettier-ignore
  })
  it('takes a figure as its source qualifies it', async () => {
    const status = async (value: number, qualifier: string) => (await targetRow(0, silent([figure(value, { qualifier })])))[5]
    expect(await status(9000, 'exact')).toBe('未达到（按公布数字）')
    expect(await status(9000, 'at_least')).toBe('未报送')
    expect(await status(9900, 'approx')).toBe('未报送')
  })
  it('leaves out a figure of another sector, or one that was published after the period', async () => {
    expect((await targetRow(0, silent([figure(12_000, { sector: 'freight' })]))).slice(2)).toEqual(['—', '—', '2026-12-31', '未报送'])
    expect((await targetRow(0, silent([figure(12_000, { published_on: '2026-11-02' })])))[2]).toBe('—')
  })
})
