import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/**
 * `npm run dev`: the API on the existing data, restarted when a source changes, and the pages with Vite, which sends `/api` and
 * `/landing` to it. Prints both addresses; Ctrl-C ends both.
 */
const ROOT = join(import.meta.dirname, '../..')
const API_PORT = process.env.PORT ?? '4173'
const PAGES_PORT = process.env.PAGES_PORT ?? '5173'

function start(parameters: readonly string[], options: { cwd?: string; env?: Record<string, string> } = {}): ChildProcess {
  return spawn(process.execPath, parameters, {
    cwd: options.cwd ?? ROOT,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
}

const api = start(
  ['--watch', '--watch-preserve-output', '--watch-path=functions', '--watch-path=queries', 'functions/cli/tonglu.js', 'start'],
  { env: { PORT: API_PORT } },
)
const pages = start([join(ROOT, 'node_modules/vite/bin/vite.js'), 'dev', '--port', PAGES_PORT, '--strictPort'], {
  cwd: join(ROOT, 'dashboard'),
  env: { API_ADDRESS: `http://127.0.0.1:${API_PORT}` },
})
console.log(`API:   http://127.0.0.1:${API_PORT}\npages: http://localhost:${PAGES_PORT}`)

const children = [api, pages]
const stop = () => children.forEach((child) => child.kill('SIGTERM'))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop)

// If one of the two ends, the other is of no use.
const ends = children.map((child) => once(child, 'exit') as Promise<[code: number | null]>)
const [code] = await Promise.race(ends)
stop()
await Promise.all(ends)
process.exit(code ?? 0)
