import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { dirname, resolve } from 'node:path'
import { readPrices } from '../catalogue/price-file.ts'
import type { Prices } from '../domain/cost.ts'
import type { EngineLimits } from '../engines/duckdb.ts'
import { type EngineSettings, readEngines } from '../engines/engines.ts'
import { type KeyRing, readKeyRing } from '../pseudonyms/key-ring.ts'
import { engineLimits } from '../settings/engine-limits.ts'
import { WrongSetting, readSetting } from '../settings/read-setting.ts'
import { openStore } from '../storage/s3-store.ts'
import type { Store } from '../storage/store.ts'

/** What a process on this machine works with. */
export interface LocalSettings {
  port: number
  dataDir: string
  store: Store
  keys: KeyRing
  limits: EngineLimits
  engines: EngineSettings
  prices: Prices
}

/**
 * Reads the pseudonym keys: 64 hex digits a line, oldest first, in the file of PSEUDONYM_KEY_FILE. With a local store and no such setting
 * a key is created in `.keys/`, away from the data. A remote store needs the setting: a new key would not fit its pseudonyms.
 */
function readKeys(storeUrl: string): KeyRing {
  const named = readSetting('PSEUDONYM_KEY_FILE')
  if (!named && !storeUrl.startsWith('file:'))
    throw new WrongSetting('PSEUDONYM_KEY_FILE', "is not set: a store that is not local needs the key of its people's pseudonyms")
  const path = resolve(named ?? '.keys/pseudonym.key')
  if (!existsSync(path)) {
    if (named) throw new WrongSetting('PSEUDONYM_KEY_FILE', `: there is no file ${path}`)
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    writeFileSync(path, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' })
  }
  return readKeyRing(`pseudonym key file ${path}`, readFileSync(path, 'utf8'))
}

/** Reads the settings of a process on this machine, opens its store and its keys. Throws WrongSetting. */
export async function readLocalSettings(): Promise<LocalSettings> {
  const dataDir = resolve(readSetting('DATA_DIR'))
  const storeUrl = readSetting('STORE_URL') ?? `file:${dataDir}/store`
  readSetting('AUTH')
  return {
    port: readSetting('PORT'),
    dataDir,
    store: await openStore(storeUrl),
    keys: readKeys(storeUrl),
    limits: engineLimits(),
    engines: readEngines(storeUrl),
    prices: readPrices(),
  }
}
