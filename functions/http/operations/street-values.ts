import type { CubeValue, Cube } from '../../reporting/cube.ts'
import type { ValueQuery } from '../../reporting/cube-values.ts'
import { HttpError } from '../message.ts'
import type { ValuesQuery } from './values-query.ts'

/** Throws HttpError 400, naming the metric, unless events of it name townships in the release. */
export async function checkNamesStreets(cube: Cube, { code, metric }: ValuesQuery): Promise<void> {
  if ((await cube.streets.metrics()).has(metric)) return
  throw new HttpError(
    400,
    `参数 metric：${code} 不能按乡镇街道计数：这个发布版中计入它的事件都没有填乡镇街道`,
    `parameter metric: ${code} is not counted by township: no event that it counts names one in this release`,
    'metric',
  )
}

/** The values of regions, of townships, or of what is left of regions without the events that name a township. */
export async function placeValues(cube: Cube, places: ValuesQuery['places'], query: ValueQuery): Promise<CubeValue[]> {
  if (places === 'regions') return cube.valuesAt(query)
  const ofStreets = await cube.streets.valuesAt(query)
  if (places === 'streets') return ofStreets
  const keyOf = ({ metric, part, region, sector, span }: CubeValue) => JSON.stringify([metric, part, region, sector, span])
  const rest = new Map((await cube.valuesAt(query)).map((row) => [keyOf(row), row]))
  for (const row of ofStreets) {
    const all = rest.get(keyOf(row))?.value ?? 0
    // In hundredths, since money has two decimals.
    rest.set(keyOf(row), { ...row, value: Math.round((all - row.value) * 100) / 100 })
  }
  return [...rest.values()]
}
