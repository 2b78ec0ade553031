import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Engine } from '../engines/duckdb.ts'
import { inStep } from '../engines/query-service.ts'
import { type FileRef, getFile, putVerified } from '../storage/blobs.ts'
import type { Store } from '../storage/store.ts'
import { readStateFile } from '../release-format/incremental-state.ts'
import type { EngineWithStore } from './count-context.ts'

type ReadFile = (store: Store, ref: FileRef) => Promise<Uint8Array>

let copies = 0

/** Copies files to the engine's folder and gives their paths. A file that is already there is not read again. */
async function copyWith(readBody: ReadFile, { engine, store }: EngineWithStore, files: readonly FileRef[]): Promise<string[]> {
  await mkdir(join(engine.folder, 'files'), { recursive: true })
  const paths: string[] = []
  for (const file of files) {
    const path = join(engine.folder, 'files', `${file.sha256}.parquet`)
    paths.push(path)
    if (existsSync(path)) continue
    // Renamed when it is complete: another connection may be about to read it.
    const copy = `${path}-${++copies}`
    await writeFile(copy, await readBody(store, file))
    await rename(copy, path)
  }
  return paths
}

/**
 * Copies files of the incremental state from the store to the engine's folder, each checked against its hash, and gives their paths.
 * Throws IncrementalStateLost if one is missing or altered.
 */
export const fetchToLocal = (from: EngineWithStore, files: readonly FileRef[]) => copyWith(readStateFile, from, files)

/** Copies event files of the log to the engine's folder. Throws, naming the file, if one is missing or altered. */
export const fetchEventFiles = (from: EngineWithStore, files: readonly FileRef[]) => copyWith(getFile, from, files)

let written = 0

/** Stores the rows of a statement as a Parquet file below `folder` (`tables` if the release shows it, else `pieces`), and counts them. */
export async function storeRows(
  { engine, store }: EngineWithStore,
  folder: 'tables' | 'pieces',
  statement: string,
): Promise<{ file: FileRef; rows: number }> {
  const path = join(engine.folder, `written-${++written}.parquet`)
  const rows = await inStep('storing a table', () => writeParquet(engine, statement, path))
  const body = await readFile(path)
  await rm(path)
  return { file: await putVerified(store, folder, '.parquet', body), rows }
}

async function writeParquet(engine: Engine, statement: string, path: string): Promise<number> {
  const [copied] = await engine.rows(`copy (${statement}) to '${path}' (format parquet, compression zstd, use_tmp_file false)`)
  return Number(copied!.Count)
}
