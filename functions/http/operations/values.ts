import { csvTable } from '../../domain/csv-table.ts'
import { CSV, inUtf8 } from '../../domain/media-types.ts'
import type { ReadContext } from '../context.ts'
import type { OperationRequest, Operations } from '../dispatcher.ts'
import { type CachePolicy, file } from '../message.ts'
import { answerOf, cubeOf } from '../release-cache.ts'
import { MetricValue } from '../routes/values.ts'
import { metricValues } from './metric-values.ts'
import { requestedRelease } from './requested-release.ts'
import { readValuesQuery } from './values-query.ts'

type ValueOperation = 'getValues' | 'getValuesCsv'

/** The values that a request asks for, written as a body. */
async function findValues(
  context: ReadContext,
  request: OperationRequest<ValueOperation>,
  write: (values: readonly MetricValue[], release: string) => string,
): Promise<{ release: string; body: Uint8Array; cache: CachePolicy }> {
  const { release: named, cache } = requestedRelease(request.http)
  const cube = await cubeOf(context, request.params.dataset, named)
  const { release } = cube.manifest
  const parameters = request.query()
  const query = readValuesQuery(parameters, context.now())
  const question = `${write.name} ${JSON.stringify(Object.entries(parameters).sort())}`
  const body = await answerOf(context, cube, question, async () => Buffer.from(write(await metricValues(cube, query), release)))
  return { release, body, cache }
}

const valuesJson = (values: readonly MetricValue[], release: string) => JSON.stringify({ release, values })

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
    const { body, cache } = await findValues(context, request, valuesJson)
    return file(body, inUtf8('application/json'), cache)
  },
  async getValuesCsv(context, request) {
    const { release, body, cache } = await findValues(context, request, valuesCsv)
    return file(body, inUtf8(CSV), cache, `values-${request.params.dataset}-${release}.csv`)
  },
}
