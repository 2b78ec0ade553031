import type { RefreshStep } from './domain/refresh-step.ts'
import { allCards } from './api/house.ts'
import { countPieceFor, refreshRoutes, releaseOf, shareOutOf } from './api/refresh.ts'
import { answer } from './api/route.ts'
import { type GatewayEvent, type GatewayResult, fromGateway, toGateway } from './lambda/gateway.ts'
import { lambdaHouse } from './lambda/house.ts'

/** Builds releases: of one dataset when asked over HTTP, of every dataset on the schedule, step by step. */
export async function handler(event: GatewayEvent | RefreshStep): Promise<GatewayResult | object> {
  const house = await lambdaHouse()
  if (!('step' in event)) return toGateway(await answer(refreshRoutes, house, fromGateway(event), (error) => console.error(error)))
  switch (event.step) {
    case 'list':
      return { datasets: (await allCards(house.store)).map(({ name }) => name) }
    case 'share':
      // 0: up to the last commit.
      return (await shareOutOf(house, event.dataset)) ?? { upTo: 0, pieces: [] }
    case 'count':
      await countPieceFor(house, event.dataset, event.upTo, event.piece)
      return {}
    case 'release': {
      const { manifest, isNew } = await releaseOf(house, event.dataset, event.upTo > 0 ? { upTo: event.upTo } : {})
      return { release: manifest.release, isNew }
    }
  }
}
