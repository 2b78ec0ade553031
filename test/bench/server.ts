import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { listPrices } from '../../functions/catalogue/prices.ts'
import { fileLanding } from '../../functions/landing/file-landing.ts'
import { fileStore } from '../../functions/storage/file-store.ts'
import { createDataset } from '../../functions/http/datasets.ts'
import { keyRing } from '../../functions/pseudonyms/key-ring.ts'
import { buildSite } from '../../functions/local/build-site.ts'
import { serve } from '../../functions/local/server.ts'

/** The server of a benchmark, in a process of its own: `server.ts FOLDER`. Tells its parent the port. */
const folder = process.argv[2]!
const keys = keyRing([new Uint8Array(32)])
mkdirSync(join(folder, 'landing'), { recursive: true })
const context = {
  store: fileStore(folder),
  keys,
  landing: fileLanding(join(folder, 'landing'), keys.sign),
  limits: { memory: '800MB', threads: 2 },
  prices: listPrices,
  createsDatasets: true,
  now: () => new Date(),
}
await createDataset(context.store, { name: 'bench', title: { zh: 'bench', en: 'bench' }, is_simulated: true })
const { port } = await serve(
  context,
  0,
  buildSite(() => undefined),
)
process.send!(port)
