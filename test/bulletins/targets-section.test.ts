import { describe, expect, it } from 'vitest'
import type { Block } from '../../functions/bulletins/model.ts'
import { changedNumbers } from '../../functions/bulletins/changed-numbers.ts'
import { behindSection } from '../../functions/bulletins/sections/behind.ts'
import { targetsSection } from '../../functions/bulletins/sections/targets.ts'
import type { TargetProgress } from '../../functions/reporting/target-progress.ts'

const target = (fields: Partial<TargetProgress>) =>
  ({ name: { zh: '典型经验', en: 'best practices' }, sector: 'all', comparison: 'at_least', target: 1, counted: 'bestpractice.published', rule: 'existence', status: 'met', published: [], ...fields }) as TargetProgress // prettier-ignore

const rowsOf = (blocks: readonly Block[]) => blocks.flatMap((block) => (block.kind === 'table' ? block.table.rows : []))

describe('a target of existence in a bulletin', () => {
  it('has the day since which there is any, and no percentage', () => {
    const rows = rowsOf(targetsSection([target({ exists: true, since: '2026-02-05', value: 2984 }), target({ exists: false, value: 0 })]))
    expect(rows.map((row) => row.slice(1, 4))).toEqual([
      ['有', '有（2026-02-05 起）', '—'],
      ['有', '无', '—'],
    ])
  })
})

describe('the table of targets in a bulletin', () => {
  const cells = (fields: Partial<TargetProgress>) => rowsOf(targetsSection([target(fields)]))[0]!.slice(0, 3)
  it('asks that there is any, and never for a 1, where nothing was reported either', () => {
    expect(cells({ status: 'not_reported' })).toEqual(['典型经验', '有', '—'])
  })
  it('has units beside goals and values, and prints a share as a percentage of its basis', () => {
    const unit_name = { zh: '家', en: 'enterprises' }
    const number = { status: 'on_track', value: 3, target: 5, unit_name } as const
    expect(cells({ ...number, rule: 'whole' })).toEqual(['典型经验', '5家', '3家'])
    expect(cells({ ...number, rule: 'none_left', target: 0 })[1]).toBe('清零')
    const rate = { ...number, name: { zh: '入会率', en: '' }, counted: 'membership_rate', is_share: true, rule: 'whole' } as const
    expect(cells({ ...rate, target: 0.5, value: 0.25 })).toEqual(['入会率（登记口径）', '50.0%', '25.0%'])
  })
})

describe('the sentence on what is behind in a bulletin', () => {
  it('names the sector, and the unit', () => {
    const late = target({ region: '310000', sector: 'courier', rule: 'whole', status: 'behind', target: 9, value: 2, expected: 4.4, unit_name: { zh: '人', en: 'people' } }) // prettier-ignore
    const [, sentence] = behindSection([late], [])
    expect(sentence).toMatchObject({
      text: '落后于序时进度或逾期的目标：上海市典型经验（快递）（目标9人，计数2人，按时间应达4人）。',
    })
  })
})

describe('a later edition', () => {
  const edition = (goal: string): Block[] => [
    { kind: 'table', table: { caption: '目标进度', header: ['目标', '目标值'], rows: [['典型经验', goal]] } },
  ]
  it('does not call a number changed because its unit is printed now', () => {
    expect(changedNumbers(edition('10'), edition('10家'))).toEqual([])
    expect(changedNumbers(edition('10'), edition('100家'))).toHaveLength(1)
    expect(changedNumbers(edition('10'), edition('12'))).toHaveLength(1)
  })
})
