import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Engine } from '../engines/duckdb.ts'
import type { EventFile } from '../event-log/commit.ts'
import type { Store } from '../storage/store.ts'

/** The folder of what engines elsewhere read and write for one release. Nothing names it afterwards: it is collected as garbage. */
export const snapshotFolder = (snapshot: string) => `snapshots/${snapshot}`

/**
 * Writes a snapshot for an engine elsewhere: the list of exactly these event files, by their full names, as the input format
 * SymlinkTextInputFormat reads it, and the regions with those above them. Files that commits, compaction or collection add or take
 * away meanwhile are none of it. Gives its name. `folder` is how that engine names the dataset's folder.
 */
export async function writeSnapshot(engine: Engine, store: Store, live: readonly EventFile[], folder: string): Promise<string> {
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
