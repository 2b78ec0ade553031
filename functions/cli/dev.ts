import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { Command } from 'commander'
import { readSetting } from '../settings/read-setting.ts'
import { exitWith } from './exit-with.ts'

const ROOT = join(import.meta.dirname, '../..')

function start(parameters: readonly string[], options: { cwd?: string; env?: Record<string, string> } = {}): ChildProcess {
  return spawn(process.execPath, parameters, {
    cwd: options.cwd ?? ROOT,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
}

/**
 * Runs the API on the existing data, restarted when a source changes, and the pages with Vite, which sends `/api` and `/landing` to it.
 * Returns the exit code of the one that ends first; the other is stopped.
 */
async function dev(): Promise<number> {
  const apiPort = String(readSetting('PORT'))
  const pagesPort = String(readSetting('PAGES_PORT'))
  const watched = ['--watch', '--watch-preserve-output', '--watch-path=functions', '--watch-path=queries']
  const api = start([...watched, 'functions/cli/tonglu.ts', 'start', '--api-only'], { env: { PORT: apiPort } })
  const pages = start([join(ROOT, 'node_modules/vite/bin/vite.js'), 'dev', '--port', pagesPort, '--strictPort'], {
    cwd: join(ROOT, 'dashboard'),
    env: { API_ADDRESS: `http://127.0.0.1:${apiPort}` },
  })
  console.log(`API:   http://127.0.0.1:${apiPort}\npages: http://localhost:${pagesPort}`)
  const children = [api, pages]
  const stop = () => children.forEach((child) => child.kill('SIGTERM'))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop)
  const ends = children.map((child) => once(child, 'exit') as Promise<[code: number | null]>)
  const [code] = await Promise.race(ends)
  stop()
  await Promise.all(ends)
  return code ?? 0
}

export const command = new Command()
  .usage('')
  .addHelpText('after', '\nExamples:\n  npm run dev\n  PORT=8080 PAGES_PORT=8081 npm run dev')
  .action(exitWith(dev))
