import { type FileRef } from '../storage/blobs.ts'
import type { Batch } from '../release-format/incremental-state.ts'
import type { EngineWithStore } from './count-context.ts'
import { fetchToLocal } from './local-files.ts'
import { reading } from './tables.ts'

/** Files of the incremental state as a FROM item, copied to the engine's folder. */
export async function readingFiles(context: EngineWithStore, files: readonly FileRef[]): Promise<string> {
  return reading(await fetchToLocal(context, files))
}

/** SELECT of the last revision of every event that was corrected. */
export const latestRevisionsSql = (revisions: string) =>
  `select source, id, max(revision) as revision from ${revisions} group by source, id`

/** Creates the table `latest_revisions` of all batches, which tells the models which events are live. */
export async function createLatestRevisions(context: EngineWithStore, batches: readonly Batch[]): Promise<void> {
  const revisions = await readingFiles(context, batches.map((batch) => batch.revisions)) // prettier-ignore
  await context.engine.run(`create table latest_revisions as ${latestRevisionsSql(revisions)}`)
}
