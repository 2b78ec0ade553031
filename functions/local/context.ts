import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { AppContext } from '../http/context.ts'
import { openCheckThreadPool } from '../ingest/check/thread-pool.ts'
import { fileLanding } from '../landing/file-landing.ts'
import type { LocalLanding } from './landing-upload.ts'
import { type LocalSettings, readLocalSettings } from './settings.ts'

/** Opens the context of this machine, from its settings. A wrong setting is printed and ends the process with 2. */
export async function openLocalContext(): Promise<{ context: AppContext & { landing: LocalLanding }; settings: LocalSettings }> {
  try {
    const settings = await readLocalSettings()
    const { store, keys, limits, engines, prices } = settings
    const landing = fileLanding(join(settings.dataDir, 'landing'), keys.sign)
    const readers = openCheckThreadPool(keys, Math.min(4, Math.max(1, availableParallelism())))
    return {
      settings,
      context: { store, keys, landing, readers, limits, engines, prices, createsDatasets: true, guardsClock: true, now: () => new Date() },
    }
  } catch (error) {
    console.error((error as Error).message)
    process.exit(2)
  }
}
