import '../catalogue/check-at-start.ts'
import { createDispatcher } from '../http/dispatcher.ts'
import { bulletinOperations } from '../http/operations/bulletins.ts'
import { listDatasets, datasetStore } from '../http/datasets.ts'
import { cubeOf } from '../http/release-cache.ts'
import { monthNumber, monthStart, shanghaiDay } from '../domain/calendar.ts'
import { findRegion } from '../catalogue/regions.ts'
import { type GatewayEvent, type GatewayResult, fromGateway, toGateway } from './gateway.ts'
import { observe } from '../observability/lambda.ts'
import { requestFacts } from '../observability/facts.ts'
import { lambdaContext } from './lambda-context.ts'
import { issueBulletin } from '../bulletins/editions.ts'

const observer = observe('publish-bulletins')
const dispatch = createDispatcher(bulletinOperations)

/** Compiles bulletins: the one asked for over HTTP, or on the schedule the nation's of the month before, for every dataset with a release. */
async function publishBulletins(event: GatewayEvent | { schedule: true }): Promise<GatewayResult | { issued: string[] }> {
  const context = await lambdaContext()
  if (!('schedule' in event)) {
    const request = fromGateway(event)
    return toGateway(event, await dispatch(context, request, (error) => observer.failure(error, requestFacts(request))))
  }
  const period = monthStart(monthNumber(shanghaiDay(context.now())) - 1).slice(0, 7)
  const issued: string[] = []
  for (const { name } of await listDatasets(context.store)) {
    const store = datasetStore(context.store, name)
    if (!(await store.read('current.json'))) continue
    const { bulletin } = await issueBulletin(store, await cubeOf(context, name), { region: findRegion('000000')!, period }, context.now())
    issued.push(`${name} ${bulletin.id}`)
    observer.log('bulletin issued', { dataset: name, release: bulletin.release })
  }
  return { issued }
}

export const handler = observer.handler(publishBulletins)
