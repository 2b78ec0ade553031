import { fork, spawnSync } from 'node:child_process'
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeXlsx } from 'hucre/xlsx'
import { fileStore } from '../../functions/storage/file-store.ts'
import { idCheckCharacter } from '../../functions/domain/identifiers.ts'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { keyRing } from '../../functions/pseudonyms/key-ring.ts'
import { openLog, openWholeLog } from '../../functions/event-log/log.ts'
import { seal } from '../../functions/storage/sealed-json.ts'
import { sha256 } from '../../functions/storage/hash.ts'
import { commitKey } from '../../functions/event-log/commit.ts'
import { maintainLog } from '../../functions/event-log/maintenance/maintain.ts'
import { emptyWorld, plainStore } from '../storage/sim-store.ts'
import { simulate } from './events.ts'
import type { Line } from './line.ts'

const ROOT = join(import.meta.dirname, '../..')
const CSV_ROWS = 1_000_000
const XLSX_ROWS = 200_000
const HEADER = ['source', 'id', 'type', 'occurred_on', 'worker.id_number', 'union_id', 'region', 'sector', 'path', 'channel']

function joined(n: number): string[] {
  const two = (number: number) => String(number).padStart(2, '0')
  const first = `110105${1960 + (n % 45)}${two(1 + (n % 12))}${two(1 + (n % 28))}${String(n % 1000).padStart(3, '0')}`
  const day = `2025-${two(1 + (n % 12))}-${two(1 + (n % 28))}`
  return [
    'union:310115',
    `row-${n}`,
    'member.joined',
    day,
    first + idCheckCharacter(first),
    `U-${n % 50}`,
    '310115',
    'courier',
    'self_run',
    'scan',
  ]
}

/** Takes a file in through the shell's door, in a process of its own: seconds, and its largest memory. */
function ingest(folder: string, file: string): { seconds: number; megabytes: number; rows: number } {
  const script = join(ROOT, 'functions/cli/tonglu.ts')
  const code = `process.argv.splice(1, 1, 'tonglu', 'ingest', 'bench', ${JSON.stringify(file)}); process.on('exit', () => console.error('MB ' + process.resourceUsage().maxRSS / 1024)); await import(${JSON.stringify(script)})`
  const flags = /"ingest": "node (.*?) functions/.exec(readFileSync(join(ROOT, 'package.json'), 'utf8'))![1]!.split(' ')
  const started = performance.now()
  const { stdout, stderr } = spawnSync(process.execPath, [...flags, '--input-type=module', '-e', code, 'x'], {
    cwd: folder,
    env: { ...process.env, DATA_DIR: mkdtempSync(join(folder, 'data-')) },
    encoding: 'utf8',
    maxBuffer: 1024 ** 3,
  })
  const seconds = (performance.now() - started) / 1000
  const { rows, accepted } = JSON.parse(stdout) as { rows: number; accepted: number }
  if (accepted !== rows) throw new Error(`${file}: ${accepted} of ${rows} rows taken`)
  return { seconds, megabytes: Number(/MB ([\d.]+)/.exec(stderr)![1]), rows }
}

/** Tables of the size that a province sends, read in bounded memory. */
export async function benchTables(line: Line): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tonglu-bench-'))
  const csv = join(folder, 'rows.csv')
  const file = createWriteStream(csv)
  file.write(`${HEADER.join(',')}\n`)
  for (let n = 0; n < CSV_ROWS; n += 5000) {
    const rows = Array.from({ length: 5000 }, (_, more) => joined(n + more).join(','))
    if (!file.write(`${rows.join('\n')}\n`)) await once(file, 'drain')
  }
  file.end()
  await once(file, 'close')
  const started = performance.now()
  for (const row of readFileSync(csv, 'utf8').split('\n')) row.split(',')
  const splitting = (performance.now() - started) / 1000
  const fromCsv = ingest(folder, csv)
  line('intake_csv', CSV_ROWS, fromCsv.seconds, 's', 'split_lines', fromCsv.seconds / splitting)
  line('intake_csv_memory', CSV_ROWS, fromCsv.megabytes, 'MB')
  const xlsx = join(folder, 'rows.xlsx')
  writeFileSync(
    xlsx,
    await writeXlsx({ sheets: [{ name: 'a', rows: [HEADER, ...Array.from({ length: XLSX_ROWS }, (_, n) => joined(n))] }] }),
  )
  const fromXlsx = ingest(folder, xlsx)
  line('intake_xlsx', XLSX_ROWS, fromXlsx.seconds, 's', 'intake_csv', fromXlsx.seconds / XLSX_ROWS / (fromCsv.seconds / CSV_ROWS))
  line('intake_xlsx_memory', XLSX_ROWS, fromXlsx.megabytes, 'MB')
  rmSync(folder, { recursive: true, force: true })
}

const EVENTS = 400_000

/** Seconds of a way to go through the file: a process of its own for each, so that none is slowed by what another left behind. */
function through(file: string, threads: string): number {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(import.meta.dirname, 'ndjson.ts'), file, threads], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`ndjson.ts: ${stderr}`)
  return Number(stdout)
}

/**
 * Intake of NDJSON: validation, pseudonyms, fingerprints, the durable commit, beside `JSON.parse` of every line of the same bytes. One
 * thread, and one for each core.
 */
export function benchNdjson(line: Line): void {
  const folder = mkdtempSync(join(tmpdir(), 'tonglu-bench-'))
  const file = join(folder, 'events.ndjson')
  writeFileSync(file, [...simulate({ events: EVENTS, seed: 1, until: '2026-11-24' })].map((event) => `${JSON.stringify(event)}\n`).join(''))
  const parse = through(file, 'parse')
  const one = through(file, '0')
  const cores = through(file, String(availableParallelism()))
  line('json_parse', EVENTS, EVENTS / parse, 'events/s')
  line('intake_ndjson_one_core', EVENTS, EVENTS / one, 'events/s', 'json_parse', parse / one)
  line('intake_ndjson', EVENTS, EVENTS / cores, 'events/s', 'json_parse', parse / cores)
  rmSync(folder, { recursive: true, force: true })
}

const CLIENTS = 16
const REQUESTS = 20
const PER_REQUEST = 1000

const POISON: readonly (readonly [type: string, body: string])[] = [
  ['application/json', '['.repeat(100_000)],
  ['application/x-ndjson', '{broken\n'.repeat(1000)],
  ['text/csv', 'source,id,type,occurred_on\n"'],
  ['application/octet-stream', 'PK\u0003\u0004 and nothing more'],
  ['application/json', JSON.stringify(Array.from({ length: 1000 }, (_, n) => ({ source: 's', id: `poison-${n}`, type: 'no.type' })))],
]

/** Sixteen senders of a thousand events a request, while one more sends nothing but poison: what the slowest hundredth waits. */
export async function benchHttp(line: Line): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tonglu-bench-'))
  const child = fork(join(import.meta.dirname, 'server.ts'), [folder], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const [port] = (await once(child, 'message')) as [number]
  const root = `http://127.0.0.1:${port}/api/v1/bench/events`
  const waits: number[] = []
  let accepted = 0
  let isOver = false
  const sender = async (client: number) => {
    for (let request = 0; request < REQUESTS; request++) {
      const body = Array.from({ length: PER_REQUEST }, (_, n) => {
        const [source, , type, occurred_on, id_number, union_id, region, sector, path, channel] = joined(n)
        return {
          source,
          id: `${client}-${request}-${n}`,
          type,
          occurred_on,
          data: { worker: { id_number }, union_id, region, sector, path, channel },
        }
      })
      const started = performance.now()
      const answer = await fetch(root, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
      accepted += ((await answer.json()) as { accepted: number }).accepted
      waits.push(performance.now() - started)
    }
  }
  const poisoner = async () => {
    for (let n = 0; !isOver; n++) {
      const [type, body] = POISON[n % POISON.length]!
      await (await fetch(root, { method: 'POST', body: `${body}${' '.repeat(n % 97)}`, headers: { 'content-type': type } })).text()
    }
  }
  const poison = poisoner()
  const started = performance.now()
  await Promise.all(Array.from({ length: CLIENTS }, (_, client) => sender(client)))
  const seconds = (performance.now() - started) / 1000
  isOver = true
  await poison
  child.kill()
  await once(child, 'exit')
  const dataset = await openDataset('bench', plainFolder(folder), keyRing([new Uint8Array(32)]))
  const kept = (await dataset.identities()).size()
  const sent = CLIENTS * REQUESTS * PER_REQUEST
  if (accepted !== sent || kept !== sent) throw new Error(`of ${sent} events sent, ${accepted} were acknowledged and ${kept} are there`)
  waits.sort((a, b) => a - b)
  const p99 = waits[Math.floor(waits.length * 0.99)]!
  line('http_p99', waits.length, p99, 'ms', 'http_p50', p99 / waits[Math.floor(waits.length / 2)]!)
  line('http_events', sent, sent / seconds, 'events/s')
  rmSync(folder, { recursive: true, force: true })
}

const plainFolder = (folder: string) => fileStore(join(folder, 'data/bench'))

const COMMITS = 100_000

/** A log of a hundred thousand commits, opened from its checkpoint and from its beginning. */
export async function benchLog(line: Line): Promise<void> {
  const world = emptyWorld()
  const store = plainStore(world)
  let prev_hash = '0'.repeat(64)
  for (let seq = 1; seq <= COMMITS; seq++) {
    const receipt = { key: `receipts/${seq}.json`, sha256: '', bytes: 0, receipt_id: `r${seq}`, kept_aside: [] }
    const body = seal({
      seq,
      commit_id: `c${seq}`,
      prev_hash,
      kind: 'upload',
      committed_at: '',
      key_id: 'k',
      adds: [],
      removes: [],
      receipts: [receipt],
    })
    prev_hash = sha256(body)
    world.objects.set(commitKey(seq), { body, tag: 1, writtenAt: 0 })
  }
  const started = performance.now()
  await openWholeLog(store)
  const whole = performance.now() - started
  await maintainLog(store, { now: () => new Date(0), named: new Set(), guardHours: 24 })
  const again = performance.now()
  await openLog(store)
  line('log_open', COMMITS, performance.now() - again, 'ms', 'log_open_whole', (performance.now() - again) / whole)
}
