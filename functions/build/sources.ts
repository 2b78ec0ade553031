import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Engine, type EngineLimits, openDuckDb } from '../engines/duckdb.ts'
import { inStep } from '../engines/query-service.ts'
import type { Model } from '../../queries/read-models.ts'
import { documentTargetsSelect } from './document-targets.ts'
import { groupModels } from './model-groups.ts'
import { emptyEvents, regionsCsv, regionsOf } from './tables.ts'

/**
 * Runs work with a DuckDB that nothing else uses meanwhile. It has no tables, or those of `createSources` and nothing else, and what the work leaves
 * in it is gone afterwards.
 */
export type UseDuckDb = <T>(limits: EngineLimits, work: (engine: Engine) => Promise<T>) => Promise<T>

/** Opens a DuckDB for the work, and closes it afterwards. */
export const withNewDuckDb: UseDuckDb = async (limits, work) => {
  const engine = await openDuckDb(limits)
  try {
    return await work(engine)
  } finally {
    await engine.close()
  }
}

/** The statements that create the sources from a CSV of regions in the engine's folder. */
async function sourceStatements(engine: Engine, regions: string): Promise<string[]> {
  await writeFile(join(engine.folder, 'regions.csv'), regions)
  return [...emptyEvents(), ...regionsOf(engine.folder)]
}

interface SourceOptions {
  /** The regions as CSV; by default all. */
  regions?: string | undefined
  /** Whether the targets of the documents apply to the dataset. */
  hasDocumentTargets?: boolean
}

/** Creates the tables that models read although no model is named so, without events yet. Does nothing if they are there. */
export async function createSources(
  engine: Engine,
  { regions = regionsCsv(), hasDocumentTargets = true }: SourceOptions = {},
): Promise<void> {
  await createDocumentTargets(engine, hasDocumentTargets)
  const existing = await engine.rows(`select table_name from duckdb_tables() where table_name = 'region_paths'`)
  if (existing.length > 0) return
  await inStep('sources', async () => engine.run((await sourceStatements(engine, regions)).join(';\n')))
}

/** Creates the table of the documents' targets: all of them, or none for a dataset that asks for none. */
export async function createDocumentTargets(engine: Engine, isIncluded: boolean): Promise<void> {
  await engine.run(`create or replace table document_targets as ${documentTargetsSelect(isIncluded)}`)
}

/** Creates the sources, and the table of the cells that workers are counted in. */
export async function createSourcesAndCells(engine: Engine, models: readonly Model[], options?: SourceOptions): Promise<void> {
  const { cells } = groupModels(models)
  await createSources(engine, options)
  await engine.run(`create table if not exists ${cells.name} as\n${cells.sql}`)
}
