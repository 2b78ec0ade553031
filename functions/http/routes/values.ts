import { z } from 'zod'
import { codeLists, sectors } from '../../catalogue/catalogue.ts'
import { registry } from '../../catalogue/registry.ts'
import { levels } from '../../catalogue/regions.ts'
import { CSV } from '../../domain/media-types.ts'
import { messages } from './messages.ts'
import { Release, datasetParams, isPlaceCode } from './parameters.ts'
import { file, json, problems } from './responses.ts'
import { route } from './route.ts'

const metric = z
  .enum([...registry.keys()])
  .meta({ description: '指标代码，或举措编号 M001 至 M276' })
  .register(messages, {
    describe: (value = '') => ({
      zh: `参数 metric：没有指标 ${String(value)}`,
      en: `parameter metric: there is no metric ${String(value)}`,
    }),
  })

/** The message about a kind of site. */
export const siteKindMessage = (value: unknown) => ({
  zh: `参数 kind：只用于 sites，取阵地类型代码；收到 ${String(value)}`,
  en: `parameter kind: only with sites, a code of site_kind; got ${String(value)}`,
})

/** The parameters of GET /values. What depends on several of them is checked in functions/http/operations/values-query.ts. */
const valuesQuery = z.strictObject({
  metric,
  region: z
    .string()
    .refine(isPlaceCode)
    .meta({ description: '行政区划代码（县级以上 6 位；乡镇街道 9 位），默认全国' })
    .default('000000')
    .register(messages, {
      describe: (code) => ({
        zh: `参数 region：应为 6 位行政区划代码（县级以上）或 9 位乡镇街道代码，收到 ${String(code)}`,
        en: `parameter region: expected a code of 6 digits, county or above, or of 9 digits for a township, got ${String(code)}`,
      }),
    }),
  level: z
    .enum(['self', ...levels.filter((level) => level !== 'nation'), 'township'])
    .default('self')
    .meta({ description: '按哪一级列出；township 只用于县级和地级' }),
  // A measure may have a sector of its own, which applies where none is named.
  sector: z
    .enum(['all', '*', ...sectors])
    .optional()
    .meta({ description: '行业；* 为五个行业各一个值', default: 'all' }),
  kind: z
    .enum(Object.keys(codeLists.site_kind!.codes))
    .optional()
    .meta({ description: '阵地类型，只用于 sites' })
    .register(messages, { describe: siteKindMessage }),
  part: z.string().optional().meta({ description: '指标的一部分，如 kind=publicity；多项用 & 相连' }),
  as_of: z.string().optional().meta({ description: '月末日；公布数字可为任意日；不填取最近' }),
  window: z.enum(['all', 'year', 'month']).default('all').meta({ description: '期间' }),
  release: Release,
})
export type ValuesParameters = z.output<typeof valuesQuery>

/** One value of a metric, counted or published. */
export const MetricValue = z.object({
  metric: z.string(),
  region: z.string(),
  sector: z.string(),
  as_of: z.string(),
  period_start: z.string().optional(),
  value: z.number(),
  unit: z.string(),
  evidence: z.enum(['counted', 'published']),
  basis: z.string().optional(),
  numerator: z.number().optional().meta({ description: 'of a share: what is divided, as a count' }),
  denominator: z.number().optional().meta({ description: 'of a share: what it is divided by, as a count' }),
  covered: z.number().optional().meta({ description: 'the members of those regions and sectors whose workforce is in the denominator' }),
  of_members: z.number().optional().meta({ description: 'all members of the region and sector' }),
  covers_sectors: z
    .array(z.string())
    .optional()
    .meta({ description: 'of a partial rate: the sectors whose workforce is in the denominator' }),
  covers_regions: z.array(z.string()).optional().meta({
    description:
      'of a partial rate on the day of the release: the regions below whose workforce is summed in the denominator; empty where the region reports itself',
  }),
  own_report: z
    .number()
    .optional()
    .meta({ description: 'the workforce that the region reported itself, where regions below it report as well' }),
  sum_below: z.number().optional().meta({ description: 'beside own_report: the sum of the regions below' }),
  difference: z.number().optional().meta({ description: 'own_report less sum_below' }),
  regions_below: z.number().optional().meta({ description: 'beside own_report: how many regions below have a workforce' }),
  filling: z
    .literal(true)
    .optional()
    .meta({ description: 'true for a month whose reports were still coming in when the release was built' }),
  reported: z
    .literal(false)
    .optional()
    .meta({ description: 'false where nothing was received that it is counted from: then 0 is no count' }),
  partial: z.literal(true).optional().meta({ description: 'a share that does not cover the whole' }),
  no_street_named: z
    .literal(true)
    .optional()
    .meta({ description: 'what is left of the region without the events that name a township; beside the values of its townships' }),
  kind: z.string().optional(),
  part: z.string().optional(),
  qualifier: z.string().optional(),
  outlet: z.string().optional(),
  title: z.string().optional(),
  url: z.string().optional(),
  published_on: z.string().optional(),
  quote: z.string().optional(),
})
export type MetricValue = z.output<typeof MetricValue>

const Values = z.object({ release: z.string(), values: z.array(MetricValue) }).meta({ id: 'Values' })

export const valueRoutes = {
  getValues: route({
    method: 'get',
    path: '/api/v1/{dataset}/values',
    function: 'answer-requests',
    summary: '指标值',
    request: { params: datasetParams, query: valuesQuery },
    responses: { 200: json('指标值', Values), ...problems(400, 404) },
  }),
  getValuesCsv: route({
    method: 'get',
    path: '/api/v1/{dataset}/values.csv',
    function: 'answer-requests',
    summary: '指标值（CSV）',
    request: { params: datasetParams, query: valuesQuery },
    responses: { 200: file('CSV', CSV), ...problems(400, 404) },
  }),
}
