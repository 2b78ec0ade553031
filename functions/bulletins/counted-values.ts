import { isReported } from '../catalogue/reported.ts'
import { exact } from '../domain/format.ts'
import type { Cube, CubeValue } from '../reporting/cube.ts'
import { NOT_REPORTED } from './sentences.zh.ts'

/** Values of one region or sector by metric, with `.year` and `.month` for the windows of a flow. */
export type Values = Record<string, number>

const keyOf = ({ metric, span }: CubeValue) => (span === 'all' ? metric : `${metric}.${span}`)

function collect(rows: readonly CubeValue[], by: 'region' | 'sector'): Map<string, Values> {
  const found = new Map<string, Values>()
  for (const row of rows.filter((one) => one.part === '')) {
    const values = found.get(row[by]) ?? {}
    found.set(row[by], values)
    values[keyOf(row)] = row.value
  }
  return found
}

/** The values of some regions over all sectors, by region. `month` is a month number. */
export async function valuesByRegion(cube: Cube, regions: readonly string[], month: number): Promise<Map<string, Values>> {
  return collect(await cube.valuesAt({ regions, sectors: ['all'], month }), 'region')
}

/** The values of one region by sector. `month` is a month number. */
export async function valuesBySector(
  cube: Cube,
  region: string,
  { sectors, month }: { sectors: readonly string[]; month: number },
): Promise<Map<string, Values>> {
  return collect(await cube.valuesAt({ regions: [region], sectors, month }), 'sector')
}

/** A value as the tables print it. A metric on which nothing was reported is not printed as zero. */
export function printValue(values: Values, metric: string, span?: 'month' | 'year'): string {
  if (!isReported(metric, values)) return NOT_REPORTED
  return exact(values[span ? `${metric}.${span}` : metric] ?? 0)
}
