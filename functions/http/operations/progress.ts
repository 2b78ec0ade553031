import { monthNumber, secondsToMidnight, shanghaiDay } from '../../domain/calendar.ts'
import { inUtf8 } from '../../domain/media-types.ts'
import { progressFor } from '../../reporting/target-progress.ts'
import type { ReadContext } from '../context.ts'
import type { Operations } from '../dispatcher.ts'
import { file } from '../message.ts'
import { answerOf, cubeOf } from '../release-cache.ts'
import { requestedRelease } from './requested-release.ts'

export const progressOperations: Operations<'getProgress', ReadContext> = {
  async getProgress(context, { params, http, query }) {
    const { release, cache } = requestedRelease(http)
    const cube = await cubeOf(context, params.dataset, release)
    const { region, sector, as_of, on = shanghaiDay(context.now()) } = query()
    const { scale } = cube.manifest
    const month = as_of === undefined ? undefined : monthNumber(as_of)
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
