import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { allFormerRegions, canonicalFormerRegion, countedRegion, findFormerRegion } from '../../functions/catalogue/former-regions.ts'
import { findRegion } from '../../functions/catalogue/regions.ts'
import formerJson from '../../queries/catalogue/former-regions.json' with { type: 'json' }

const require = createRequire(import.meta.url)

/** Where the package is at fault: a misspelt name (荔浦县), a container, and a district that was given up two years before (国函〔2014〕121号). */
const FAULTS = ['201010 450331', '201110 450331', '201210 140501', '201607 410211']

/** A yearly table of the package gb2260: names by code, without 市辖区 and its like, which hold codes together. */
function tableOf(revision: string): [code: string, name: string][] {
  const text = readFileSync(require.resolve(`gb2260/lib/${revision}.json`), 'utf8')
  const containers = ['市辖区', '县', '省直辖县级行政区划', '自治区直辖县级行政区划']
  return Object.entries(JSON.parse(text) as Record<string, string>).filter(([, name]) => !containers.includes(name))
}

describe('regions that are no more', () => {
  it('are none of the table, and regions of the table succeed them', () => {
    for (const { code, successors } of allFormerRegions()) {
      expect([code, findRegion(code)]).toEqual([code, undefined])
      expect(successors.filter((one) => findRegion(one) === undefined)).toEqual([])
    }
  })
  it('are succeeded by regions of the same province', () => {
    const elsewhere = allFormerRegions().filter(({ code, successors }) => successors.some((one) => one.slice(0, 2) !== code.slice(0, 2)))
    expect(elsewhere).toEqual([])
  })
  it.each(['201010', '201110', '201210', '201308', '201410', '201509', '201607'])(
    'are all codes of the table of %s in the npm package gb2260 that are not of today, with the same names and years',
    (revision) => {
      const year = Number(revision.slice(0, 4))
      const gone = tableOf(revision).filter(([code]) => findRegion(code) === undefined && !FAULTS.includes(`${revision} ${code}`))
      expect(gone.length).toBeGreaterThan(100)
      const wrong = gone.filter(([code, name]) => {
        const region = findFormerRegion(code)
        return region?.name !== name || Number(region.validFrom.slice(0, 4)) > year || Number(region.validTo.slice(0, 4)) < year - 1
      })
      expect(wrong).toEqual([])
    },
  )
  it('count in the region that the table names first, which says why where there are several', () => {
    expect(countedRegion('310230')).toBe('310151')
    expect(countedRegion('310151')).toBe('310151')
    expect(findFormerRegion('330104')!.successors).toEqual(['330102', '330114'])
    const unexplained = formerJson.rows.filter(
      ([, , , , successors, basis, source]) => source === '' || (successors.length > 1 && basis === 'record'),
    )
    expect(unexplained).toEqual([])
  })
  it('are known by 6 digits, with trailing zeros or without; their townships are not known', () => {
    expect(['310230', '310230000', '310230000000'].map(canonicalFormerRegion)).toEqual(['310230', '310230', '310230'])
    expect(['310230100', '310151', '31023', '310230001000'].map(canonicalFormerRegion)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })
})
