import { issueBulletin } from '../bulletins/editions.ts'
import { findRegion } from '../catalogue/regions.ts'
import { monthNumber, monthStart, shanghaiDay } from '../domain/calendar.ts'
import type { ReadContext } from '../http/context.ts'
import { datasetStore, listDatasets } from '../http/datasets.ts'
import { createDispatcher } from '../http/dispatcher.ts'
import { bulletinOperations } from '../http/operations/bulletins.ts'
import { cubeOf } from '../http/release-cache.ts'
import { currentRelease } from '../release-format/open.ts'
import { type GatewayEvent, type GatewayResult, fromGateway, toGateway } from './gateway.ts'
import { lambdaContext } from './lambda-context.ts'

const dispatch = createDispatcher(bulletinOperations)

/** Issues the nation's bulletin of the month before for every dataset with a release. */
async function issueMonthly(context: ReadContext): Promise<{ issued: string[] }> {
  const period = monthStart(monthNumber(shanghaiDay(context.now())) - 1).slice(0, 7)
  const issued: string[] = []
  for (const { name } of await listDatasets(context.store)) {
    const store = datasetStore(context.store, name)
    if ((await currentRelease(store)) === undefined) continue
    const { bulletin } = await issueBulletin(store, await cubeOf(context, name), { region: findRegion('000000')!, period }, context.now())
    issued.push(`${name} ${bulletin.id}`)
  }
  return { issued }
}

/** Compiles bulletins: the one that a request asks for, or on the schedule those of the month before. */
export async function handler(event: GatewayEvent | { schedule: true }): Promise<GatewayResult | { issued: string[] }> {
  const context = await lambdaContext()
  if ('schedule' in event) return issueMonthly(context)
  return toGateway(await dispatch(context, fromGateway(event), (error) => console.error(error)))
}
