import { createDispatcher } from '../http/dispatcher.ts'
import { answerRequestsOperations } from '../http/operations/answer-requests.ts'
import { readSite } from '../http/site.ts'
import { type GatewayEvent, type GatewayResult, fromGateway, toGateway } from './gateway.ts'
import { lambdaContext } from './lambda-context.ts'

const dispatch = createDispatcher(answerRequestsOperations)

let site: ReturnType<typeof readSite> | undefined

/** Answers requests for values, progress, lists, releases and page documents, and serves the dashboard. It may only read. */
export async function handler(event: GatewayEvent): Promise<GatewayResult> {
  if (!event.rawPath.startsWith('/api/')) {
    site ??= readSite(process.env.SITE_DIR ?? 'site', process.env.LANDING_ORIGIN)
    return toGateway(site(event.rawPath))
  }
  return toGateway(await dispatch(await lambdaContext(), fromGateway(event), (error) => console.error(error)))
}
