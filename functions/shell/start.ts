import { allCards } from '../api/house.ts'
import { releaseOf } from '../api/refresh.ts'
import { buildSite } from './build-site.ts'
import { loadBundled } from './bundled.ts'
import { openHouse } from './house.ts'
import { serve } from './serve.ts'
import { sweep, tendAll } from './tend-all.ts'

/** `npm start`: builds what is missing, loads the bundled datasets, releases each, and serves dashboard and API. */

const started = performance.now()
const say = (text: string) => console.log(`[${((performance.now() - started) / 1000).toFixed(1)} s] ${text}`)

const { house, settings } = await openHouse()
const site = buildSite(say)
say('loading the bundled datasets')
await loadBundled(house, say)
await sweep(house)
for (const { name } of await allCards(house.store)) {
  const { manifest, isNew } = await releaseOf(house, name)
  say(`${name}: release ${manifest.release}${isNew ? ` built in ${manifest.seconds} s` : ' is up to date'}`)
}
try {
  const { port, close } = await serve(house, settings.port, site)
  console.log(`ready http://127.0.0.1:${port}`)
  const tend = () => void tendAll(house).catch((error: unknown) => console.error(error))
  setInterval(tend, 60 * 60_000).unref()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close().then(() => process.exit(0)))
} catch (error) {
  if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
  console.error(`environment variable PORT: ${settings.port} is taken by another program; set PORT to a free one`)
  process.exit(1)
}
