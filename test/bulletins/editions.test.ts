import { beforeAll, describe, expect, it } from 'vitest'
import { changedNumbers } from '../../functions/bulletins/changed-numbers.ts'
import type { Block, Bulletin } from '../../functions/bulletins/model.ts'
import { createDispatcher } from '../../functions/http/dispatcher.ts'
import { allOperations } from '../../functions/local/operations.ts'
import { emptyContext } from '../context.ts'

/** What an edition says, and what it never says. */
const context = emptyContext()
const dispatch = createDispatcher(allOperations)

async function call<T>(method: string, path: string, body?: object): Promise<T> {
  const headers = { 'content-type': 'application/json' }
  const request = {
    method,
    path: `/api/v1/editions/${path}`,
    query: new URLSearchParams(),
    headers,
    body: Buffer.from(JSON.stringify(body ?? '')),
  }
  const reply = await dispatch(context, request, (error) => {
    throw error as Error
  })
  return JSON.parse(String(reply.body)) as T
}

let count = 0
const event = (type: string, occurred_on: string, data: object) => ({ source: 'union:310000', id: `e${++count}`, type, occurred_on, data })
const union = (id: string, on: string) =>
  event('union.established', on, { union_id: id, name: id, form: 'joint_union', mode: 'joint', region: '310115', sector: 'courier' })
const join = (region: string) => event('member.joined', '2026-11-03', { worker: { ref: 'w' }, union_id: 'U-1', region, sector: 'courier', path: 'self_run', channel: 'scan' }) // prettier-ignore
const figure = (as_of: string, published_on: string, value: number) =>
  event('figure.published', published_on, { metric: 'members_total', region: '310000', sector: 'all', value, unit: '人', as_of, qualifier: 'exact', outlet: '解放日报', title: '报道', published_on, quote: '引文' }) // prettier-ignore

const edition = (period: string, more: object = {}) => call<Bulletin>('POST', 'bulletins', { region: '310000', period, ...more })
const read = (id: string) => call<Bulletin>('GET', `bulletins/${id}.json`)
const textOf = ({ blocks }: Pick<Bulletin, 'blocks'>) => JSON.stringify(blocks)

let first: Bulletin
let second: Bulletin
let preview: Bulletin
beforeAll(async () => {
  await call('POST', 'events', [union('U-1', '2026-09-03'), union('U-2', '2026-10-05'), figure('2026-09-30', '2026-10-08', 111), figure('2026-10-31', '2026-11-20', 222)]) // prettier-ignore
  await call('POST', 'releases')
  first = await read((await edition('2026-10')).id)
  await call('POST', 'events', [union('U-3', '2026-10-02')])
  await call('POST', 'releases')
  preview = await edition('2026-10', { preview: true })
  second = await read((await edition('2026-10')).id)
})

describe('an edition that replaces an earlier one', () => {
  it('names it, and each number that reads otherwise', () => {
    expect(second).toMatchObject({ number: '2026年第2期', replaces: first.id })
    expect(textOf(second)).toContain('本期替代同一地区、同一月份的2026年第1期')
    const table = second.blocks.flatMap((block) => (block.kind === 'table' ? [block.table] : [])).find(({ caption }) => caption.endsWith('变动的数字')) // prettier-ignore
    expect(table!.rows).toContainEqual(['总体进展：工会组织', '累计或现有', '2', '3'])
  })
  it('numbers its headings and tables without a gap', () => {
    const captions = second.blocks.flatMap((block) => (block.kind === 'table' ? [block.table.caption] : []))
    expect(captions.map((caption) => /^表\d+/.exec(caption)![0])).toEqual(captions.map((_, index) => `表${index + 1}`))
  })
  it('is not what a first edition says', () => {
    expect(first).not.toHaveProperty('replaces')
    expect(textOf(first)).not.toContain('替代')
  })
})

describe('the list of editions', () => {
  it('says which later edition replaces one', async () => {
    const { bulletins } = await call<{ bulletins: { id: string; replaced_by?: string }[] }>('GET', 'bulletins')
    expect(bulletins.map(({ id, replaced_by }) => [id, replaced_by])).toEqual([[second.id, undefined], [first.id, second.id]]) // prettier-ignore
  })
})

describe('a preview', () => {
  it('is the whole text, without a number, and nothing of it is kept', async () => {
    expect(preview).toMatchObject({ id: 'preview', number: '预览，未编号', release: '000002' })
    expect(textOf(preview)).toContain('存续工会组织3个')
    expect((await call<{ bulletins: Bulletin[] }>('GET', 'bulletins')).bulletins.map(({ id }) => id)).toEqual(['2026-002', '2026-001'])
  })
})

describe('the text of an edition', () => {
  it('has no figure from after its period, nor one that was published later', async () => {
    const september = await edition('2026-09', { preview: true })
    expect([textOf(september).includes('111'), textOf(first).includes('111人'), textOf(first).includes('222人')]).toEqual([
      false,
      true,
      false,
    ])
  })
  it('says nothing of engines, events and commits', () => {
    expect(textOf(second)).not.toMatch(/duckdb|事件、|次提交|数据集editions/)
  })
  it('says of a month that is still filling that it is, and of no settled one, whenever its last event was', async () => {
    expect(textOf(first)).not.toContain('尚在报送')
    await call('POST', 'events', [union('U-4', '2026-11-03')])
    await call('POST', 'releases')
    expect(textOf(await edition('2026-11', { preview: true }))).toContain('当月数据尚在报送，不能与整月相比')
    expect(textOf(await edition('2026-10', { preview: true }))).not.toContain('尚在报送')
  })
  it('names the regions of which nothing that its table shows was received, whatever else was', async () => {
    const nothing = { region: '310000', event_type: 'case.opened', period_start: '2026-10-01', period_end: '2026-10-31' }
    await call('POST', 'events', [event('zero.reported', '2026-11-03', nothing), join('310115')])
    await call('POST', 'releases')
    const text = textOf(await edition('2026-11', { preview: true }))
    expect(text).not.toContain('所列地区均有报送')
    expect(text).toMatch(/未报送的地区：黄浦区、/)
    expect(text).not.toMatch(/未报送的地区：[^。]*浦东新区/)
  })
})

describe('the changed numbers of two editions', () => {
  const table = (caption: string, rows: string[][]): Block => ({ kind: 'table', table: { caption, header: ['指标', '本月'], rows } })
  it('are those of the same table, row and column, whatever number the table has', () => {
    const before = [table('表1 甲', [['a', '1'], ['b', '2']])] // prettier-ignore
    const after = [table('表3 乙', [['a', '9']]), table('表2 甲', [['a', '1'], ['b', '3'], ['c', '4']])] // prettier-ignore
    expect(changedNumbers(before, after)).toEqual([{ table: '甲', row: 'b', column: '本月', before: '2', after: '3' }])
  })
})
