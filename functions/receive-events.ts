import { receiveRoutes } from './api/receive.ts'
import { answer } from './api/route.ts'
import { type GatewayEvent, type GatewayResult, fromGateway, toGateway } from './lambda/gateway.ts'
import { lambdaHouse } from './lambda/house.ts'

/** Takes events in and answers for receipts. It holds the pseudonym key and no query engine. */
export async function handler(event: GatewayEvent): Promise<GatewayResult> {
  const house = await lambdaHouse(true)
  return toGateway(await answer(receiveRoutes, house, fromGateway(event), (error) => console.error(error)))
}
