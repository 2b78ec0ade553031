import '../catalogue/check-at-start.ts'
import { createDispatcher } from '../http/dispatcher.ts'
import { answerRequestsOperations } from '../http/operations/answer-requests.ts'
import { type GatewayEvent, type GatewayResult, fromGateway, toGateway } from './gateway.ts'
import { observe } from '../observability/lambda.ts'
import { requestFacts } from '../observability/facts.ts'
import { lambdaContext } from './lambda-context.ts'
import { readSetting } from '../settings/read-setting.ts'
import { readSite } from '../http/site.ts'

const observer = observe('answer-requests')
const dispatch = createDispatcher(answerRequestsOperations)

let site: ReturnType<typeof readSite> | undefined

/** Answers for values, progress, releases and page documents, and hands out the dashboard. It may read and nothing else. */
async function answerRequests(event: GatewayEvent): Promise<GatewayResult> {
  if (!event.rawPath.startsWith('/api/')) {
    site ??= readSite(readSetting('SITE_DIR'), readSetting('LANDING_ORIGIN'))
    return toGateway(event, site(event.rawPath))
  }
  const context = await lambdaContext()
  const request = fromGateway(event)
  return toGateway(event, await dispatch(context, request, (error) => observer.failure(error, requestFacts(request))))
}

export const handler = observer.handler(answerRequests)
