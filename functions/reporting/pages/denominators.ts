import { codeName } from '../../catalogue/catalogue.ts'
import type { Day } from '../../domain/calendar.ts'
import type { Bilingual } from '../../domain/language.ts'
import type { Cube } from '../cube.ts'
import type { PageValues } from './page-rows.ts'

/** How many workers there are, as one source reported it last. Different sources are shown side by side. */
export interface Denominator {
  sector: string
  sector_name: Bilingual
  basis: string
  basis_name: Bilingual
  source: string
  occurred_on: Day
  workers: number
  /** Members of the sector / workers, from 0; absent where no members are counted or there are no workers. */
  rate?: number
}

/** The reports of the workforce of a region itself, each with the rate that it gives: none of them is chosen. */
export async function readDenominators(cube: Cube, region: string, bySector: ReadonlyMap<string, PageValues>): Promise<Denominator[]> {
  const rows = await cube.workforceReports(region)
  return rows.map((row) => {
    const [sector, basis, workers] = [String(row.sector), String(row.basis), Number(row.workers)]
    const members = bySector.get(sector)?.members
    return {
      sector,
      sector_name: codeName('sector', sector),
      basis,
      basis_name: codeName('workforce_basis', basis),
      source: String(row.source),
      occurred_on: String(row.occurred_on),
      workers,
      ...(members !== undefined && workers > 0 && { rate: members / workers }),
    }
  })
}
