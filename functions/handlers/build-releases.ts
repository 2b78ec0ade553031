import '../catalogue/check-at-start.ts'
import type { BuildStep } from '../domain/build-step.ts'
import { readEngines } from '../engines/engines.ts'
import type { AppContext } from '../http/context.ts'
import { listDatasets, datasetStore } from '../http/datasets.ts'
import { createDispatcher } from '../http/dispatcher.ts'
import { buildReleasesOperations, countPartitionFor, planPartitionsFor, releaseOf } from '../http/operations/build-release.ts'
import { requestFacts } from '../observability/facts.ts'
import { observe } from '../observability/lambda.ts'
import { releaseAge } from './release-age.ts'
import { requireSetting } from '../settings/read-setting.ts'
import { type GatewayEvent, type GatewayResult, fromGateway, toGateway } from './gateway.ts'
import { lambdaContext } from './lambda-context.ts'

const observer = observe('build-releases')
const dispatch = createDispatcher(buildReleasesOperations)

/** The names of all datasets. Measures on the way how far their releases lie behind, which no step that fails could. */
async function datasetNames(context: AppContext): Promise<string[]> {
  const names = (await listDatasets(context.store)).map(({ name }) => name)
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
      return { datasets: await datasetNames(context) }
    case 'share':
      // 0: up to the last commit.
      return (await planPartitionsFor(context, event.dataset)) ?? { upTo: 0, pieces: [] }
    case 'count':
      await countPartitionFor(context, event.dataset, event.upTo, event.piece)
      return {}
    case 'release': {
      // The schedule runs every few minutes: the files of a release are read by the daily verification.
      const options = { checksCurrent: false, ...(event.upTo > 0 && { upTo: event.upTo }) }
      const { manifest, isNew } = await releaseOf(context, event.dataset, options)
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
  return toGateway(event, await dispatch(context, request, (error) => observer.failure(error, requestFacts(request))))
}

export const handler = observer.handler(buildReleases)
