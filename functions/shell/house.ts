import type { House } from '../api/house.ts'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileLanding } from '../adapters/file-landing.ts'
import { openReaders } from '../intake/readers.ts'
import { type Settings, readSettings } from './settings.ts'
import type { LocalLanding } from './serve.ts'

/** The house of this machine, from the environment. A wrong setting ends the process with the setting's name. */
export async function openHouse(): Promise<{ house: House & { landing: LocalLanding }; settings: Settings }> {
  try {
    const settings = await readSettings()
    const { store, keys, limits, engines, prices } = settings
    const landing = fileLanding(join(settings.dataDir, 'landing'), keys.sign)
    const readers = openReaders(keys, Math.min(4, Math.max(1, availableParallelism())))
    return { settings, house: { store, keys, landing, readers, limits, engines, prices, makesDatasets: true, now: () => new Date() } }
  } catch (error) {
    console.error((error as Error).message)
    process.exit(2)
  }
}
