import { FIRST_DAY, monthNumber, secondsToMidnight, shanghaiDay } from '../../domain/calendar.ts'
import { inUtf8 } from '../../domain/media-types.ts'
import { progressFor } from '../../reporting/target-progress.ts'
import type { ReadContext } from '../context.ts'
import type { Operations } from '../dispatcher.ts'
import { HttpError, file } from '../message.ts'
import { answerOf, cubeOf } from '../release-cache.ts'
import { requestedRelease } from './requested-release.ts'

const notInRange = (day: string) =>
  new HttpError(
    400,
    `参数 as_of：应为 2015-01-31 至本月的月末日，收到 ${day}`,
    `parameter as_of: expected a month end from 2015-01-31 to the current month, got ${day}`,
    'as_of',
  )

export const progressOperations: Operations<'getProgress', ReadContext> = {
  async getProgress(context, { params, http, query }) {
    const { release, cache } = requestedRelease(http)
    const cube = await cubeOf(context, params.dataset, release)
    const { region, sector, as_of, on = shanghaiDay(context.now()) } = query()
    const { scale } = cube.manifest
    const month = as_of === undefined ? undefined : monthNumber(as_of)
    const current = monthNumber(shanghaiDay(context.now()))
    if (month !== undefined && (month < monthNumber(FIRST_DAY) || month > current)) throw notInRange(as_of!)
    const question = `progress ${JSON.stringify([region, sector, month, on])}`
    const body = await answerOf(context, cube, question, async () => {
      const targets = await progressFor(cube, region, { sector, month, on })
      return Buffer.from(JSON.stringify({ release: cube.manifest.release, region, on, ...(scale !== undefined && { scale }), targets }))
    })
    // Without a day of its own an answer is that of today, and never kept past it.
    const isOfToday = release !== undefined && !http.query.has('on')
    return file(body, inUtf8('application/json'), isOfToday ? { seconds: secondsToMidnight(context.now()) } : cache)
  },
}
