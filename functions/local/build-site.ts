import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../..')
const SITE = join(ROOT, '.build/dashboard')

function newest(folder: string): number {
  return Math.max(
    ...readdirSync(folder, { withFileTypes: true }).map((entry) =>
      entry.name.startsWith('.') ? 0 : entry.isDirectory() ? newest(join(folder, entry.name)) : statSync(join(folder, entry.name)).mtimeMs,
    ),
  )
}

/** Builds the dashboard where it is missing or older than what it is made from, and gives its folder. */
export function buildSite(say: (text: string) => void): string {
  const built = join(SITE, 'index.html')
  const sources = Math.max(
    newest(join(ROOT, 'dashboard')),
    newest(join(ROOT, 'functions/domain')),
    newest(join(ROOT, 'functions/catalogue')),
    newest(join(ROOT, 'queries/catalogue')),
  )
  if (existsSync(built) && statSync(built).mtimeMs > sources) return SITE
  say('building the dashboard')
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'],
    { cwd: join(ROOT, 'dashboard'), encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`the dashboard does not build:\n${stdout}${stderr}`)
  return SITE
}
