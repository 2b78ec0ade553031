import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simulate } from './events.ts'
import type { Line } from './line.ts'

/** A server that was started as `npm start` does, on a folder. */
interface Started {
  process: ChildProcess
  port: number
  /** Seconds from the start of the process to `ready`. */
  seconds: number
}

const ROOT = join(import.meta.dirname, '../..')
const READERS = 1000
const DATASETS = 20
const MOST_EVENTS = 10_000
const MANY_DATASETS = 100

function start(folder: string): Promise<Started> {
  const began = performance.now()
  const keyFile = join(folder, 'key')
  const server = spawn(process.execPath, ['functions/cli/tonglu.js', 'start'], {
    cwd: ROOT,
    env: { ...process.env, PORT: '0', DATA_DIR: join(folder, 'data'), PSEUDONYM_KEY_FILE: keyFile },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  return new Promise((resolve, reject) => {
    server.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      printed += chunk
      const port = /ready http:\/\/127\.0\.0\.1:(\d+)\n/.exec(printed)?.[1]
      if (port !== undefined) resolve({ process: server, port: Number(port), seconds: (performance.now() - began) / 1000 })
    })
    server.once('exit', (code) => reject(new Error(`the server ended with ${code} before it was ready: ${printed}`)))
  })
}

async function stop({ process: server }: Started): Promise<void> {
  server.kill('SIGTERM')
  await once(server, 'exit')
}

/** The most memory that a process has had, in MB. */
function peakMegabytes({ process: { pid } }: Started): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024
}

function ask(port: number, path: string, options: { method?: string; body?: string } = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, method: options.method ?? 'GET', agent: false }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode!))
    })
      .on('error', reject)
      .end(options.body)
  })
}

async function mustBe(expected: number, status: Promise<number>): Promise<void> {
  if ((await status) !== expected) throw new Error(`expected ${expected}, got ${await status}`)
}

const PROVINCES = ['110000', '310000', '320000', '330000', '370000', '420000', '440000', '510000']
const METRICS = ['members', 'workers_served', 'unions', 'sites']

/** What the readers of a burst ask for, over some datasets: values, pages, targets and lists of many places. */
function question(n: number, datasets: readonly string[]): string {
  const root = `/api/v1/${datasets[n % datasets.length]}`
  const turn = Math.floor(n / datasets.length)
  const province = PROVINCES[turn % PROVINCES.length]!
  const questions = [
    `${root}/values?metric=${METRICS[turn % METRICS.length]}&level=province`,
    `${root}/releases/000001/pages/overview.json`,
    `${root}/releases/000001/pages/regions/${province}.json`,
    `${root}/progress?region=${province}`,
    `${root}/lists/membership_rules`,
    `${root}/values?metric=members&level=county&region=${province}`,
    `${root}/releases/current`,
  ]
  return questions[turn % questions.length]!
}

/** All readers at the same time. Returns the seconds until the last one had its answer. Throws unless all of them are 200. */
async function burst(port: number, datasets: readonly string[]): Promise<number> {
  const began = performance.now()
  const statuses = await Promise.all(Array.from({ length: READERS }, (_, n) => ask(port, question(n, datasets))))
  const seconds = (performance.now() - began) / 1000
  const others = statuses.filter((status) => status !== 200)
  if (others.length > 0) throw new Error(`${others.length} of ${READERS} readers got ${[...new Set(others)].join(', ')}`)
  return seconds
}

/** Events of a dataset: the first of a history of its own. */
function eventsOf(events: number, seed: number): string {
  return [...simulate({ events, seed, until: '2026-11-24' })].map((event) => JSON.stringify(event)).join('\n')
}

async function fill({ port }: Started, datasets: readonly string[], events: number): Promise<void> {
  for (const [index, name] of datasets.entries()) {
    await mustBe(200, ask(port, `/api/v1/${name}/events`, { method: 'POST', body: eventsOf(events, index + 1) }))
    await mustBe(201, ask(port, `/api/v1/${name}/releases`, { method: 'POST' }))
  }
}

/** Copies a dataset under other names, until there are `count` beside those that ship. */
function copyDatasets(folder: string, from: string, count: number): void {
  const store = join(folder, 'data/store')
  const card = readFileSync(join(store, `datasets/${from}.json`), 'utf8')
  for (let n = 0; n < count; n++) {
    const name = `copy-${n}`
    cpSync(join(store, `data/${from}`), join(store, `data/${name}`), { recursive: true })
    writeFileSync(join(store, `datasets/${name}.json`), card.replace(`"${from}"`, `"${name}"`))
  }
}

/**
 * A thousand readers at once on a server that has opened nothing: over twenty datasets, and just after a release; with the most memory that the
 * process has had. And how long a start takes with a hundred datasets beside those that ship. `events` are shared by the twenty, 10,000 each at most.
 */
export async function benchBursts(line: Line, events: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tonglu-burst-'))
  mkdirSync(join(folder, 'data'), { recursive: true })
  writeFileSync(join(folder, 'key'), randomBytes(32).toString('hex'), { mode: 0o600 })
  const datasets = Array.from({ length: DATASETS }, (_, n) => `burst-${n}`)
  try {
    await stop(await start(folder))
    const alone = await start(folder)
    await fill(alone, datasets, Math.min(MOST_EVENTS, Math.ceil(events / DATASETS)))
    await stop(alone)
    copyDatasets(folder, datasets[0]!, MANY_DATASETS - DATASETS)

    const many = await start(folder)
    line('start_with_100_datasets', MANY_DATASETS, many.seconds, 's', 'a start with none', many.seconds / alone.seconds)
    const cold = await burst(many.port, datasets)
    line('burst_over_20_datasets', READERS, cold, 's')
    line('burst_over_20_datasets_memory', READERS, peakMegabytes(many), 'MB')
    await stop(many)

    const released = await start(folder)
    const event = { source: 'bench', id: 'one more', type: 'union.dissolved', occurred_on: '2026-11-24', data: { union_id: 'u' } }
    await mustBe(200, ask(released.port, '/api/v1/simulated/events', { method: 'POST', body: JSON.stringify(event) }))
    await mustBe(201, ask(released.port, '/api/v1/simulated/releases', { method: 'POST' }))
    line('burst_after_a_release', READERS, await burst(released.port, ['simulated']), 's')
    line('burst_after_a_release_memory', READERS, peakMegabytes(released), 'MB')
    await stop(released)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
