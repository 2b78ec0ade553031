import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { withFileLock } from './file-lock.ts'

const ROOT = join(import.meta.dirname, '../..')
const BUILD = join(ROOT, '.build')
const SITES = join(BUILD, 'sites')

/** The folders that the dashboard is built from. */
export const SITE_SOURCES = ['dashboard', 'functions/domain', 'functions/catalogue', 'functions/reporting', 'queries/catalogue'] as const

/** Sites that no process has asked for in this time are removed. */
const UNUSED_DAYS = 7

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)]))
}

/** A hash of everything that the dashboard is built from. */
function sourceHash(): string {
  const hash = createHash('sha256')
  const files = [...SITE_SOURCES.flatMap((folder) => filesBelow(join(ROOT, folder))), join(ROOT, 'package-lock.json')]
  for (const file of files) hash.update(`${file.slice(ROOT.length)}\0`).update(createHash('sha256').update(readFileSync(file)).digest())
  return hash.digest('hex').slice(0, 16)
}

function runVite(folder: string): void {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'],
    // Vitest sets NODE_ENV to test; the site that is tested is the one that is served.
    { cwd: join(ROOT, 'dashboard'), encoding: 'utf8', env: { ...process.env, NODE_ENV: 'production', SITE_FOLDER: folder } },
  )
  if (status !== 0) throw new Error(`the dashboard does not build:\n${stdout}${stderr}`)
}

function removeUnused(): void {
  const oldest = Date.now() - UNUSED_DAYS * 24 * 60 * 60_000
  for (const name of readdirSync(SITES))
    if (lstatSync(join(SITES, name)).mtimeMs < oldest) rmSync(join(SITES, name), { recursive: true, force: true })
}

/** Points `.build/dashboard` at a site, for what looks for it under one name (the Lambda bundle). */
function link(hash: string): void {
  const stable = join(BUILD, 'dashboard')
  if (lstatSync(stable, { throwIfNoEntry: false })?.isSymbolicLink() === false) rmSync(stable, { recursive: true })
  const fresh = `${stable}.${process.pid}`
  symlinkSync(join('sites', hash), fresh)
  renameSync(fresh, stable)
}

/**
 * Builds the dashboard unless a site from the same sources exists, and returns its folder. The folder is named after the hash of the
 * sources and never changes, so that a server keeps its files while another process builds a newer site. Of several processes one
 * builds and the others wait.
 */
export function buildSite(log: (text: string) => void): string {
  const hash = sourceHash()
  const site = join(SITES, hash)
  mkdirSync(SITES, { recursive: true })
  // SvelteKit writes to `dashboard/.svelte-kit` while it builds: two builds at a time would read each other's files.
  withFileLock(join(BUILD, 'site.lock'), () => {
    if (!existsSync(join(site, 'index.html'))) {
      log('building the dashboard')
      const unfinished = `${site}.${process.pid}`
      runVite(unfinished)
      renameSync(unfinished, site)
      removeUnused()
    }
    utimesSync(site, new Date(), new Date())
    link(hash)
  })
  return site
}

/** `npm run build`. */
if (import.meta.main) console.log(buildSite(console.log))
