import { type BuildOptions, buildRelease } from '../../build/build.ts'
import { type PartitionOptions, type PartitionPlan, countPartition, planPartitions } from '../../build/partitions.ts'
import { PersonalNumberFound } from '../../build/personal-numbers.ts'
import type { Built } from '../../build/publish.ts'
import type { BuildContext } from '../context.ts'
import { datasetStore, requireDataset } from '../datasets.ts'
import type { Operations } from '../dispatcher.ts'
import { HttpError, json } from '../message.ts'
import type { OperationsOf } from '../routes/table.ts'

/** The store of a dataset, and the options of its builds: the engine that its card states, otherwise the one the settings name. */
async function buildOptions(context: BuildContext, name: string) {
  const { engine, is_simulated, scale, targets } = await requireDataset(context, name)
  const { limits, now, engines } = context
  const choice = engines && { ...engines, engine: engine ?? engines.engine }
  return {
    store: datasetStore(context.store, name),
    options: {
      limits,
      now,
      isSimulated: is_simulated,
      hasDocumentTargets: targets !== 'none',
      ...(scale !== undefined && { scale }),
      ...(choice && { engines: choice }),
    },
  }
}

/** Builds the next release of a dataset. Throws HttpError 404 if there is no such dataset. */
export async function releaseOf(
  context: BuildContext,
  name: string,
  more: Pick<BuildOptions, 'agree' | 'onStep' | 'upTo' | 'checksCurrent'> = {},
): Promise<Built> {
  const { store, options } = await buildOptions(context, name)
  return buildRelease(name, store, { ...options, ...more })
}

/** Partitions the events of a dataset for its next release; undefined where partitions are not worth it. */
export async function planPartitionsFor(
  context: BuildContext,
  name: string,
  more: Pick<PartitionOptions, 'from' | 'onStep'> = {},
): Promise<PartitionPlan | undefined> {
  const { store, options } = await buildOptions(context, name)
  return planPartitions(store, { ...options, ...more })
}

/** Counts one partition of a dataset's events up to a commit. */
export async function countPartitionFor(context: BuildContext, name: string, upTo: number, partition: number): Promise<void> {
  const { store, options } = await buildOptions(context, name)
  return countPartition(store, { upTo, partition }, options)
}

/** The operations of the function build-releases. */
export const buildReleasesOperations: Operations<OperationsOf<'build-releases'>, BuildContext> = {
  async postRelease(context, { params: { dataset } }) {
    const { manifest, isNew } = await releaseOf(context, dataset).catch((error: unknown) => {
      if (error instanceof PersonalNumberFound) throw new HttpError(409, error.zh, error.message)
      throw error
    })
    const { release, log, created_at, replaces } = manifest
    return json(isNew ? 201 : 200, { release, commit: log.seq, created_at, ...(replaces && { replaces }) })
  },
}
