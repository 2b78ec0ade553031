import { existsSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createDispatcher } from '../../functions/http/dispatcher.ts'
import { ingestEventsOperations } from '../../functions/http/operations/ingest-events.ts'
import expected from '../fixtures/poison/expected.json' with { type: 'json' }
import { workbookAround } from '../fixtures/poison/make.ts'
import { zip } from '../fixtures/zip.ts'
import { emptyContext } from '../context.ts'

const FOLDER = join(import.meta.dirname, '../fixtures/poison')

const dispatch = createDispatcher(ingestEventsOperations)

interface Answer {
  status: number
  rows?: number
  errors?: { row: number; field: string; code: string }[]
  notes?: { code: string }[]
  detail?: string
}

/** The answer to an upload of these bytes, from a server with an empty store. */
async function post(body: Uint8Array, headers: Record<string, string> = {}): Promise<Answer> {
  const faults: unknown[] = []
  const request = { method: 'POST', path: '/api/v1/poison/events', query: new URLSearchParams(), headers, body }
  const { status, body: text } = await dispatch(emptyContext(), request, (error) => faults.push(error))
  expect(faults).toEqual([])
  return { ...(JSON.parse(String(text)) as Answer), status }
}

describe('every file of the poison corpus', () => {
  it('has an expected answer', () => {
    expect(Object.keys(expected)).toEqual(readdirSync(FOLDER).filter((name) => /^C\d\d/.test(name)).sort()) // prettier-ignore
  })
  it.each(Object.entries(expected))('%s gets the expected answer, and changes no object of the process', async (name, wanted) => {
    const { status, detail, ...receipt } = await post(readFileSync(join(FOLDER, name)))
    if (status !== 200) expect({ status, detail }).toEqual(wanted)
    else {
      expect({
        status,
        ...receipt,
        ...(receipt.errors!.length > 0 && { errors: receipt.errors!.map((one) => `${one.row} ${one.field} ${one.code}`) }),
        ...(receipt.notes && { notes: receipt.notes.map((note) => note.code) }),
      }).toMatchObject(wanted)
      expect(receipt.errors).toHaveLength('errors' in wanted ? wanted.errors.length : 0)
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect(existsSync('/tmp/tonglu-escaped')).toBe(false)
  })
})

const sheetOf = (rows: string) =>
  `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`

describe('a body too large for the corpus:', () => {
  it('a workbook that inflates to 1000 times its size is refused before it is read (C13)', async () => {
    const bomb = zip(workbookAround(sheetOf(' '.repeat(256 * 1024 * 1024))))
    expect(bomb.length).toBeLessThan(1024 * 1024)
    expect((await post(bomb)).status).toBe(413)
  })
  it('a workbook with a bomb in a part that is never read is refused too (C13)', async () => {
    expect((await post(zip([...workbookAround(sheetOf('')), ['xl/media/x.bin', Buffer.alloc(300 * 1024 * 1024)]]))).status).toBe(413)
  })
  it('a workbook with ten thousand parts is refused (C13)', async () => {
    const parts = Array.from({ length: 10_000 }, (_, n): [string, Buffer] => [`xl/x${n}.xml`, Buffer.from('x')])
    expect((await post(zip([...workbookAround(sheetOf('')), ...parts]))).status).toBe(413)
  })
  it('one line of 30 MiB is refused as NDJSON and as CSV (C19)', async () => {
    const line = Buffer.from(`{"source":"${'x'.repeat(30 * 1024 * 1024)}`)
    expect((await post(line, { 'content-type': 'application/x-ndjson' })).status).toBe(400)
    expect((await post(line, { 'content-type': 'text/csv' })).status).toBe(400)
  })
  it('a quote that is never closed is refused with its line number, before the whole file is read (C19)', async () => {
    const header = 'source,id,type,occurred_on,union_id\n'
    const rows = Array.from({ length: 200_000 }, (_, n) => `s,${n},union.dissolved,2025-01-01,${n === 5 ? '"' : ''}u`).join('\n')
    const { status, detail } = await post(Buffer.from(header + rows), { 'content-type': 'text/csv' })
    expect([status, detail]).toEqual([400, expect.stringMatching(/line \d+/)])
  })
  it('a request body compressed with gzip is refused (C24)', async () => {
    const body = readFileSync(join(FOLDER, 'C24-gzip.json'))
    expect((await post(body, { 'content-type': 'application/json', 'content-encoding': 'gzip' })).status).toBe(415)
  })
})

/** Ingests a file with the command, in a process of its own; returns its peak memory, in MB. */
function memoryOf(name: string, body: Uint8Array): { rows: number; megabytes: number } {
  const folder = mkdtempSync(join(tmpdir(), 'tonglu-memory-'))
  const file = join(folder, name)
  writeFileSync(file, body)
  const ingest = join(import.meta.dirname, '../../functions/cli/tonglu.ts')
  const code = `process.argv.splice(1, 1, 'tonglu', 'ingest', 'memory', ${JSON.stringify(file)}); process.on('exit', () => console.error('MB ' + process.resourceUsage().maxRSS / 1024)); await import(${JSON.stringify(ingest)})`
  const flags = /"ingest": "node (.*?) functions/
    .exec(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'))![1]!
    .split(' ')
  const { stdout, stderr } = spawnSync(process.execPath, [...flags, '--input-type=module', '-e', code, 'x'], {
    cwd: folder,
    env: { ...process.env, DATA_DIR: join(folder, 'data') },
    encoding: 'utf8',
    maxBuffer: 1024 ** 3,
  })
  const megabytes = Number(/MB ([\d.]+)/.exec(stderr)?.[1])
  return { rows: (JSON.parse(stdout) as { rows: number }).rows, megabytes }
}

describe('memory', () => {
  it('stays below 512 MB for a table of 1,000,000 rows (C18)', () => {
    const rows = Array.from({ length: 1_000_000 }, (_, n) => `s,${n},union.dissolved,2025-01-01,u${n % 100}`)
    const { rows: read, megabytes } = memoryOf('rows.csv', Buffer.from(`source,id,type,occurred_on,union_id\n${rows.join('\n')}\n`))
    expect(read).toBe(1_000_000)
    expect(megabytes).toBeLessThan(512)
  }, 180_000)
  it('stays below 512 MB for a workbook of 200,000 rows (C14)', async () => {
    const { writeXlsx } = await import('hucre/xlsx')
    const rows = Array.from({ length: 200_000 }, (_, n) => ['s', `row-${n}`, 'union.dissolved', '2025-01-01', `union-${n % 1000}`])
    const body = await writeXlsx({ sheets: [{ name: 'a', rows: [['source', 'id', 'type', 'occurred_on', 'union_id'], ...rows] }] })
    const { rows: read, megabytes } = memoryOf('rows.xlsx', body)
    expect(read).toBe(200_000)
    expect(megabytes).toBeLessThan(512)
  }, 180_000)
})
