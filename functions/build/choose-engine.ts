import type { EngineSettings } from '../engines/engines.ts'
import type { EngineChoice } from '../release-format/manifest.ts'

/** The route of a release that must read so many bytes: DuckDB where nothing is set. */
export function chooseEngine(settings: Pick<EngineSettings, 'engine' | 'autoBytes'> | undefined, bytes: number): EngineChoice {
  const { engine, autoBytes } = settings ?? { engine: 'duckdb', autoBytes: 0 }
  if (engine !== 'auto') return { engine, why: 'set', bytes }
  return { engine: bytes <= autoBytes ? 'duckdb' : 'athena', why: 'size', bytes, limit: autoBytes }
}
