import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Engine, openDuckDb } from '../../functions/engines/duckdb.ts'
import { modelVersion } from '../../functions/build/model-version.ts'
import { type UseDuckDb, createSourcesAndCells } from '../../functions/build/sources.ts'
import { regionsCsv } from '../../functions/build/tables.ts'
import { REGIONS } from '../queries/history.ts'

/** The regions of random histories: all down to county, and the townships of the counties in which something happens. */
export function regionsOfHistories(): string {
  const counties = new Set(REGIONS.map((region) => region.slice(0, 6)))
  const [head, ...lines] = regionsCsv().split('\n')
  return [head, ...lines.filter((line) => line.indexOf(',') <= 6 || counties.has(line.slice(0, 6)))].join('\n')
}

/** An engine that is used for one release after another. */
interface WarmEngine {
  engine: Engine
  connections: Engine[]
  /** The sources: all that it holds between two releases. */
  sources: Set<string>
}

/** Drops everything but the sources, and empties the folder. */
async function reset({ engine, connections, sources }: WarmEngine): Promise<void> {
  for (const connection of connections) {
    const found = await connection.rows(
      `select 'view' as kind, view_name as name from duckdb_views() where not internal
       union all
       select 'table' as kind, table_name as name from duckdb_tables()`,
    )
    const drops = found.flatMap(({ kind, name }) => (sources.has(String(name)) ? [] : [`drop ${String(kind)} if exists "${String(name)}"`]))
    if (drops.length > 0) await connection.run(drops.join(';'))
  }
  for (const name of await readdir(engine.folder)) await rm(join(engine.folder, name), { recursive: true })
}

async function openWarmEngine(limits: Parameters<UseDuckDb>[0], regions: string | undefined): Promise<WarmEngine> {
  const engine = await openDuckDb(limits)
  await createSourcesAndCells(engine, modelVersion().models, { regions })
  const tables = await engine.rows('select table_name as name from duckdb_tables()')
  const second = await engine.connect()
  return { engine, connections: [engine, second], sources: new Set(tables.map(({ name }) => String(name))) }
}

/**
 * Lends engines that are kept open, with the sources in them: to open one and to create its regions takes longer than to count a small release. An
 * engine is lent to one release at a time, and holds only the sources when it is lent. After an error it is closed.
 */
export function warmDuckDb(regions?: string): UseDuckDb {
  const idle = new Map<string, WarmEngine[]>()
  return async (limits, work) => {
    const key = JSON.stringify(limits)
    const warm = idle.get(key)?.pop() ?? (await openWarmEngine(limits, regions))
    const [engine, second] = warm.connections as [Engine, Engine]
    try {
      const result = await work({ ...engine, connect: () => Promise.resolve(second) })
      await reset(warm)
      idle.set(key, [...(idle.get(key) ?? []), warm])
      return result
    } catch (error) {
      await engine.close()
      throw error
    }
  }
}
