import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const CLI = join(import.meta.dirname, '../../functions/cli')
const EVENT = '{"source":"s","id":"1","type":"union.dissolved","occurred_on":"2025-01-01","data":{"union_id":"u"}}'

function commands() {
  const folder = mkdtempSync(join(tmpdir(), 'tonglu-ingest-'))
  writeFileSync(join(folder, 'key'), 'ab'.repeat(32))
  writeFileSync(join(folder, 'events.ndjson'), EVENT)
  const env = { ...process.env, DATA_DIR: join(folder, 'data'), PSEUDONYM_KEY_FILE: join(folder, 'key') }
  return {
    ingest: (...args: string[]) =>
      spawnSync(process.execPath, [join(CLI, 'tonglu.ts'), 'ingest', ...args], { encoding: 'utf8', cwd: folder, env }),
    isSimulated: (name: string) =>
      (JSON.parse(readFileSync(join(folder, `data/store/datasets/${name}.json`), 'utf8')) as { is_simulated: boolean }).is_simulated,
  }
}

describe('npm run ingest -- NAME FILE --simulated', () => {
  it('creates a dataset whose card says that it is simulated, and more files go into it with and without the option', () => {
    const { ingest, isSimulated } = commands()
    expect(ingest('demo', 'events.ndjson', '--simulated').status).toBe(0)
    expect(isSimulated('demo')).toBe(true)
    expect([ingest('demo', 'events.ndjson', '--simulated').status, ingest('demo', 'events.ndjson').status]).toEqual([0, 0])
    expect(isSimulated('demo')).toBe(true)
  })
  it('is an error for a dataset that exists and is not simulated, and nothing is ingested', () => {
    const { ingest, isSimulated } = commands()
    expect(ingest('mine', 'events.ndjson').status).toBe(0)
    const { status, stdout, stderr } = ingest('mine', 'events.ndjson', '--simulated')
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toContain('dataset mine: it exists and its card says is_simulated: false')
    expect(isSimulated('mine')).toBe(false)
  })
})
