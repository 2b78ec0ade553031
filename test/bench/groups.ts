import { fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Line } from './line.ts'

/** Where and how large a group of benchmark lines runs. */
export interface GroupOptions {
  /** The root of the tree whose code is measured. */
  readonly tree: string
  /** The events of the release benchmarks. */
  readonly events: number
  readonly line: Line
}

type Group = (options: GroupOptions) => Promise<void>

const FIRST_VIEW_EVENTS = 200_000

/** A module among the benchmarks of the measured tree. */
const benchOf = (tree: string, name: string): Promise<Record<string, (...parameters: unknown[]) => unknown>> =>
  import(join(tree, 'test/bench', name))

async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tonglu-bench-'))
  try {
    await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Calls a benchmark of `intake.ts`, which takes the function that prints a line. */
const intake =
  (name: string): Group =>
  async ({ tree, line }) => {
    await (
      await benchOf(tree, 'intake.ts')
    )[name]!(line)
  }

function releaseStep(tree: string, step: string, folder: string): void {
  const script = join(tree, 'test/bench/release-step.ts')
  const { status, stderr } = spawnSync(process.execPath, [script, step, folder, String(FIRST_VIEW_EVENTS)], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${step} at ${FIRST_VIEW_EVENTS} events: ${stderr}`)
}

/** The gzipped KiB of the scripts and the document that the first view fetches. Measured over HTTP, as a browser sees it. */
const firstView: Group = ({ tree, line }) =>
  withFolder(async (folder) => {
    releaseStep(tree, 'make', folder)
    releaseStep(tree, 'first', folder)
    const server = fork(join(tree, 'test/bench/server.ts'), [folder], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    const [port] = (await once(server, 'message')) as [number]
    const text = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).text()
    const html = await text('/zh/bench')
    // An older tree writes addresses from the root, a newer one relative to the page.
    const scripts = new Set([...html.matchAll(/(?:href|from|import\()\s*=?\s*"?'?\.{0,2}(\/_app\/[^"')]+)/g)].map((match) => match[1]!))
    const kibibytes = [html, ...(await Promise.all([...scripts].map(text)))].map((one) => gzipSync(one).length / 1024)
    const overview = await text('/api/v1/bench/releases/000001/pages/overview.json')
    server.kill()
    await once(server, 'exit')
    if (scripts.size === 0) throw new Error('the first view fetches no script')
    line('first_view_shell', kibibytes.length, kibibytes.reduce((sum, one) => sum + one, 0), 'KiB gzip') // prettier-ignore
    line('first_view_document', 1, gzipSync(overview).length / 1024, 'KiB gzip')
  })

const release: Group = async ({ tree, events, line }) => {
  const { benchReleases } = await benchOf(tree, 'release.ts')
  const { benchValues } = await benchOf(tree, 'values.ts')
  const folder = String(benchReleases!(line, events))
  try {
    await benchValues!(line, folder, events)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A tree of before has no such benchmark, and prints no line. */
const bursts: Group = async ({ tree, events, line }) => {
  if (!existsSync(join(tree, 'test/bench/burst.ts'))) return
  const { benchBursts } = await benchOf(tree, 'burst.ts')
  await benchBursts!(line, events)
}

/**
 * The benchmarks by name. A group runs in a process of its own and measures the tree that it is given, also an older one: it uses only what
 * the benchmarks of both trees have, and HTTP.
 */
export const GROUPS: Readonly<Record<string, Group>> = {
  ndjson: intake('benchNdjson'),
  log: intake('benchLog'),
  http: intake('benchHttp'),
  tables: intake('benchTables'),
  first_view: firstView,
  burst: bursts,
  release,
}

if (import.meta.main) {
  const [name = '', tree = '', events] = process.argv.slice(2)
  const { line } = await import('./line.ts')
  await GROUPS[name]!({ tree, events: Number(events), line })
  process.exit(0)
}

/**
 * Runs a group in a process of its own, with the Node of the measured tree, and returns the JSON lines that it printed. `eventsOf` is the tree whose
 * simulator makes the events, see `events.ts`; by default the measured one.
 */
export function runGroup(name: string, { tree, events, eventsOf = tree }: { tree: string; events: number; eventsOf?: string }): string[] {
  const node = join(tree, 'node_modules/.bin/node')
  const script = join(import.meta.dirname, 'groups.ts')
  const { stdout, status } = spawnSync(node, [script, name, tree, String(events)], {
    cwd: tree,
    env: { ...process.env, BENCH_EVENTS_OF: eventsOf },
    encoding: 'utf8',
    maxBuffer: 1024 ** 3,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Error(`the benchmarks ${name} failed in ${tree}`)
  return stdout.split('\n').filter((line) => line.startsWith('{"bench"'))
}
