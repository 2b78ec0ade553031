import type { AppContext } from '../http/context.ts'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileLanding } from '../landing/file-landing.ts'
import { openCheckThreadPool } from '../ingest/check/thread-pool.ts'
import { type Settings, readSettings } from './settings.ts'
import type { LocalLanding } from './landing-upload.ts'

/** The house of this machine, from the environment. A wrong setting ends the process with the setting's name. */
export async function openLocalContext(): Promise<{ context: AppContext & { landing: LocalLanding }; settings: Settings }> {
  try {
    const settings = await readSettings()
    const { store, keys, limits, engines, prices } = settings
    const landing = fileLanding(join(settings.dataDir, 'landing'), keys.sign)
    const readers = openCheckThreadPool(keys, Math.min(4, Math.max(1, availableParallelism())))
    return { settings, context: { store, keys, landing, readers, limits, engines, prices, createsDatasets: true, now: () => new Date() } }
  } catch (error) {
    console.error((error as Error).message)
    process.exit(2)
  }
}
