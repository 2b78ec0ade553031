import { type AppContext, datasetStore, intakeOf, readCard } from '../http/context.ts'
import { receiveRoutes } from '../http/routes/events.ts'
import { answer } from '../http/router.ts'
import { uploadRoutes } from '../http/routes/uploads.ts'
import { sweepLanding, ingestLanded } from '../landing/landing.ts'
import { type GatewayEvent, type GatewayResult, fromGateway, toGateway } from './gateway.ts'
import { lambdaContext } from './lambda-context.ts'

/** What EventBridge says when an upload has landed. A hint, no more: the sweep finds what it did not name. */
interface LandedEvent {
  detail: { object: { key: string } }
}

async function open(context: AppContext, name: string) {
  return (await readCard(context.store, name))
    ? { dataset: await intakeOf(context, name), store: datasetStore(context.store, name) }
    : undefined
}

async function sweep(context: AppContext): Promise<{ taken: number }> {
  const { taken, failed } = await sweepLanding(context.landing!, (name) => open(context, name))
  if (failed.length > 0) throw new AggregateError(failed, `${failed.length} uploads could not be taken in`)
  return { taken }
}

/** Takes events in, by request and from the landing place, and answers for receipts. It holds the pseudonym keys and no query engine. */
export async function handler(event: GatewayEvent | LandedEvent | { sweep: true }): Promise<GatewayResult | { taken: number }> {
  const context = await lambdaContext(true)
  if ('sweep' in event) return sweep(context)
  if ('detail' in event) {
    const [name, id] = event.detail.object.key.split('/') as [string, string]
    const opened = await open(context, name)
    if (opened) await ingestLanded(opened.dataset, opened.store, context.landing!, id)
    return { taken: opened ? 1 : 0 }
  }
  const routes = [...receiveRoutes, ...uploadRoutes]
  return toGateway(await answer(routes, context, fromGateway(event), (error) => console.error(error)))
}
