import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listPrices } from '../functions/catalogue/prices.ts'
import { fileLanding } from '../functions/landing/file-landing.ts'
import { fileStore } from '../functions/storage/file-store.ts'
import type { AppContext } from '../functions/http/context.ts'
import { keyRing } from '../functions/pseudonyms/key-ring.ts'
import type { Store } from '../functions/storage/store.ts'

export const KEY = keyRing([new Uint8Array(32).fill(7)])
export const NOW = new Date('2026-11-24T04:00:00Z')

/** An empty store in a folder of its own. */
export function emptyStore(): Store {
  return fileStore(mkdtempSync(join(tmpdir(), 'tonglu-store-')))
}

/** A house as `npm start` has one, on an empty store, with the clock stopped. */
export function emptyContext(): AppContext & { landing: ReturnType<typeof fileLanding> } {
  const landing = fileLanding(mkdtempSync(join(tmpdir(), 'tonglu-landing-')), KEY.sign)
  return {
    store: emptyStore(),
    landing,
    keys: KEY,
    limits: { memory: '800MB', threads: 2 },
    prices: listPrices,
    createsDatasets: true,
    now: () => NOW,
  }
}
