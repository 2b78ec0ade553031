import { csvTable } from '../../domain/csv-table.ts'
import { CSV, inUtf8 } from '../../domain/media-types.ts'
import type { ReadContext } from '../context.ts'
import type { OperationRequest, Operations } from '../dispatcher.ts'
import { type CachePolicy, file, json } from '../message.ts'
import { cubeOf } from '../release-cache.ts'
import { MetricValue } from '../routes/values.ts'
import { metricValues } from './metric-values.ts'
import { requestedRelease } from './requested-release.ts'
import { readValuesQuery } from './values-query.ts'

type ValueOperation = 'getValues' | 'getValuesCsv'

async function findValues(
  context: ReadContext,
  request: OperationRequest<ValueOperation>,
): Promise<{ release: string; values: MetricValue[]; cache: CachePolicy }> {
  const { release, cache } = requestedRelease(request.http)
  const cube = await cubeOf(context, request.params.dataset, release)
  const values = await metricValues(cube, readValuesQuery(request.query(), context.now()))
  return { release: cube.manifest.release, values, cache }
}

/** Columns of files in which some value has them; others keep the columns that they had. */
const RARE: readonly (keyof MetricValue)[] = [
  'covers_sectors',
  'covers_regions',
  'own_report',
  'sum_below',
  'difference',
  'regions_below',
  'no_street_named',
]

const COLUMNS = (Object.keys(MetricValue.shape) as (keyof MetricValue)[]).filter((name) => !RARE.includes(name))

const cellOf = (value: MetricValue[keyof MetricValue]) => (Array.isArray(value) ? value.join(';') : value)

/** Values as CSV (UTF-8 with a byte order mark, for Excel and WPS), each row with its release. */
function valuesCsv(values: readonly MetricValue[], release: string): string {
  const columns = [...COLUMNS, ...RARE.filter((name) => values.some((value) => value[name] !== undefined))]
  return csvTable([[...columns, 'release'], ...values.map((value) => [...columns.map((name) => cellOf(value[name])), release])])
}

export const valueOperations: Operations<ValueOperation, ReadContext> = {
  async getValues(context, request) {
    const { release, values, cache } = await findValues(context, request)
    return json(200, { release, values }, cache)
  },
  async getValuesCsv(context, request) {
    const { release, values, cache } = await findValues(context, request)
    return file(valuesCsv(values, release), inUtf8(CSV), cache, `values-${request.params.dataset}-${release}.csv`)
  },
}
