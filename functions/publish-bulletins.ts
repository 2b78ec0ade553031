import { publishRoutes } from './api/publish.ts'
import { allCards, datasetStore } from './api/house.ts'
import { answer } from './api/route.ts'
import { cubeOf } from './api/shelf.ts'
import { monthNumber, monthStart, shanghaiDay } from './domain/calendar.ts'
import { findRegion } from './domain/regions.ts'
import { type GatewayEvent, type GatewayResult, fromGateway, toGateway } from './lambda/gateway.ts'
import { lambdaHouse } from './lambda/house.ts'
import { issueBulletin } from './press/editions.ts'

/** Compiles bulletins: the one asked for over HTTP, or on the schedule the nation's of the month before, for every dataset with a release. */
export async function handler(event: GatewayEvent | { schedule: true }): Promise<GatewayResult | { issued: string[] }> {
  const house = await lambdaHouse()
  if (!('schedule' in event)) return toGateway(await answer(publishRoutes, house, fromGateway(event), (error) => console.error(error)))
  const period = monthStart(monthNumber(shanghaiDay(house.now())) - 1).slice(0, 7)
  const issued: string[] = []
  for (const { name } of await allCards(house.store)) {
    const store = datasetStore(house.store, name)
    if (!(await store.read('current.json'))) continue
    const { bulletin } = await issueBulletin(store, await cubeOf(house, name), { region: findRegion('000000')!, period }, house.now())
    issued.push(`${name} ${bulletin.id}`)
  }
  return { issued }
}
