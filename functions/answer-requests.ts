import { answerRoutes } from './api/answer.ts'
import { answer } from './api/route.ts'
import { type GatewayEvent, type GatewayResult, fromGateway, toGateway } from './lambda/gateway.ts'
import { lambdaHouse } from './lambda/house.ts'
import { readSite } from './site.ts'

let site: ReturnType<typeof readSite> | undefined

/** Answers for values, progress, releases and page documents, and hands out the dashboard. It may read and nothing else. */
export async function handler(event: GatewayEvent): Promise<GatewayResult> {
  if (!event.rawPath.startsWith('/api/')) {
    site ??= readSite(process.env.SITE_DIR ?? 'site', process.env.LANDING_ORIGIN)
    return toGateway(site(event.rawPath))
  }
  const house = await lambdaHouse()
  return toGateway(await answer(answerRoutes, house, fromGateway(event), (error) => console.error(error)))
}
