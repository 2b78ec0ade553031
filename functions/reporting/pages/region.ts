import { codeName, sectors } from '../../catalogue/catalogue.ts'
import { findRegion } from '../../catalogue/regions.ts'
import { unitsBelow } from '../../catalogue/reporting-units.ts'
import { countsCoveredMembers } from '../covered-members.ts'
import type { Cube } from '../cube.ts'
import { type TargetProgress, progressFor } from '../target-progress.ts'
import { type Denominator, readDenominators } from './denominators.ts'
import { type FigureRow, figureRow } from './figures.ts'
import { type PageHead, type RegionHead, head, regionHead } from './head.ts'
import { type PageRow, type PageValues, collectValues, pageCells, regionRows, withZeros } from './page-rows.ts'
import { type Series, readSeries } from './series.ts'
import { type TownshipTable, townshipTable } from './township-table.ts'

export interface RegionPage {
  /** What was reported for the region itself; the regions below may have others. */
  denominators: Denominator[]
  head: PageHead
  region: RegionHead
  values: PageValues
  sectors: PageRow[]
  children: PageRow[]
  /** Of a county, or a prefecture without counties. */
  townships?: TownshipTable
  series: Series[]
  targets: TargetProgress[]
  figures: FigureRow[]
}

/** The page of a region, from the nation to a county. Undefined for a code that is not in the table. */
export async function regionPage(cube: Cube, code: string): Promise<RegionPage | undefined> {
  const region = code.length === 6 ? findRegion(code) : undefined
  if (!region) return undefined
  const bySector = collectValues(await pageCells(cube, { regions: [code] }), 'sector', countsCoveredMembers(cube.manifest))
  const all = bySector.get('all')
  const townships = await townshipTable(cube, region, all ?? {})
  return {
    head: head(cube),
    region: regionHead(region),
    denominators: await readDenominators(cube, code, bySector),
    values: all ?? {},
    sectors: sectors.map((sector) => ({
      code: sector,
      name: codeName('sector', sector),
      values: withZeros(bySector.get(sector), all),
    })),
    children: await regionRows(cube, unitsBelow(code), 'all'),
    ...(townships && { townships }),
    series: await readSeries(cube, code, 'all'),
    targets: await progressFor(cube, code),
    figures: cube.figures.filter((figure) => figure.region === code).map((figure) => figureRow(cube.manifest, figure)),
  }
}
