import { allCards } from './api/house.ts'
import { refreshRoutes, releaseOf } from './api/refresh.ts'
import { answer } from './api/route.ts'
import { type GatewayEvent, type GatewayResult, fromGateway, toGateway } from './lambda/gateway.ts'
import { lambdaHouse } from './lambda/house.ts'

/** Builds releases: of one dataset when asked over HTTP, of every dataset on the schedule. A dataset that fails does not hold up the others. */
export async function handler(event: GatewayEvent | { schedule: true }): Promise<GatewayResult | { built: string[] }> {
  const house = await lambdaHouse()
  if (!('schedule' in event)) return toGateway(await answer(refreshRoutes, house, fromGateway(event), (error) => console.error(error)))
  const built: string[] = []
  const failed: unknown[] = []
  for (const { name } of await allCards(house.store)) {
    try {
      const { manifest, isNew } = await releaseOf(house, name)
      if (isNew) built.push(`${name} ${manifest.release}`)
    } catch (error) {
      failed.push(new Error(`dataset ${name}: ${(error as Error).message}`, { cause: error }))
    }
  }
  if (failed.length > 0) throw new AggregateError(failed, `${failed.length} datasets could not be released`)
  return { built }
}
