import { AthenaClient } from '@aws-sdk/client-athena'
import { readSetting, requireSetting } from '../settings/read-setting.ts'
import { openAthena } from './athena.ts'
import type { QueryService } from './query-service.ts'
import { openTrino } from './trino.ts'

/** An engine that runs remotely and reads the store by itself. */
export interface RemoteEngine {
  name: 'athena' | 'trino'
  service: QueryService
  root: string
  declared: string
}

/** Which engine counts a release, and how the remote ones are opened. */
export interface EngineSettings {
  engine: 'duckdb' | 'athena' | 'trino' | 'auto'
  autoBytes: number
  open(name: 'athena' | 'trino'): Promise<RemoteEngine>
}

/**
 * Reads the settings of the engines. Throws WrongSetting for a wrong one. One that only a remote engine needs is read when that engine is
 * opened, or now where ENGINE names it.
 */
export function readEngines(storeUrl: string): EngineSettings {
  const engine = readSetting('ENGINE')
  const autoBytes = readSetting('AUTO_BYTES')
  const deadlineMs = readSetting('STATEMENT_SECONDS') * 1000
  const trinoSettings = () => ({
    url: requireSetting('TRINO_URL'),
    catalog: readSetting('TRINO_CATALOG'),
    user: readSetting('TRINO_USER'),
    deadlineMs,
  })
  const athenaSettings = () => ({ workgroup: requireSetting('ATHENA_WORKGROUP'), deadlineMs })
  if (engine === 'trino') trinoSettings()
  if (engine === 'athena' || engine === 'auto') athenaSettings()
  if (engine !== 'duckdb') rootOf(engine, storeUrl)
  return {
    engine,
    autoBytes,
    async open(name) {
      const root = rootOf(name, storeUrl)
      const service = name === 'trino' ? await openTrino(trinoSettings()) : openAthena({ client: new AthenaClient(), ...athenaSettings() })
      return { name, service, root, declared: readSetting('DECLARED_SCHEMA') }
    },
  }
}

function rootOf(name: string, storeUrl: string): string {
  if (!storeUrl.startsWith('s3://'))
    throw new Error(`engine ${name}: it reads the store by itself, so STORE_URL must be s3://BUCKET/PREFIX, not ${storeUrl}`)
  return storeUrl.replace(/\/$/, '')
}
