import type { EngineSettings, RemoteEngine } from '../engines/engines.ts'
import type { EngineChoice } from '../release-format/manifest.ts'

/** Chooses the engine for a release that reads a number of bytes. DuckDB by default. */
export function chooseEngine(settings: Pick<EngineSettings, 'engine' | 'autoBytes'> | undefined, bytes: number): EngineChoice {
  const { engine, autoBytes } = settings ?? { engine: 'duckdb', autoBytes: 0 }
  if (engine !== 'auto') return { engine, why: 'set', bytes }
  return { engine: bytes <= autoBytes ? 'duckdb' : 'athena', why: 'size', bytes, limit: autoBytes }
}

/** The engines of one release. At least one of the two counts; if both do, their tables are compared. */
export interface ReleaseEngines {
  /** What the manifest says about the choice. */
  choice: EngineChoice
  countsLocally: boolean
  remote?: RemoteEngine
}

/**
 * Chooses the engines, and connects to the remote one. `agree` names a remote engine that counts beside DuckDB, whatever the settings say: the next
 * release can resume only from a local count.
 */
export async function openReleaseEngines(
  settings: EngineSettings | undefined,
  { agree, bytes }: { agree?: RemoteEngine['name'] | undefined; bytes: number },
): Promise<ReleaseEngines> {
  const choice = chooseEngine(settings, bytes)
  const name = agree ?? (choice.engine === 'duckdb' ? undefined : choice.engine)
  const countsLocally = choice.engine === 'duckdb' || agree !== undefined
  if (name === undefined) return { choice, countsLocally }
  if (!settings) throw new Error(`engine ${name}: this process has no settings for a remote engine`)
  const remote = await settings.open(name)
  return { choice: agree ? { engine: 'duckdb', why: 'set', bytes } : choice, countsLocally, remote }
}
