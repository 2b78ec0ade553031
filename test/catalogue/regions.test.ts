import { describe, expect, it } from 'vitest'
import { canonicalRegion, childRegions, findRegion, regionPath, regionsAtLevel } from '../../functions/catalogue/regions.ts'

describe('region codes', () => {
  it.each([
    ['310115', '310115'],
    ['310115000', '310115'],
    ['310115000000', '310115'],
    ['310115004000', '310115004'],
    ['310115004001', '310115004001'],
    ['000000', '000000'],
    ['660000', '660000'],
    ['659001', '659001'],
  ])('keeps %s as %s', (text, code) => {
    expect(canonicalRegion(text)).toBe(code)
  })
  it.each(['310100', '429000', '659000', '620201', '999999', '31', '3101150040', '310115999001', ''])('knows no region %j', (text) => {
    expect(canonicalRegion(text)).toBeUndefined()
  })
})

describe('parents', () => {
  const path = (code: string) => regionPath(code).map((region) => region.code)
  it('come from the table', () => {
    expect(path('330106')).toEqual(['330106', '330100', '330000', '000000'])
    expect(path('310115')).toEqual(['310115', '310000', '000000'])
    expect(path('429004')).toEqual(['429004', '420000', '000000'])
    expect(path('659001')).toEqual(['659001', '650000', '000000'])
    expect(path('441900003')).toEqual(['441900003', '441900', '440000', '000000'])
    expect(path('620201001')).toEqual(['620201001', '620200', '620000', '000000'])
    expect(path('310115004001')).toEqual(['310115004001', '310115004', '310115', '310000', '000000'])
  })
  it('gives the nation 31 provinces, Hong Kong, Macao, Taiwan and the Corps', () => {
    expect(childRegions('000000')).toHaveLength(35)
    expect(regionsAtLevel('000000', 'province')).toHaveLength(35)
  })
  it('lists the region itself where it stands at the level, else its descendants there', () => {
    expect(regionsAtLevel('310115', 'county').map((region) => region.code)).toEqual(['310115'])
    expect(regionsAtLevel('310000', 'prefecture')).toEqual([])
    expect(regionsAtLevel('310000', 'county')).toHaveLength(16)
    expect(regionsAtLevel('441900', 'county')).toEqual([])
    expect(regionsAtLevel('441900', 'prefecture')).toHaveLength(1)
    expect(regionsAtLevel('420000', 'county').map((region) => region.code)).toContain('429004')
  })
  it('names every region and gives each a parent that stands', () => {
    for (const region of regionsAtLevel('000000', 'county')) {
      expect(region.name).not.toBe('')
      expect(findRegion(region.parent)).toBeDefined()
    }
  })
})
