import { describe, expect, it } from 'vitest'
import { shade, tiles } from '../../dashboard/src/lib/tiles.ts'
import { findRegion, regionsAtLevel } from '../../functions/catalogue/regions.ts'

describe('the tile map', () => {
  it('has one tile for every province, and no two in one position', () => {
    const provinces = regionsAtLevel('000000', 'province').map(({ code }) => code)
    expect(Object.keys(tiles).sort()).toEqual([...provinces].sort())
    expect(new Set(Object.values(tiles).map(({ at }) => at.join())).size).toBe(provinces.length)
  })
  it('names each tile by the beginning of the name of its province', () => {
    const wrong = Object.entries(tiles).filter(([code, { zh }]) => code !== '660000' && !findRegion(code)!.name.startsWith(zh))
    expect(wrong).toEqual([])
  })
  it('is shaded from 0 for nothing to 5 for the largest, by the square root of the share', () => {
    expect([undefined, 0, -1].map((value) => shade(value, 100))).toEqual([0, 0, 0])
    expect([1, 4, 17, 37, 65, 100].map((value) => shade(value, 100))).toEqual([1, 1, 3, 4, 5, 5])
    expect(shade(5, 0)).toBe(0)
  })
})
