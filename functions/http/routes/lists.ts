import { z } from 'zod'
import { CSV } from '../../domain/media-types.ts'
import { messages } from './messages.ts'
import { Dataset, Release, isPlaceCode, regionParameter, withRegionMessage } from './parameters.ts'
import { file, json, problems } from './responses.ts'
import { route } from './route.ts'

const params = z.object({ dataset: Dataset, name: z.string() })

/** Which rules there are depends on the list: that is checked in functions/http/operations/lists.ts. */
const query = z.strictObject({
  rule: z.string().optional().meta({ description: '规则编号，如 R09' }),
  region: withRegionMessage(regionParameter('行政区划代码；只要这个地区的').optional()),
  acting: z
    .string()
    .refine(isPlaceCode)
    .optional()
    .meta({ description: '行政区划代码，县级以上或乡镇街道；只要由这个地区的工会办理的' })
    .register(messages, {
      describe: (code) => ({
        zh: `参数 acting：应为 6 位行政区划代码（县级以上）或 9 位乡镇街道代码，收到 ${String(code)}`,
        en: `parameter acting: expected a code of 6 digits, county or above, or of 9 digits for a township, got ${String(code)}`,
      }),
    }),
  release: Release,
})

const WorkList = z.object({
  release: z.string(),
  list: z.string(),
  total: z.int(),
  rows: z.array(z.record(z.string(), z.unknown())),
})

export const listRoutes = {
  getList: route({
    method: 'get',
    path: '/api/v1/{dataset}/lists/{name}',
    function: 'answer-requests',
    summary: '待办清单（前1000行）',
    request: { params, query },
    responses: { 200: json('清单', WorkList), ...problems(400, 404) },
  }),
  getListCsv: route({
    method: 'get',
    path: '/api/v1/{dataset}/lists/{name}.csv',
    function: 'answer-requests',
    summary: '待办清单（CSV，全部）',
    request: { params, query },
    responses: { 200: file('text/csv', CSV), ...problems(400, 404) },
  }),
}
