import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { AppContext } from '../http/context.ts'
import { openCheckThreadPool } from '../ingest/check/thread-pool.ts'
import { fileLanding } from '../landing/file-landing.ts'
import { readSetting } from '../settings/read-setting.ts'
import type { LocalLanding } from './landing-upload.ts'
import { type LocalSettings, readLocalSettings } from './settings.ts'

/** Opens the context of this machine, from its settings. A wrong setting is printed and ends the process with 2. */
export async function openLocalContext(): Promise<{ context: AppContext & { landing: LocalLanding }; settings: LocalSettings }> {
  try {
    const settings = await readLocalSettings()
    const { store, keys, limits, engines, prices } = settings
    const publicAddress = readSetting('PUBLIC_ORIGIN')?.[0]?.href
    const landing = fileLanding(join(settings.dataDir, 'landing'), keys.sign)
    const readers = openCheckThreadPool(keys, Math.min(4, Math.max(1, availableParallelism())))
    const perHour = { dry_run: readSetting('DRY_RUNS_PER_HOUR'), erasure: readSetting('ERASURES_PER_HOUR') }
    const now = () => new Date()
    const context = { store, keys, landing, readers, limits, engines, prices, perHour, createsDatasets: true, guardsClock: true, now }
    return { settings, context: { ...context, ...(publicAddress !== undefined && { publicAddress }) } }
  } catch (error) {
    console.error((error as Error).message)
    process.exit(2)
  }
}
