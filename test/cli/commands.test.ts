import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CommanderError } from 'commander'
import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../../functions/cli/commands.ts'
import { programFor } from '../../functions/cli/program.ts'
import { settings } from '../../functions/settings/settings.ts'

const ROOT = join(import.meta.dirname, '../..')

function run(args: string[], environment: Record<string, string> = {}, node = process.execPath) {
  const folder = mkdtempSync(join(tmpdir(), 'tonglu-cli-'))
  const key = join(folder, 'key')
  writeFileSync(key, 'ab'.repeat(32))
  const { status, stdout, stderr } = spawnSync(node, [join(ROOT, 'functions/cli/tonglu.js'), ...args], {
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
    [{ AUTO_BYTES: 'much' }, 'environment variable AUTO_BYTES: expected a number above 0, got much'],
    [{ DUCKDB_THREADS: '0' }, 'environment variable DUCKDB_THREADS: expected a whole number from 1 to 256, got 0'],
    [{ DUCKDB_MEMORY: 'all' }, 'environment variable DUCKDB_MEMORY: expected a number and MB or GB'],
    [{ PRICES_FILE: '/nowhere.json' }, 'environment variable PRICES_FILE'],
    [{ AUTH: 'none' }, 'environment variable AUTH'],
    [{ STORE_URL: 'ftp://x' }, 'environment variable STORE_URL'],
    [{ PSEUDONYM_KEY_FILE: '/nowhere/key' }, 'environment variable PSEUDONYM_KEY_FILE'],
    [{ STORE_URL: 's3://bucket', PSEUDONYM_KEY_FILE: '' }, 'environment variable PSEUDONYM_KEY_FILE is not set'],
  ])('%j stops the start and is named', (environment, message) => {
    const { status, stderr } = run(['start'], environment)
    expect(status).toBe(2)
    expect(stderr).toContain(message)
    expect(stderr).not.toContain('    at ')
  })
})

/** Parses a command line in this process: what it would print, and the code of commander. */
async function parse(args: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const printed = { stdout: '', stderr: '' }
  const program = await programFor(args[0])
  for (const command of [program, ...program.commands])
    command.configureOutput({ writeOut: (text) => (printed.stdout += text), writeErr: (text) => (printed.stderr += text) })
  const error: unknown = await program.parseAsync(args, { from: 'user' }).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(CommanderError)
  return { exitCode: (error as CommanderError).exitCode, ...printed }
}

describe('a command', () => {
  const good = '{"source":"s","id":"1","type":"union.dissolved","occurred_on":"2025-01-01","data":{"union_id":"u"}}'
  function ingest(text: string, name = 'mine') {
    const file = join(mkdtempSync(join(tmpdir(), 'tonglu-file-')), 'events.ndjson')
    writeFileSync(file, text)
    return run(['ingest', name, file])
  }
  it('prints the receipt and ends with 0 where every row was accepted', () => {
    const { status, stdout } = ingest(good)
    expect([status, JSON.parse(stdout)]).toMatchObject([0, { rows: 1, accepted: 1 }])
  })
  it('ends with 1 where a row was rejected or a file cannot be read', () => {
    expect(ingest(`${good}\n{"source":"s"}`).status).toBe(1)
    expect(ingest('').status).toBe(1)
    expect(run(['ingest', 'mine', '/nowhere.csv'])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('/nowhere.csv: there is no such file'),
    })
  })
  it.each(['ingest', 'release', 'bulletin', 'simulate', 'explain', 'log', 'recheck', 'maintain', 'remove', 'correct-clock', 'rotate-key'])(
    '%s without its arguments fails and prints its usage',
    async (name) => {
      const usage = expect.stringContaining(`Usage: npm run ${name} -- `) as string
      expect(await parse([name])).toEqual({ exitCode: 1, stdout: '', stderr: usage })
    },
  )
  it.each([
    [['ingest', 'Not A Name', 'file.csv'], 'expected a-z first'],
    [['release', 'mine', '--workers', '0'], 'expected a whole number from 1 to 64, got 0'],
    [['release', 'mine', '--agree', 'excel'], 'Allowed choices are trino, athena'],
    [['simulate', '--events', 'many', '--out', 'x'], 'expected a whole number from 1, got many'],
    [['simulate', '--events', '1', '--out', 'x', '--until', 'today'], 'expected a day YYYY-MM-DD, got today'],
    [['no-such-command'], "unknown command 'no-such-command'"],
    [[], 'Usage: tonglu COMMAND'],
  ])('%j fails and says what would be right', async (args, message) => {
    const { exitCode, stderr } = await parse(args)
    expect(stderr).toContain(message)
    expect(exitCode).toBe(1)
  })
  it('ends with 2 where it is not called as its help says', () => {
    expect(ingest(good, 'Not A Name').status).toBe(2)
    expect(run(['release'])).toMatchObject({ status: 2, stderr: expect.stringContaining('Usage: npm run release -- ') })
    expect(run([])).toMatchObject({ status: 2, stderr: expect.stringContaining('Usage: tonglu COMMAND') })
  })
  it.each([
    'start',
    'verify',
    'ingest',
    'release',
    'bulletin',
    'simulate',
    'explain',
    'log',
    'recheck',
    'maintain',
    'remove',
    'rotate-key',
  ])('%s --help prints usage and examples', async (name) => {
    const { exitCode, stdout } = await parse([name, '--help'])
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining(`Usage: npm run ${name}`)])
    expect(stdout).toContain('Examples:')
    expect(stdout).toContain('--help')
  })
  it('that needs a dataset ends with 1 where there is none of that name', () => {
    expect(run(['release', 'nowhere'])).toMatchObject({ status: 1, stderr: 'there is no dataset nowhere\n' })
  })
})

describe('the help of the program', () => {
  const { status, stdout } = run(['--help'])
  it('lists every command but the internal ones', () => {
    const shown = Object.keys(COMMANDS).filter((name) => new RegExp(`^  ${name} `, 'm').test(stdout))
    expect(status).toBe(0)
    expect(shown).toEqual(Object.keys(COMMANDS).filter((name) => !COMMANDS[name]!.isInternal))
  })
  it('lists every setting', () => {
    for (const name of Object.keys(settings)) expect(stdout).toContain(`  ${name}  [`)
  })
  it('names a script of package.json for every command', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
    for (const [name, { isInternal }] of Object.entries(COMMANDS))
      if (!isInternal) expect(scripts[name]).toMatch(new RegExp(`functions/cli/tonglu\\.js ${name}$`))
  })
})

/** A Node older than 24 on this machine, outside the one that the project brings. */
function olderNode(): string | undefined {
  return (process.env.PATH ?? '')
    .split(':')
    .map((folder) => join(folder, 'node'))
    .find((node) => existsSync(node) && Number(/^v(\d+)/.exec(spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout)?.[1] ?? 24) < 24)
}

describe('with a Node older than 24', () => {
  const node = olderNode()
  it.skipIf(!node)('the commands run on the Node that the project brings', () => {
    const { status, stdout, stderr } = run(['simulate', '--events', '3', '--out', 'events.ndjson'], {}, node)
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toContain('wrote 3 simulated events')
    expect(run(['release', 'nowhere'], {}, node).status).toBe(1)
    expect(run(['release'], {}, node).status).toBe(2)
  })
  it.skipIf(!node)('the commands say what they need where the project brings none', () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'tonglu-node-')), 'functions/cli')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, '../../package.json'), '{"type":"module"}')
    copyFileSync(join(ROOT, 'functions/cli/tonglu.js'), join(folder, 'tonglu.js'))
    const { status, stderr } = spawnSync(node!, [join(folder, 'tonglu.js')], { encoding: 'utf8' })
    expect(stderr).toMatch(/^tonglu needs Node 24 or later, this is v\d+\.\d+\.\d+; npm ci installs one/)
    expect(status).toBe(2)
  })
})
