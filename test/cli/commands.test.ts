import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')

function run(script: string, args: string[], environment: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'tonglu-shell-'))
  const key = join(folder, 'key')
  writeFileSync(key, 'ab'.repeat(32))
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'functions/cli', script), ...args], {
    encoding: 'utf8',
    cwd: folder,
    env: { ...process.env, DATA_DIR: join(folder, 'data'), PSEUDONYM_KEY_FILE: key, ...environment },
  })
  return { status, stdout, stderr, folder }
}

describe('a wrong or missing setting', () => {
  it.each([
    [{ PORT: 'eighty' }, 'environment variable PORT'],
    [{ ENGINE: 'excel' }, 'environment variable ENGINE'],
    [{ ENGINE: 'athena' }, 'environment variable ATHENA_WORKGROUP is not set'],
    [{ ENGINE: 'trino' }, 'environment variable TRINO_URL is not set'],
    [{ ENGINE: 'trino', TRINO_URL: 'http://127.0.0.1:9' }, 'STORE_URL must be s3://BUCKET/PREFIX'],
    [{ AUTO_BYTES: 'much' }, 'environment variable AUTO_BYTES'],
    [{ PRICES_FILE: '/nowhere.json' }, 'environment variable PRICES_FILE'],
    [{ AUTH: 'none' }, 'environment variable AUTH'],
    [{ STORE_URL: 'ftp://x' }, 'environment variable STORE_URL'],
    [{ PSEUDONYM_KEY_FILE: '/nowhere/key' }, 'environment variable PSEUDONYM_KEY_FILE'],
    [{ STORE_URL: 's3://bucket', PSEUDONYM_KEY_FILE: '' }, 'environment variable PSEUDONYM_KEY_FILE is not set'],
  ])('%j stops the start and is named', (environment, message) => {
    const { status, stderr } = run('start.ts', [], environment as unknown as Record<string, string>)
    expect(status).toBe(2)
    expect(stderr).toContain(message)
    expect(stderr).not.toContain('    at ')
  })
})

describe('the shell', () => {
  const good = '{"source":"s","id":"1","type":"union.dissolved","occurred_on":"2025-01-01","data":{"union_id":"u"}}'
  function ingest(text: string, name = 'mine') {
    const file = join(mkdtempSync(join(tmpdir(), 'tonglu-file-')), 'events.ndjson')
    writeFileSync(file, text)
    return run('ingest.ts', [name, file])
  }
  it('prints the receipt and ends with 0 where every row was taken', () => {
    const { status, stdout } = ingest(good)
    expect([status, JSON.parse(stdout)]).toMatchObject([0, { rows: 1, accepted: 1 }])
  })
  it('ends with 1 where a row was rejected or a file cannot be read', () => {
    expect(ingest(`${good}\n{"source":"s"}`).status).toBe(1)
    expect(ingest('').status).toBe(1)
    expect(run('ingest.ts', ['mine', '/nowhere.csv'])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('/nowhere.csv: there is no such file'),
    })
  })
  it('tells how it is used', () => {
    for (const script of ['ingest.ts', 'release.ts', 'bulletin.ts', 'simulate.ts'])
      expect(run(script, [])).toMatchObject({ status: 2, stderr: expect.stringContaining('usage: npm run') })
    expect(ingest(good, 'Not A Name').status).toBe(2)
  })
  it('releases no dataset that is not there', () => {
    expect(run('release.ts', ['nowhere'])).toMatchObject({ status: 1, stderr: 'there is no dataset nowhere\n' })
  })
})
