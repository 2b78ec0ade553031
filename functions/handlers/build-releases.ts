import type { BuildStep } from '../domain/build-step.ts'
import { readEngines } from '../engines/engines.ts'
import { type AppContext, allCards, datasetStore } from '../http/context.ts'
import { answer } from '../http/router.ts'
import { countPartitionFor, planPartitionsFor, refreshRoutes, releaseOf } from '../http/routes/releases.ts'
import { requestFacts } from '../observability/facts.ts'
import { observe } from '../observability/lambda.ts'
import { releaseAge } from './release-age.ts'
import { requireSetting } from '../settings/read-setting.ts'
import { type GatewayEvent, type GatewayResult, fromGateway, toGateway } from './gateway.ts'
import { lambdaContext } from './lambda-context.ts'

const observer = observe('build-releases')

/** The names of all datasets. Measures on the way how far their releases lie behind, which no step that fails could. */
async function listDatasets(context: AppContext): Promise<string[]> {
  const names = (await allCards(context.store)).map(({ name }) => name)
  for (const dataset of names) {
    try {
      observer.metric('ReleaseAge', await releaseAge(datasetStore(context.store, dataset), context.now()))
    } catch (error) {
      observer.failure(error, { dataset })
    }
  }
  return names
}

async function runStep(context: AppContext, event: BuildStep): Promise<object> {
  switch (event.step) {
    case 'list':
      return { datasets: await listDatasets(context) }
    case 'share':
      // 0: up to the last commit.
      return (await planPartitionsFor(context, event.dataset)) ?? { upTo: 0, pieces: [] }
    case 'count':
      await countPartitionFor(context, event.dataset, event.upTo, event.piece)
      return {}
    case 'release': {
      const { manifest, isNew } = await releaseOf(context, event.dataset, event.upTo > 0 ? { upTo: event.upTo } : {})
      const { release, seconds } = manifest
      if (isNew) {
        observer.log('release published', { dataset: event.dataset, release, seconds })
        observer.metric('ReleaseSeconds', seconds)
      }
      return { release, isNew }
    }
  }
}

/** Builds releases: of one dataset when asked over HTTP, of every dataset on the schedule, step by step. */
async function buildReleases(event: GatewayEvent | BuildStep): Promise<GatewayResult | object> {
  const context = { ...(await lambdaContext()), engines: readEngines(requireSetting('STORE_URL')) }
  if ('step' in event) {
    try {
      return await runStep(context, event)
    } catch (error) {
      observer.failure(error, 'dataset' in event ? { dataset: event.dataset } : {})
      throw error
    }
  }
  const request = fromGateway(event)
  return toGateway(await answer(refreshRoutes, context, request, (error) => observer.failure(error, requestFacts(request))))
}

export const handler = observer.handler(buildReleases)
