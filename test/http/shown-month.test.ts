import { describe, expect, it } from 'vitest'
import { periodsOf } from '../../dashboard/src/lib/periods.ts'
import { measuresPage } from '../../functions/reporting/pages/measures.ts'
import { regionPage } from '../../functions/reporting/pages/region.ts'
import { release } from '../queries/release.ts'

let last = 0
const join = (day: string) => ({ source: 's', id: `e${++last}`, type: 'member.joined', occurred_on: day, data: { worker: { ref: `w${last}` }, union_id: 'U', region: '310115', sector: 'courier', path: 'self_run', channel: 'scan' } }) // prettier-ignore

/** The pages of a release that is built on 2026-11-24, when October is settled and November is not. */
const pagesOf = async (days: readonly string[]) => {
  const cube = await release([days.map(join)])
  const [region, measures] = [(await regionPage(cube, '310115'))!, (await measuresPage(cube, '310115'))!]
  return { region, measures: measures.measures, periods: periodsOf(region.head, 'en') }
}

describe('the month that pages open on', () => {
  it('is the last settled one; the one that is filling stands beside it, and totals go to the day of the release', async () => {
    const { region, measures, periods } = await pagesOf(['2026-10-03', '2026-10-20', '2026-10-21', '2026-11-05'])
    expect(region.head).toMatchObject({ month: '2026-10', as_of: '2026-11-05', is_filling: true })
    expect(region.values).toMatchObject({
      members: 4,
      members_joined: 4,
      'members_joined.year': 4,
      'members_joined.month': 3,
      'members_joined.filling': 1,
    })
    expect(region.sectors.find(({ code }) => code === 'courier')!.values).toMatchObject({ 'members_joined.month': 3 })
    expect([periods.month, periods.filling]).toEqual(['last settled month (2026-10)', 'this month (2026-11, reports still coming in)'])
    expect(measures.find(({ id }) => id === 'M063')).toBeDefined()
    const windowed = measures.filter(({ month, value }) => month !== undefined && (value ?? 0) > 0)
    expect(windowed.length).toBeGreaterThan(0)
    for (const { value, month, filling } of windowed) expect([value, month, filling]).toEqual([4, 3, 1])
  })
  it('is that of the latest event where it is settled, or where nothing came before', async () => {
    const settled = await pagesOf(['2026-03-05'])
    expect([settled.region.head.month, settled.periods.month, settled.periods.filling]).toEqual([
      '2026-03',
      'this month (2026-03)',
      undefined,
    ])
    expect(settled.region.values).not.toHaveProperty('members_joined.filling')
    const first = await pagesOf(['2026-11-05'])
    expect([first.region.head.month, first.periods.month, first.periods.filling]).toEqual(['2026-11', 'this month (2026-11, reports still coming in)', undefined]) // prettier-ignore
  })
})
