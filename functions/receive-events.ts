import { type House, datasetStore, intakeOf, readCard } from './api/house.ts'
import { receiveRoutes } from './api/receive.ts'
import { answer } from './api/route.ts'
import { uploadRoutes } from './api/uploads.ts'
import { sweepLanding, takeLanded } from './intake/landing.ts'
import { type GatewayEvent, type GatewayResult, fromGateway, toGateway } from './lambda/gateway.ts'
import { lambdaHouse } from './lambda/house.ts'

/** What EventBridge says when an upload has landed. A hint, no more: the sweep finds what it did not name. */
interface LandedEvent {
  detail: { object: { key: string } }
}

async function open(house: House, name: string) {
  return (await readCard(house.store, name)) ? { dataset: await intakeOf(house, name), store: datasetStore(house.store, name) } : undefined
}

async function sweep(house: House): Promise<{ taken: number }> {
  const { taken, failed } = await sweepLanding(house.landing!, (name) => open(house, name))
  if (failed.length > 0) throw new AggregateError(failed, `${failed.length} uploads could not be taken in`)
  return { taken }
}

/** Takes events in, by request and from the landing place, and answers for receipts. It holds the pseudonym keys and no query engine. */
export async function handler(event: GatewayEvent | LandedEvent | { sweep: true }): Promise<GatewayResult | { taken: number }> {
  const house = await lambdaHouse(true)
  if ('sweep' in event) return sweep(house)
  if ('detail' in event) {
    const [name, id] = event.detail.object.key.split('/') as [string, string]
    const opened = await open(house, name)
    if (opened) await takeLanded(opened.dataset, opened.store, house.landing!, id)
    return { taken: opened ? 1 : 0 }
  }
  const routes = [...receiveRoutes, ...uploadRoutes]
  return toGateway(await answer(routes, house, fromGateway(event), (error) => console.error(error)))
}
