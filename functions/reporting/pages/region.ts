import { codeName, sectors } from '../../catalogue/catalogue.ts'
import { findRegion } from '../../catalogue/regions.ts'
import { unitsBelow } from '../../catalogue/reporting-units.ts'
import type { Bilingual } from '../../domain/language.ts'
import { asOfDate, asOfMonth } from '../as-of.ts'
import { countsCoveredMembers } from '../covered-members.ts'
import type { Cube } from '../cube.ts'
import { type OwnReport, ownReports, workforceParts } from '../rate-parts.ts'
import { type TargetProgress, progressFor } from '../target-progress.ts'
import { type Denominator, readDenominators } from './denominators.ts'
import { type FigureRow, figureRows } from './figures.ts'
import { type PageHead, type RegionHead, head, regionHead } from './head.ts'
import {
  type PageRow,
  type PageValues,
  type PartialRates,
  collectValues,
  pageCells,
  partialRates,
  regionRows,
  withZeros,
} from './page-rows.ts'
import { type Series, readSeries } from './series.ts'
import { type TownshipTable, townshipTable } from './township-table.ts'

/** An own report of the workforce beside those of the regions below, in words. */
export interface OwnReportRow extends OwnReport {
  sector_name: Bilingual
  basis_name: Bilingual
}

export interface RegionPage {
  /** What was reported for the region itself; the regions below may have others. */
  denominators: Denominator[]
  /** Where the region's own report counts though regions below it report as well. */
  own_reports: OwnReportRow[]
  head: PageHead
  region: RegionHead
  values: PageValues
  /** Absent where every rate covers all members. */
  partial_rates?: PartialRates
  sectors: PageRow[]
  children: PageRow[]
  /** Of a county, or a prefecture without counties. */
  townships?: TownshipTable
  series: Series[]
  targets: TargetProgress[]
  figures: FigureRow[]
}

async function readOwnReports(cube: Cube, region: string): Promise<OwnReportRow[]> {
  const question = { region, sectors, month: asOfMonth(cube.manifest), day: asOfDate(cube.manifest) }
  return [...(await ownReports(cube, question))].map(([key, report]) => {
    const [sector, basis] = key.split(' ') as [string, string]
    return { ...report, sector_name: codeName('sector', sector), basis_name: codeName('workforce_basis', basis) }
  })
}

/** The page of a region, from the nation to a county. Undefined for a code that is not in the table. */
export async function regionPage(cube: Cube, code: string): Promise<RegionPage | undefined> {
  const region = code.length === 6 ? findRegion(code) : undefined
  if (!region) return undefined
  const bySector = collectValues(await pageCells(cube, { regions: [code] }), 'sector', countsCoveredMembers(cube.manifest))
  const all = bySector.get('all')
  const parts = await workforceParts(cube)
  const townships = await townshipTable(cube, region, all ?? {})
  return {
    head: head(cube),
    region: regionHead(region),
    denominators: await readDenominators(cube, code, bySector),
    own_reports: await readOwnReports(cube, code),
    values: all ?? {},
    ...partialRates(all ?? {}, { region: code, sector: 'all', parts }),
    sectors: sectors.map((sector) => {
      const values = withZeros(bySector.get(sector), all)
      return { code: sector, name: codeName('sector', sector), values, ...partialRates(values, { region: code, sector, parts }) }
    }),
    children: await regionRows(cube, unitsBelow(code), 'all'),
    ...(townships && { townships }),
    series: await readSeries(cube, code, 'all'),
    targets: await progressFor(cube, code),
    figures: await figureRows(
      cube,
      cube.figures.filter((figure) => figure.region === code),
    ),
  }
}
