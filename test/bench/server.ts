import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { listPrices } from '../../functions/domain/cost.ts'
import { fileLanding } from '../../functions/adapters/file-landing.ts'
import { fileStore } from '../../functions/adapters/file-store.ts'
import { makeDataset } from '../../functions/api/house.ts'
import { keyRing } from '../../functions/intake/keys.ts'
import { buildSite } from '../../functions/shell/build-site.ts'
import { serve } from '../../functions/shell/serve.ts'

/** The server of a benchmark, in a process of its own: `server.ts FOLDER`. Tells its parent the port. */
const folder = process.argv[2]!
const keys = keyRing([new Uint8Array(32)])
mkdirSync(join(folder, 'landing'), { recursive: true })
const house = {
  store: fileStore(folder),
  keys,
  landing: fileLanding(join(folder, 'landing'), keys.sign),
  limits: { memory: '800MB', threads: 2 },
  prices: listPrices,
  makesDatasets: true,
  now: () => new Date(),
}
await makeDataset(house.store, { name: 'bench', title: { zh: 'bench', en: 'bench' }, is_simulated: true })
const { port } = await serve(
  house,
  0,
  buildSite(() => undefined),
)
process.send!(port)
