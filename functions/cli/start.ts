import { listDatasets } from '../http/datasets.ts'
import { releaseOf } from '../http/operations/build-release.ts'
import { buildSite } from '../local/build-site.ts'
import { loadBundled } from '../local/seed-datasets.ts'
import { openLocalContext } from '../local/context.ts'
import { serve } from '../local/server.ts'
import { sweep, maintainAll } from '../local/maintenance.ts'

/** `npm start`: builds what is missing, loads the bundled datasets, releases each, and serves dashboard and API. */

const started = performance.now()
const say = (text: string) => console.log(`[${((performance.now() - started) / 1000).toFixed(1)} s] ${text}`)

const { context, settings } = await openLocalContext()
const site = buildSite(say)
say('loading the bundled datasets')
await loadBundled(context, say)
await sweep(context)
for (const { name } of await listDatasets(context.store)) {
  const { manifest, isNew } = await releaseOf(context, name)
  say(`${name}: release ${manifest.release}${isNew ? ` built in ${manifest.seconds} s` : ' is up to date'}`)
}
try {
  const { port, close } = await serve(context, settings.port, site)
  console.log(`ready http://127.0.0.1:${port}`)
  const tend = () => void maintainAll(context).catch((error: unknown) => console.error(error))
  setInterval(tend, 60 * 60_000).unref()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close().then(() => process.exit(0)))
} catch (error) {
  if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
  console.error(`environment variable PORT: ${settings.port} is taken by another program; set PORT to a free one`)
  process.exit(1)
}
