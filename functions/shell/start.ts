import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { allCards, datasetStore } from '../api/house.ts'
import { buildRelease } from '../release/build.ts'
import { loadBundled } from './bundled.ts'
import { openHouse } from './house.ts'
import { serve } from './serve.ts'

/** `npm start`: builds what is missing, loads the bundled datasets, releases each, and serves dashboard and API. */
const ROOT = join(import.meta.dirname, '../..')
const SITE = join(ROOT, '.build/dashboard')

const started = performance.now()
const say = (text: string) => console.log(`[${((performance.now() - started) / 1000).toFixed(1)} s] ${text}`)

function newest(folder: string): number {
  return Math.max(...readdirSync(folder, { withFileTypes: true }).map((entry) => (entry.name.startsWith('.') ? 0 : entry.isDirectory() ? newest(join(folder, entry.name)) : statSync(join(folder, entry.name)).mtimeMs)))
}

/** Builds the dashboard where it is missing or older than what it is made from. */
function buildSite(): void {
  const built = join(SITE, 'index.html')
  const sources = Math.max(newest(join(ROOT, 'dashboard')), newest(join(ROOT, 'functions/domain')), newest(join(ROOT, 'queries/catalogue')))
  if (existsSync(built) && statSync(built).mtimeMs > sources) return
  say('building the dashboard')
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], { cwd: join(ROOT, 'dashboard'), encoding: 'utf8' })
  if (status !== 0) throw new Error(`the dashboard does not build:\n${stdout}${stderr}`)
}

const { house, settings } = await openHouse()
buildSite()
say('loading the bundled datasets')
await loadBundled(house, say)
for (const { name } of await allCards(house.store)) {
  const { manifest, isNew } = await buildRelease(name, datasetStore(house.store, name), { limits: house.limits, now: house.now })
  say(`${name}: release ${manifest.release}${isNew ? ` built in ${manifest.seconds} s` : ' is up to date'}`)
}
try {
  const { port, close } = await serve(house, settings.port, SITE)
  console.log(`ready http://127.0.0.1:${port}`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close().then(() => process.exit(0)))
} catch (error) {
  if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
  console.error(`environment variable PORT: ${settings.port} is taken by another program; set PORT to a free one`)
  process.exit(1)
}
