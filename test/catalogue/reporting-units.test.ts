import { describe, expect, it, vi } from 'vitest'
import { allRegions, provinceOf } from '../../functions/catalogue/regions.ts'
import { reportsSince, unitsAtLevel, unitsBelow } from '../../functions/catalogue/reporting-units.ts'
import { readEvent } from '../../functions/events/event.ts'

vi.mock('../../queries/catalogue/reporting-units.json', async (load) => {
  const { default: units } = await load<{ default: { since: Record<string, string> } }>()
  return { default: { ...units, since: { ...units.since, '660000': '2018-07-01' } } }
})

const PLACES = ['710000', '810000', '820000']

describe('the units that report', () => {
  it('are 31 provinces and the Xinjiang Corps', () => {
    const codes = unitsBelow('000000').map(({ code }) => code)
    expect(codes).toHaveLength(32)
    expect(codes).toContain('660000')
    expect(codes.filter((code) => PLACES.includes(code))).toEqual([])
  })
  it('include every prefecture and county below them, and none of Hong Kong, Macao and Taiwan', () => {
    const wrong = [...allRegions()].filter(({ code, level }) => {
      if (level === 'nation') return reportsSince(code) !== undefined
      return (reportsSince(code) === undefined) !== PLACES.includes(provinceOf(code)!)
    })
    expect(wrong).toEqual([])
    expect(unitsAtLevel('000000', 'county').every(({ code }) => !/^(71|81|82)/.test(code))).toBe(true)
  })
})

describe('an event of a unit', () => {
  const rules = { today: '2026-11-24', lastDay: '2026-11-25', pseudonym: () => 'p' }
  const site = (occurred_on: string) =>
    readEvent({ source: 's', id: '1', type: 'site.opened', occurred_on, data: { site_id: 'S', kind: 'driver_home', name: 'n', region: '660000' } }, rules) // prettier-ignore
  it('from before the day from which it reports is rejected by name', () => {
    expect(site('2018-06-30')).toMatchObject({
      ok: false,
      problems: [{ field: 'data.region', code: 'unit_not_yet', message_en: expect.stringContaining('from 2018-07-01 on') as string }],
    })
  })
  it('of that day is taken', () => {
    expect(site('2018-07-01')).toMatchObject({ ok: true })
  })
})
