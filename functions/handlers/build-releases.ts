import type { BuildStep } from '../domain/build-step.ts'
import { readEngines } from '../engines/engines.ts'
import { listDatasets } from '../http/datasets.ts'
import { createDispatcher } from '../http/dispatcher.ts'
import { buildReleasesOperations, countPartitionFor, planPartitionsFor, releaseOf } from '../http/operations/build-release.ts'
import { type GatewayEvent, type GatewayResult, fromGateway, toGateway } from './gateway.ts'
import { lambdaContext } from './lambda-context.ts'

const dispatch = createDispatcher(buildReleasesOperations)

/** Builds releases: of one dataset when asked over HTTP, of every dataset on the schedule, step by step. */
export async function handler(event: GatewayEvent | BuildStep): Promise<GatewayResult | object> {
  const context = { ...(await lambdaContext()), engines: readEngines(process.env.STORE_URL!) }
  if (!('step' in event)) return toGateway(await dispatch(context, fromGateway(event), (error) => console.error(error)))
  switch (event.step) {
    case 'list':
      return { datasets: (await listDatasets(context.store)).map(({ name }) => name) }
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
