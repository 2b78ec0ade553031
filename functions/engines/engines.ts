import { AthenaClient } from '@aws-sdk/client-athena'
import { openAthena } from './athena.ts'
import type { QueryService } from './query-service.ts'
import { openTrino } from './trino.ts'

/** The engines that a release may be counted by, as the setting ENGINE names them. */
export const ENGINES = ['duckdb', 'athena', 'trino', 'auto'] as const

/** So many bytes of event files DuckDB counts in a function of 2 GB and 15 minutes; `auto` sends what is more elsewhere. */
const AUTO_BYTES = 6e9

/** The schema of the tables that `infra/declared-tables.ts` declares. */
const DECLARED = 'tonglu'

/** An engine elsewhere as the settings describe it. */
export interface RemoteEngine {
  name: 'athena' | 'trino'
  service: QueryService
  root: string
  declared: string
}

/** What the settings say of engines. */
export interface EngineSettings {
  engine: (typeof ENGINES)[number]
  autoBytes: number
  open(name: 'athena' | 'trino'): Promise<RemoteEngine>
}

function needed(name: string, what: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`environment variable ${name} is not set: ${what}`)
  return value
}

function positive(name: string, byDefault: number): number {
  const text = process.env[name]
  if (text === undefined) return byDefault
  const value = Number(text)
  if (!(value > 0)) throw new Error(`environment variable ${name}: expected a number above 0, got ${text}`)
  return value
}

/**
 * Reads the settings of the engines: ENGINE, AUTO_BYTES, STATEMENT_SECONDS, DECLARED_SCHEMA, and for an engine elsewhere ATHENA_WORKGROUP, or
 * TRINO_URL, TRINO_CATALOG and TRINO_USER. Throws, naming it, for a wrong one; one that only an engine elsewhere needs is asked for when that
 * is opened, or at once where ENGINE says that it will be.
 */
export function readEngines(storeUrl: string): EngineSettings {
  const engine = (process.env.ENGINE ?? 'duckdb') as EngineSettings['engine']
  if (!ENGINES.includes(engine)) throw new Error(`environment variable ENGINE: expected ${ENGINES.join(' or ')}, got ${engine}`)
  const autoBytes = positive('AUTO_BYTES', AUTO_BYTES)
  const deadlineMs = positive('STATEMENT_SECONDS', 600) * 1000
  const declared = process.env.DECLARED_SCHEMA ?? DECLARED
  const trinoSettings = () => ({
    url: needed('TRINO_URL', 'where the coordinator answers, e.g. http://127.0.0.1:8080').replace(/\/$/, ''),
    catalog: process.env.TRINO_CATALOG ?? 'hive',
    user: process.env.TRINO_USER ?? 'tonglu',
    deadlineMs,
  })
  const workgroup = () => needed('ATHENA_WORKGROUP', 'the workgroup in which Athena runs the statements')
  function rootOf(name: string): string {
    if (!storeUrl.startsWith('s3://'))
      throw new Error(`engine ${name}: it reads the store by itself, so STORE_URL must be s3://BUCKET/PREFIX, not ${storeUrl}`)
    return storeUrl.replace(/\/$/, '')
  }
  if (engine === 'trino') trinoSettings()
  if (engine === 'athena' || engine === 'auto') workgroup()
  if (engine !== 'duckdb') rootOf(engine)
  return {
    engine,
    autoBytes,
    async open(name) {
      const root = rootOf(name)
      const service =
        name === 'trino' ? await openTrino(trinoSettings()) : openAthena({ client: new AthenaClient(), workgroup: workgroup(), deadlineMs })
      return { name, service, root, declared }
    },
  }
}
