import { type BuildOptions, buildRelease } from '../../build/build.ts'
import type { Built } from '../../build/publish.ts'
import { type PartitionOptions, type PartitionPlan, countPartition, planPartitions } from '../../build/partitions.ts'
import { type HttpResponse, type HttpRequest, json } from '../message.ts'
import { type AppContext, datasetStore, requireDataset } from '../context.ts'
import type { Route } from '../router.ts'

/** The store of a dataset, and the engines with the one that it states or the settings name. */
async function counting(context: AppContext, name: string) {
  const { engine } = await requireDataset(context, name)
  const { limits, now, engines } = context
  const choice = engines && { ...engines, engine: engine ?? engines.engine }
  return { store: datasetStore(context.store, name), options: { limits, now, ...(choice && { engines: choice }) } }
}

/** Builds the next release of a dataset, by the engine that it states or the settings name. */
export async function releaseOf(
  context: AppContext,
  name: string,
  more: Pick<BuildOptions, 'agree' | 'onStep' | 'upTo'> = {},
): Promise<Built> {
  const { store, options } = await counting(context, name)
  return buildRelease(name, store, { ...options, ...more })
}

/** Lays out the events of a dataset and says into which pieces the count of its next release can be shared; undefined where it need not be. */
export async function planPartitionsFor(
  context: AppContext,
  name: string,
  more: Pick<PartitionOptions, 'from' | 'onStep'> = {},
): Promise<PartitionPlan | undefined> {
  const { store, options } = await counting(context, name)
  return planPartitions(store, { ...options, ...more })
}

/** Counts one piece of a dataset's count up to a commit. */
export async function countPartitionFor(context: AppContext, name: string, upTo: number, piece: number): Promise<void> {
  const { store, options } = await counting(context, name)
  return countPartition(store, { upTo, partition: piece }, options)
}

async function postRelease(context: AppContext, _request: HttpRequest, [name]: string[]): Promise<HttpResponse> {
  const { manifest, isNew } = await releaseOf(context, name!)
  return json(isNew ? 201 : 200, { release: manifest.release, commit: manifest.log.seq, created_at: manifest.created_at })
}

/** The routes that build releases. */
export const refreshRoutes: Route[] = [{ method: 'POST', path: /^\/api\/v1\/([^/]+)\/releases$/, answer: postRelease }]
