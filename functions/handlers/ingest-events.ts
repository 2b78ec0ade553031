import { type AppContext, datasetStore, intakeOf, readCard } from '../http/context.ts'
import { receiveRoutes } from '../http/routes/events.ts'
import { answer } from '../http/router.ts'
import { uploadRoutes } from '../http/routes/uploads.ts'
import { sweepLanding, ingestLanded, uploadState } from '../landing/landing.ts'
import { type GatewayEvent, type GatewayResult, fromGateway, toGateway } from './gateway.ts'
import { observe } from '../observability/lambda.ts'
import { requestFacts } from '../observability/facts.ts'
import { lambdaContext } from './lambda-context.ts'

const observer = observe('ingest-events')

/** Logs and counts what became of the rows of an upload. */
function recordReceipt(dataset: string, { accepted, rejected }: { accepted: number; rejected: number }): void {
  observer.log('upload committed', { dataset, accepted, rejected })
  observer.metric('RowsAccepted', accepted)
  observer.metric('RowsRejected', rejected)
}

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
async function ingestEvents(event: GatewayEvent | LandedEvent | { sweep: true }): Promise<GatewayResult | { taken: number }> {
  const context = await lambdaContext(true)
  if ('sweep' in event) return sweep(context)
  if ('detail' in event) {
    const [name, id] = event.detail.object.key.split('/') as [string, string]
    const opened = await open(context, name)
    if (opened) {
      await ingestLanded(opened.dataset, opened.store, context.landing!, id)
      const state = await uploadState(opened.dataset, opened.store, context.landing!, id)
      if (state?.status === 'committed') recordReceipt(name, state.receipt)
    }
    return { taken: opened ? 1 : 0 }
  }
  const routes = [...receiveRoutes, ...uploadRoutes]
  const request = fromGateway(event)
  const facts = requestFacts(request)
  const response = await answer(routes, context, request, (error) => observer.failure(error, facts))
  if (facts.dataset !== undefined && request.method === 'POST' && facts.route?.endsWith('/events') && response.status === 200) {
    const receipt = JSON.parse(String(response.body)) as { status: string; accepted: number; rejected: number }
    if (receipt.status === 'committed') recordReceipt(facts.dataset, receipt)
  }
  return toGateway(response)
}

export const handler = observer.handler(ingestEvents)
