import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Engine, type EngineLimits, openDuckDb } from '../engines/duckdb.ts'
import { inStep } from '../engines/query-service.ts'
import { emptyEvents, regionPathsOf, regionsCsv } from './tables.ts'

/** Runs work with a DuckDB of its own. */
export async function withDuckDb<T>(limits: EngineLimits, work: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await openDuckDb(limits)
  try {
    return await work(engine)
  } finally {
    await engine.close()
  }
}

/** Makes the sources that models read without a model of that name, the events still none. */
export async function makeSources(engine: Engine): Promise<void> {
  await writeFile(join(engine.folder, 'regions.csv'), regionsCsv())
  for (const statement of [...emptyEvents(), regionPathsOf(engine.folder)]) await inStep('sources', () => engine.run(statement))
}
