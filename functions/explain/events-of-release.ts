import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { QUERIES, SOURCES, eventsOf } from '../build/tables.ts'
import { createSources } from '../build/sources.ts'
import type { Engine } from '../engines/duckdb.ts'
import type { Commit, EventFile } from '../event-log/commit.ts'
import { openWholeLog } from '../event-log/log.ts'
import type { Manifest } from '../release-format/manifest.ts'
import { getFile } from '../storage/blobs.ts'
import type { Store } from '../storage/store.ts'
import { type Model, readModels } from '../../queries/read-models.ts'

/** The log as far as a release shows it. */
export interface ShownLog {
  /** Every commit from the first on. */
  commits: Commit[]
  /** The files that hold exactly the events that the release counts. */
  files: EventFile[]
}

/**
 * Reads the log and verifies its hash chain. Later commits that write the same events in other files are followed, since garbage
 * collection may have removed the files of before.
 */
export async function shownLog(store: Store, manifest: Manifest): Promise<ShownLog> {
  const log = await openWholeLog(store)
  const commits = log.entries.map(({ commit }) => commit)
  const next = commits.find(({ seq, kind, adds }) => seq > manifest.log.seq && kind === 'upload' && adds.length > 0)
  const live = new Map<string, EventFile>()
  for (const { seq, removes, adds } of commits) {
    if (next && seq >= next.seq) break
    for (const key of removes) live.delete(key)
    for (const file of adds) live.set(file.key, file)
  }
  return { commits, files: [...live.values()] }
}

/** The models that these read, themselves included, each after those that it reads. */
function closure(names: readonly string[]): Model[] {
  const models = readModels(QUERIES, SOURCES)
  const needed = new Set(names)
  for (const model of models.toReversed()) if (needed.has(model.name)) for (const name of model.reads) needed.add(name)
  return models.filter(({ name }) => needed.has(name))
}

export interface EventsToLoad {
  files: readonly EventFile[]
  /** Models to run beside the staging ones. */
  models: readonly string[]
}

/** Copies event files to an engine and runs the models that are asked for. Returns the key of each local path. Throws where a file is missing. */
export async function loadEvents(engine: Engine, store: Store, { files, models }: EventsToLoad): Promise<string[]> {
  await createSources(engine)
  const paths = files.map((_, index) => join(engine.folder, `events-${index}.parquet`))
  for (const [index, file] of files.entries()) await writeFile(paths[index]!, await getFile(store, file))
  await engine.run(eventsOf(paths, 'no_events'))
  for (const { name, sql } of closure(['stg_events', 'latest_revisions', ...models])) await engine.run(`create table "${name}" as\n${sql}`)
  return paths
}
