import { answerRoutes } from '../http/routes/reading.ts'
import { answer } from '../http/router.ts'
import { type GatewayEvent, type GatewayResult, fromGateway, toGateway } from './gateway.ts'
import { lambdaContext } from './lambda-context.ts'
import { readSetting } from '../settings/read-setting.ts'
import { readSite } from '../http/site.ts'

let site: ReturnType<typeof readSite> | undefined

/** Answers for values, progress, releases and page documents, and hands out the dashboard. It may read and nothing else. */
export async function handler(event: GatewayEvent): Promise<GatewayResult> {
  if (!event.rawPath.startsWith('/api/')) {
    site ??= readSite(readSetting('SITE_DIR'), readSetting('LANDING_ORIGIN'))
    return toGateway(site(event.rawPath))
  }
  const context = await lambdaContext()
  return toGateway(await answer(answerRoutes, context, fromGateway(event), (error) => console.error(error)))
}
