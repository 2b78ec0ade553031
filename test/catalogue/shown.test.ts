import { describe, expect, it } from 'vitest'
import { regionText } from '../../dashboard/src/lib/text/region.ts'
import { comparedOf } from '../../dashboard/src/lib/compared.ts'
import { bulletinMetrics, mapValues } from '../../functions/catalogue/shown.ts'
import { evidenceOfTarget } from '../../functions/catalogue/target-evidence.ts'

/** The entries of `list` that `expected` has. A metric that is added to the catalogue needs no change here. */
const among = (list: readonly string[], expected: readonly string[]) => list.filter((one) => expected.includes(one))

describe('the selector of the map', () => {
  it('offers the values that it always had, in the order that metrics.json gives', () => {
    const expected = [
      'members',
      'members_joined.year',
      'workers_served',
      'service_persontimes',
      'unions',
      'enterprises',
      'enterprises_unionized',
      'stations',
      'stations_unionized',
      'driver_homes',
      'sites',
      'units_due',
      'transfers_due',
      'blank_cells',
      'membership_rate.registered',
      'published:members_total',
      'published:driver_homes_total',
    ]
    const offered = mapValues.map(({ key, isPublished }) => (isPublished ? `published:${key}` : key))
    expect(among(offered, expected)).toEqual(expected)
  })

  const row = (values: Record<string, number>) => ({ code: '310000', name: { zh: '上海市', en: 'Shanghai' }, values })
  it('names the rate as the tables do, and formats it alone as a ratio', () => {
    const offered = comparedOf([row({ members: 3, 'membership_rate.registered': 0.5 })], [], 'all', 'zh')
    expect(offered.map(({ id, label, isRatio }) => [id, label, isRatio])).toEqual([
      ['members', '现有会员', false],
      ['membership_rate.registered', regionText.rate.zh, true],
    ])
    expect(comparedOf([row({ 'membership_rate.registered': 0.5 })], [], 'all', 'en').map(({ label }) => label)).toEqual([
      regionText.rate.en,
    ])
  })
  it('has zero where a region reported without a row, and nothing where it reported nothing', () => {
    const [joined] = comparedOf([row({ members_joined: 4, 'members_joined.year': 2 })], [], 'all', 'zh')
    expect(joined?.label).toBe('新发展会员（本年）')
    expect(joined?.of(row({ members_joined: 4 }))).toBe(0)
    expect(joined?.of(row({ members: 1 }))).toBeUndefined()
  })
})

describe('the first table of the bulletin', () => {
  it('lists the metrics that it always had, in the order that metrics.json gives', () => {
    const expected = [
      'members',
      'members_joined',
      'workers_served',
      'service_persontimes',
      'unions',
      'enterprises',
      'enterprises_unionized',
      'driver_homes',
    ]
    const listed = bulletinMetrics.map(({ metric }) => metric)
    expect(among(listed, expected)).toEqual(expected)
  })
})

describe('the evidence of a target', () => {
  it('is the metric itself for a counted metric that names no other', () => {
    expect(evidenceOfTarget('driver_homes')).toEqual({ counted: { metric: 'driver_homes' }, published: 'driver_homes_total' })
    expect(evidenceOfTarget('enterprises_unionized')).toEqual({
      counted: { metric: 'enterprises_unionized' },
      of: { metric: 'enterprises' },
      published: 'enterprises_unionized',
    })
  })
  it('can be a published metric alone', () => {
    expect(evidenceOfTarget('stations_total')).toEqual({ counted: null, published: 'stations_total' })
  })
  it('is empty for a metric that this system does not judge', () => {
    expect(evidenceOfTarget('county_federation_rate')).toEqual({ counted: null, published: null })
    expect(evidenceOfTarget('unknown')).toEqual({ counted: null, published: null })
  })
})
