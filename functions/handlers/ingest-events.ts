import '../catalogue/check-at-start.ts'
import type { AppContext } from '../http/context.ts'
import { datasetStore, readCard } from '../http/datasets.ts'
import { writerOf } from '../http/writers.ts'
import { createDispatcher } from '../http/dispatcher.ts'
import { ingestEventsOperations } from '../http/operations/ingest-events.ts'
import { sweepLanding, ingestLanded, uploadState } from '../landing/landing.ts'
import { type GatewayEvent, type GatewayResult, fromGateway, toGateway } from './gateway.ts'
import { observe } from '../observability/lambda.ts'
import { requestFacts } from '../observability/facts.ts'
import { lambdaContext } from './lambda-context.ts'

const observer = observe('ingest-events')
const dispatch = createDispatcher(ingestEventsOperations)

/** Logs and counts what became of the rows of an upload. */
function recordReceipt(dataset: string, { accepted, rejected }: { accepted: number; rejected: number }): void {
  observer.log('upload committed', { dataset, accepted, rejected })
  observer.metric('RowsAccepted', accepted)
  observer.metric('RowsRejected', rejected)
}

/** The notification of EventBridge that an upload has landed. It may be lost: the scheduled sweep finds what was not notified. */
interface LandedEvent {
  detail: { object: { key: string } }
}

async function open(context: AppContext, name: string) {
  return (await readCard(context.store, name))
    ? { dataset: await writerOf(context, name), store: datasetStore(context.store, name) }
    : undefined
}

async function sweep(context: AppContext): Promise<{ taken: number }> {
  const { taken, failed } = await sweepLanding(context.landing!, (name) => open(context, name))
  if (failed.length > 0) throw new AggregateError(failed, `${failed.length} uploads could not be ingested`)
  return { taken }
}

/** Ingests events, from requests and from the landing area, and answers for receipts. It holds the pseudonym keys and no query engine. */
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
  const request = fromGateway(event)
  const facts = requestFacts(request)
  const response = await dispatch(context, request, (error) => observer.failure(error, facts))
  if (facts.dataset !== undefined && request.method === 'POST' && facts.route?.endsWith('/events') && response.status === 200) {
    const receipt = JSON.parse(String(response.body)) as { status: string; accepted: number; rejected: number }
    if (receipt.status === 'committed') recordReceipt(facts.dataset, receipt)
  }
  return toGateway(event, response)
}

export const handler = observer.handler(ingestEvents)
