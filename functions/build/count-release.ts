import type { Engine } from '../engines/duckdb.ts'
import type { RemoteEngine } from '../engines/engines.ts'
import type { EventFile } from '../event-log/commit.ts'
import type { Manifest } from '../release-format/manifest.ts'
import type { ReleaseEngines } from './choose-engine.ts'
import { assertEnginesAgree } from './compare-engines.ts'
import type { CountContext, CountResult } from './count-context.ts'
import { countLocally } from './count-locally.ts'
import type { CountPlan } from './count-plan.ts'
import { type RemoteCount, countRemotely, storeRemoteTables } from './count-remotely.ts'
import { createSourcesAndCells } from './sources.ts'
import { verifyHashes } from './verify-event-files.ts'

/** A count of a release, by one engine or by two. */
export interface ReleaseCount {
  context: CountContext
  plan: CountPlan
  dataset: string
  live: readonly EventFile[]
  engines: ReleaseEngines
  /** Runs work with another DuckDB, which holds the tables of the remote engine while two are compared. */
  withOtherDuckDb(work: (engine: Engine) => Promise<RemoteOutcome>): Promise<RemoteOutcome>
}

interface RemoteOutcome {
  agreed: NonNullable<Manifest['agreed']>
  remoteSeconds: number
}

/** The tables of a release, and how the engines came to them. */
export interface ReleaseCounted extends Partial<RemoteOutcome> {
  result: CountResult
}

/**
 * Counts locally, remotely, or both. Throws QueryFailed if an engine fails, EnginesDisagree if two engines differ, and IncrementalStateLost if the
 * state to resume from is damaged.
 */
export async function countRelease(count: ReleaseCount): Promise<ReleaseCounted> {
  const { context, plan, dataset, live, engines } = count
  const { remote, countsLocally } = engines
  if (!countsLocally) {
    if (!remote) throw new Error('a release needs an engine')
    await verifyHashes(context.store, live, plan.current)
    const remoteSeconds = await timeRemoteCount(remote, { ...context, dataset, live, hasDocumentTargets: plan.hasDocumentTargets ?? true })
    return { result: await storeRemoteTables(context), remoteSeconds }
  }
  await createSourcesAndCells(context.engine, context.models, { hasDocumentTargets: plan.hasDocumentTargets ?? true })
  const result = await countLocally(context, plan)
  return remote ? { result, ...(await compareWithRemote(count, remote, result)) } : { result }
}

/** Counts on a remote engine, and gives the seconds that it took. */
async function timeRemoteCount(remote: RemoteEngine, count: RemoteCount): Promise<number> {
  const started = performance.now()
  await countRemotely(remote, count)
  return (performance.now() - started) / 1000
}

async function compareWithRemote(
  { context, plan, dataset, live, withOtherDuckDb }: ReleaseCount,
  remote: RemoteEngine,
  local: CountResult,
): Promise<RemoteOutcome> {
  const versions: [string, string] = [context.engine.version, remote.service.version]
  return withOtherDuckDb(async (engine) => {
    const remoteSeconds = await timeRemoteCount(remote, {
      ...context,
      engine,
      dataset,
      live,
      hasDocumentTargets: plan.hasDocumentTargets ?? true,
    })
    context.onStep?.('comparing every table')
    const rows = await assertEnginesAgree({ engine, store: context.store }, local, versions)
    return { agreed: { engines: versions, rows }, remoteSeconds }
  })
}
