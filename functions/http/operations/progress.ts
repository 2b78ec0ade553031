import { monthNumber, secondsToMidnight, shanghaiDay } from '../../domain/calendar.ts'
import { progressFor } from '../../reporting/target-progress.ts'
import type { ReadContext } from '../context.ts'
import type { Operations } from '../dispatcher.ts'
import { json } from '../message.ts'
import { cubeOf } from '../release-cache.ts'
import { requestedRelease } from './requested-release.ts'

export const progressOperations: Operations<'getProgress', ReadContext> = {
  async getProgress(context, { params, http, query }) {
    const { release, cache } = requestedRelease(http)
    const cube = await cubeOf(context, params.dataset, release)
    const { region, sector, as_of, on = shanghaiDay(context.now()) } = query()
    const { scale } = cube.manifest
    const month = as_of === undefined ? undefined : monthNumber(as_of)
    const targets = await progressFor(cube, region, { sector, month, on })
    // Without a day of its own an answer is that of today, and never kept past it.
    const isOfToday = release !== undefined && !http.query.has('on')
    return json(
      200,
      { release: cube.manifest.release, region, on, ...(scale !== undefined && { scale }), targets },
      isOfToday ? { seconds: secondsToMidnight(context.now()) } : cache,
    )
  },
}
