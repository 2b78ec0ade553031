import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EventFile } from '../event-log/commit.ts'
import type { EngineWithStore } from './count-context.ts'

/** The folder that remote engines read and write for one release. No manifest names its files, so they are collected as garbage. */
export const snapshotFolder = (snapshot: string) => `snapshots/${snapshot}`

/**
 * Writes a snapshot for a remote engine, and gives its name: the list of exactly these event files, by their full names, in the input format
 * SymlinkTextInputFormat, and the paths of regions. Files that commits, compaction or collection add or remove meanwhile are not part of it.
 * `folder` is the remote engine's name of the dataset's folder.
 */
export async function writeSnapshot({ engine, store }: EngineWithStore, live: readonly EventFile[], folder: string): Promise<string> {
  const snapshot = randomBytes(8).toString('hex')
  const path = join(engine.folder, `region_paths-${snapshot}.parquet`)
  await engine.run(
    `copy (select region, ancestor, ancestor_level, steps from region_paths) to '${path}' (format parquet, compression zstd)`,
  )
  const files = live.map(({ key }) => `${folder}/${key}\n`).join('')
  await store.putIfAbsent(`${snapshotFolder(snapshot)}/region_paths/region_paths.parquet`, await readFile(path))
  await store.putIfAbsent(`${snapshotFolder(snapshot)}/events/files.txt`, Buffer.from(files))
  return snapshot
}
