import type { IngestContext } from '../http/context.ts'
import { datasetStore, readCard } from '../http/datasets.ts'
import { createDispatcher } from '../http/dispatcher.ts'
import { ingestEventsOperations } from '../http/operations/ingest-events.ts'
import { writerOf } from '../http/writers.ts'
import { ingestLanded, sweepLanding } from '../landing/landing.ts'
import { type GatewayEvent, type GatewayResult, fromGateway, toGateway } from './gateway.ts'
import { lambdaContext } from './lambda-context.ts'

/** The notification of EventBridge that an upload has landed. It may be lost: the scheduled sweep finds what was not notified. */
interface LandedEvent {
  detail: { object: { key: string } }
}

const dispatch = createDispatcher(ingestEventsOperations)

async function open(context: IngestContext, name: string) {
  return (await readCard(context.store, name))
    ? { dataset: await writerOf(context, name), store: datasetStore(context.store, name) }
    : undefined
}

async function sweep(context: IngestContext): Promise<{ taken: number }> {
  const { taken, failed } = await sweepLanding(context.landing!, (name) => open(context, name))
  if (failed.length > 0) throw new AggregateError(failed, `${failed.length} uploads could not be ingested`)
  return { taken }
}

async function ingestNotified(context: IngestContext, key: string): Promise<{ taken: number }> {
  const [name, id] = key.split('/') as [string, string]
  const opened = await open(context, name)
  if (opened) await ingestLanded(opened.dataset, opened.store, context.landing!, id)
  return { taken: opened ? 1 : 0 }
}

/** Ingests events, from requests and from the landing area, and answers for receipts. It holds the pseudonym keys and no query engine. */
export async function handler(event: GatewayEvent | LandedEvent | { sweep: true }): Promise<GatewayResult | { taken: number }> {
  const context = await lambdaContext(true)
  if ('sweep' in event) return sweep(context)
  if ('detail' in event) return ingestNotified(context, event.detail.object.key)
  return toGateway(await dispatch(context, fromGateway(event), (error) => console.error(error)))
}
