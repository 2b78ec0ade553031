import { z } from 'zod'
import { sectors } from '../../catalogue/catalogue.ts'
import { FIRST_DAY, isDay, monthEnd, monthNumber } from '../../domain/calendar.ts'
import { statuses } from '../../domain/progress.ts'
import { messages } from './messages.ts'
import { Release, datasetParams, regionParameter, withRegionMessage } from './parameters.ts'
import { json, problems } from './responses.ts'
import { route } from './route.ts'

const sector = z
  .enum(['all', ...sectors])
  .optional()
  .meta({ description: '行业' })
  .register(messages, {
    describe: (value) => ({
      zh: `参数 sector：应为 all 或 ${sectors.join('、')}，收到 ${String(value)}`,
      en: `parameter sector: expected all or one of ${sectors.join(', ')}, got ${String(value)}`,
    }),
  })

const asOf = z
  .string()
  .refine((day) => isDay(day) && monthEnd(monthNumber(day)) === day)
  .optional()
  .meta({ description: '月末日' })
  .register(messages, {
    describe: (day) => ({
      zh: `参数 as_of：应为月末日，收到 ${String(day)}`,
      en: `parameter as_of: expected a month end, got ${String(day)}`,
    }),
  })

/** The last day on which a reader may be: ages and working days are counted up to it. */
const LAST_DAY = '2099-12-31'

const onDay = z
  .string()
  .refine((day) => isDay(day) && day >= FIRST_DAY && day <= LAST_DAY)
  .optional()
  .meta({ description: '读者所在的日期，判定期限是否已过；不填为今天（北京时间）', format: 'date' })
  .register(messages, {
    describe: (day) => ({
      zh: `参数 on：应为 ${FIRST_DAY} 至 ${LAST_DAY} 的日期，收到 ${String(day)}`,
      en: `parameter on: expected a day from ${FIRST_DAY} to ${LAST_DAY}, got ${String(day)}`,
    }),
  })

/** A target with its value and status; the type TargetProgress of functions/reporting has every field. */
const TargetProgress = z
  .looseObject({
    target_id: z.string(),
    metric: z.string(),
    region: z.string(),
    sector: z.string(),
    as_of: z.string(),
    target: z.number().optional(),
    scale: z.number().optional().meta({ description: '目标按此数缩小：数据集中一人代表这么多人' }),
    value: z.number().optional(),
    status: z.enum(statuses),
    basis: z.string(),
  })
  .meta({ id: 'TargetProgress' })

export const progressRoutes = {
  getProgress: route({
    method: 'get',
    path: '/api/v1/{dataset}/progress',
    function: 'answer-requests',
    summary: '目标进度',
    request: {
      params: datasetParams,
      query: z.strictObject({
        region: withRegionMessage(regionParameter('行政区划代码').default('000000')),
        sector,
        as_of: asOf,
        on: onDay,
        release: Release,
      }),
    },
    responses: {
      200: json(
        '目标进度',
        z.object({
          release: z.string(),
          region: z.string(),
          on: z.string(),
          scale: z.number().optional().meta({ description: '模拟数据中一人代表多少人；以人计的目标按此缩小' }),
          targets: z.array(TargetProgress),
        }),
      ),
      ...problems(400, 404),
    },
  }),
}
