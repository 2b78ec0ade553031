import type { EngineElsewhere, EngineSettings } from '../adapters/engines.ts'

/** Which engine counts a release, and why that one. */
export interface Route {
  engine: 'duckdb' | EngineElsewhere['name']
  why: 'set' | 'size'
  /** Bytes of events to be read. */
  bytes: number
  /** The bytes up to which DuckDB counts, where the size decided. */
  limit?: number
}

/** The route of a release that must read so many bytes: DuckDB where nothing is set. */
export function routeOf(settings: Pick<EngineSettings, 'engine' | 'autoBytes'> | undefined, bytes: number): Route {
  const { engine, autoBytes } = settings ?? { engine: 'duckdb', autoBytes: 0 }
  if (engine !== 'auto') return { engine, why: 'set', bytes }
  return { engine: bytes <= autoBytes ? 'duckdb' : 'athena', why: 'size', bytes, limit: autoBytes }
}
