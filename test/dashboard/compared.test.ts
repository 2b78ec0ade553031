import { describe, expect, it } from 'vitest'
import { comparedOf } from '../../dashboard/src/lib/compared.ts'
import type { FigureRow } from '../../functions/reporting/pages/figures.ts'

/** What regions are compared by: only like with like. */
const row = (code: string, values: Record<string, number> = {}) => ({ code, name: { zh: code, en: code }, values })

const figure = (region: string, value: number, more: Partial<FigureRow>): FigureRow =>
  ({
    metric: 'members_total',
    region,
    sector: 'all',
    value,
    as_of: '2024-12-31',
    period_start: null,
    qualifier: 'exact',
    ...more,
  }) as FigureRow

describe('published figures of regions', () => {
  const rows = ['320000', '430000', '510000'].map((code) => row(code))
  const figures = [
    figure('320000', 1_790_000, { as_of: '2024-12-31', qualifier: 'approx' }),
    figure('430000', 20_000, { sector: 'ride_hailing', as_of: '2025-12-31' }),
    figure('510000', 799_000, { as_of: '2023-10-31' }),
    figure('510000', 5, { sector: 'courier', as_of: '2026-01-01' }),
  ]
  const [compared] = comparedOf(rows, figures, 'all', 'zh')
  const detail = (code: string) => compared!.detailOf!(row(code))!

  it('are ranked only against figures of the same year', () => {
    expect([detail('320000').group?.name, detail('510000').group?.name]).toEqual(['2024年公布', '2023年公布'])
    expect(detail('320000').group!.position).toBeLessThan(detail('510000').group!.position)
  })
  it('of one sector alone stand apart, without a rank, and name the sector (Hunan, ride-hailing)', () => {
    expect(detail('430000')).toMatchObject({ group: { isUnranked: true }, note: '2025-12-31 · 网约车' })
  })
  it('of groups that a source names itself, or within a period, are not ranked', () => {
    const unlike = [
      figure('320000', 5, { sector: 'other' }),
      figure('430000', 6, { sector: 'other' }),
      figure('510000', 7, { period_start: '2023-01-01' }),
    ]
    const [ofOther] = comparedOf(rows, unlike, 'other', 'zh')
    const [ofAll] = comparedOf(rows, unlike, 'all', 'zh')
    expect(ofOther!.detailOf!(row('320000'))).toMatchObject({ group: { isUnranked: true }, note: '2024-12-31 · 来源所称群体，见引文' })
    expect(ofAll!.detailOf!(row('510000'))).toMatchObject({ group: { isUnranked: true }, note: '2023-01-01 — 2024-12-31' })
  })
  it('of the sector that is asked for are preferred to later ones of another', () => {
    expect(compared!.of(row('510000'))).toBe(799_000)
    expect(comparedOf(rows, figures, 'courier', 'zh')[0]!.of(row('510000'))).toBe(5)
  })
  it('name their day, and how exact they are', () => {
    expect(detail('320000').note).toBe('2024-12-31 · 约数')
  })
})

describe('a membership rate', () => {
  const values = { members: 100, 'members_covered.registered': 61, 'workforce.registered': 200, 'membership_rate.registered': 0.305 }
  const rate = (of: Record<string, number>) => comparedOf([row('1', of)], [], 'all', 'en').find(({ isRatio }) => isRatio)!
  it('that covers every member is ranked without a remark', () => {
    const whole = { ...values, members: 61 }
    expect(rate(whole).detailOf!(row('1', whole))).toBeUndefined()
  })
  it('of some members only stands apart, without a rank, and says of how many, and of which sectors and regions', () => {
    expect(rate(values).detailOf!(row('1', values))).toMatchObject({
      group: { isUnranked: true },
      note: 'only sectors and regions that reported their workforce: members 61, 61.0% of all',
    })
    const name = (word: string) => ({ zh: word, en: word })
    const partial_rates = { registered: { sectors: [name('courier')], regions: [name('Pudong')], of_regions: 16 } }
    const parts = 'sectors: courier; regions below (1 of 16): Pudong'
    expect(rate(values).detailOf!({ ...row('1', values), partial_rates })!.note).toContain(parts)
  })
  it('above 100 % is ranked with no other, and says what to check (F13)', () => {
    const overfull = { 'members': 61, 'members_covered.registered': 61, 'workforce.registered': 50, 'membership_rate.registered': 1.22 } // prettier-ignore
    expect(rate(overfull).detailOf!(row('1', overfull))).toMatchObject({
      group: { isUnranked: true },
      note: 'more members than reported workers: check the workforce',
    })
  })
})
