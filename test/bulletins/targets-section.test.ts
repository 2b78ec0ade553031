import { describe, expect, it } from 'vitest'
import type { Block } from '../../functions/bulletins/model.ts'
import { targetsSection } from '../../functions/bulletins/sections/targets.ts'
import type { TargetProgress } from '../../functions/reporting/target-progress.ts'

const target = (fields: Partial<TargetProgress>) =>
  ({ name: { zh: '典型经验', en: 'best practices' }, sector: 'all', comparison: 'at_least', target: 1, counted: 'bestpractice.published', status: 'met', ...fields }) as TargetProgress // prettier-ignore

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
