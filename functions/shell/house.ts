import type { House } from '../api/house.ts'
import { type Settings, readSettings } from './settings.ts'

/** The house of this machine, from the environment. A wrong setting ends the process with the setting's name. */
export async function openHouse(): Promise<{ house: House; settings: Settings }> {
  try {
    const settings = await readSettings()
    const { store, keys, limits } = settings
    return { settings, house: { store, keys, limits, makesDatasets: true, now: () => new Date() } }
  } catch (error) {
    console.error((error as Error).message)
    process.exit(2)
  }
}
