import { codeName, sectors } from '../../catalogue/catalogue.ts'
import { findRegion } from '../../catalogue/regions.ts'
import { unitsBelow } from '../../catalogue/reporting-units.ts'
import type { Bilingual } from '../../domain/language.ts'
import type { Cube } from '../cube.ts'
import { type FigureRow, figureRows } from './figures.ts'
import { type PageHead, head } from './head.ts'
import { type PageRow, type PageValues, type PartialRates, regionRows } from './page-rows.ts'
import { type Series, readSeries } from './series.ts'

export interface SectorPage {
  head: PageHead
  sector: { code: string; name: Bilingual }
  values: PageValues
  /** Absent where every rate covers all members. */
  partial_rates?: PartialRates
  provinces: PageRow[]
  series: Series[]
  figures: FigureRow[]
}

/** The page of a sector: the nation's values and every province's. Undefined for an unknown sector. */
export async function sectorPage(cube: Cube, sector: string): Promise<SectorPage | undefined> {
  if (!sectors.includes(sector)) return undefined
  const [nation, ...provinces] = await regionRows(cube, [findRegion('000000')!, ...unitsBelow('000000')], sector)
  return {
    head: head(cube),
    sector: { code: sector, name: codeName('sector', sector) },
    values: nation!.values,
    ...(nation!.partial_rates && { partial_rates: nation!.partial_rates }),
    provinces,
    series: await readSeries(cube, '000000', sector),
    figures: await figureRows(
      cube,
      cube.figures.filter((figure) => figure.sector === sector),
    ),
  }
}
