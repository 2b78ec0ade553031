import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { dirname, resolve } from 'node:path'
import { openStore } from '../storage/s3-store.ts'
import type { EngineLimits } from '../engines/duckdb.ts'
import { type EngineSettings, readEngines } from '../engines/engines.ts'
import { type KeyRing, readKeyRing } from '../pseudonyms/key-ring.ts'
import type { Prices } from '../domain/cost.ts'
import { readPrices } from '../settings/prices.ts'
import type { Store } from '../storage/store.ts'

/** What a process on this machine works with. */
export interface Settings {
  port: number
  dataDir: string
  storeUrl: string
  store: Store
  keys: KeyRing
  limits: EngineLimits
  engines: EngineSettings
  prices: Prices
}

function choice(name: string, allowed: readonly string[]): string {
  const value = process.env[name] ?? allowed[0]!
  if (!allowed.includes(value)) throw new Error(`environment variable ${name}: expected ${allowed.join(' or ')}, got ${value}`)
  return value
}

function readPort(): number {
  const text = process.env.PORT ?? '4173'
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(`environment variable PORT: expected a whole number from 0 to 65535, got ${text}`)
  return port
}

/**
 * The pseudonym keys: 64 hex digits a line, oldest first, in the file that PSEUDONYM_KEY_FILE names. With a local store and no such
 * setting a key is made once, in `.keys/` beside the project and away from the data. A store elsewhere needs the setting.
 */
function readKeys(storeUrl: string): KeyRing {
  const named = process.env.PSEUDONYM_KEY_FILE
  if (!named && !storeUrl.startsWith('file:'))
    throw new Error(
      'environment variable PSEUDONYM_KEY_FILE is not set: a store that is not local needs the key that its people were made pseudonyms with',
    )
  const path = resolve(named ?? '.keys/pseudonym.key')
  if (!existsSync(path)) {
    if (named) throw new Error(`environment variable PSEUDONYM_KEY_FILE: there is no file ${path}`)
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    writeFileSync(path, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' })
  }
  return readKeyRing(`pseudonym key file ${path}`, readFileSync(path, 'utf8'))
}

/** Reads the settings from the environment. A wrong or missing one is an error that names it. */
export async function readSettings(): Promise<Settings> {
  const dataDir = resolve(process.env.DATA_DIR ?? '.data')
  const storeUrl = process.env.STORE_URL ?? `file:${dataDir}/store`
  choice('AUTH', ['local'])
  return {
    port: readPort(),
    dataDir,
    storeUrl,
    store: await openStore(storeUrl),
    keys: readKeys(storeUrl),
    limits: { memory: '1000MB', threads: 2 },
    engines: readEngines(storeUrl),
    prices: readPrices(),
  }
}
