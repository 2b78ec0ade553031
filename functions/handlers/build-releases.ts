import type { BuildStep } from '../domain/build-step.ts'
import { readEngines } from '../engines/engines.ts'
import { allCards } from '../http/context.ts'
import { countPartitionFor, refreshRoutes, releaseOf, planPartitionsFor } from '../http/routes/releases.ts'
import { answer } from '../http/router.ts'
import { type GatewayEvent, type GatewayResult, fromGateway, toGateway } from './gateway.ts'
import { requireSetting } from '../settings/read-setting.ts'
import { lambdaContext } from './lambda-context.ts'

/** Builds releases: of one dataset when asked over HTTP, of every dataset on the schedule, step by step. */
export async function handler(event: GatewayEvent | BuildStep): Promise<GatewayResult | object> {
  const context = { ...(await lambdaContext()), engines: readEngines(requireSetting('STORE_URL')) }
  if (!('step' in event)) return toGateway(await answer(refreshRoutes, context, fromGateway(event), (error) => console.error(error)))
  switch (event.step) {
    case 'list':
      return { datasets: (await allCards(context.store)).map(({ name }) => name) }
    case 'share':
      // 0: up to the last commit.
      return (await planPartitionsFor(context, event.dataset)) ?? { upTo: 0, pieces: [] }
    case 'count':
      await countPartitionFor(context, event.dataset, event.upTo, event.piece)
      return {}
    case 'release': {
      const { manifest, isNew } = await releaseOf(context, event.dataset, event.upTo > 0 ? { upTo: event.upTo } : {})
      return { release: manifest.release, isNew }
    }
  }
}
