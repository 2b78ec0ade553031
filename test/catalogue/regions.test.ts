import { describe, expect, it } from 'vitest'
import {
  canonicalRegion,
  childRegions,
  findRegion,
  regionPath,
  regionsAtLevel,
  townshipsWithin,
} from '../../functions/catalogue/regions.ts'
import townships from '../../queries/catalogue/townships.json' with { type: 'json' }

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
  ])('stores %s as %s', (text, code) => {
    expect(canonicalRegion(text)).toBe(code)
  })
  it.each(['310100', '429000', '659000', '620201', '999999', '31', '3101150040', '310115999001', ''])('finds no region for %j', (text) => {
    expect(canonicalRegion(text)).toBeUndefined()
  })
})

describe('parents', () => {
  const path = (code: string) => regionPath(code).map((region) => region.code)
  it('are read from the table', () => {
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
  it('lists the region itself if it is of the level, else its descendants of that level', () => {
    expect(regionsAtLevel('310115', 'county').map((region) => region.code)).toEqual(['310115'])
    expect(regionsAtLevel('310000', 'prefecture')).toEqual([])
    expect(regionsAtLevel('310000', 'county')).toHaveLength(16)
    expect(regionsAtLevel('441900', 'county')).toEqual([])
    expect(regionsAtLevel('441900', 'prefecture')).toHaveLength(1)
    expect(regionsAtLevel('420000', 'county').map((region) => region.code)).toContain('429004')
  })
  it('names every region and gives each a parent of the table', () => {
    for (const region of regionsAtLevel('000000', 'county')) {
      expect(region.name).not.toBe('')
      expect(findRegion(region.parent)).toBeDefined()
    }
  })
  it('finds every township under the region that the table lists it in', () => {
    const wrong = Object.entries(townships).flatMap(([parent, towns]) =>
      Object.entries(towns).filter(([code, name]) => findRegion(code)?.parent !== parent || findRegion(code)?.name !== name),
    )
    expect(wrong).toEqual([])
  })
  it('counts the townships of a region', () => {
    const all = Object.values(townships).reduce((sum, towns) => sum + Object.keys(towns).length, 0)
    expect(townshipsWithin('000000')).toBe(all)
    expect(townshipsWithin('110101')).toBe(17)
    expect(townshipsWithin('999999')).toBe(0)
  })
})
