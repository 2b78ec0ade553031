import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { engineLimits } from '../../functions/settings/engine-limits.ts'
import { type SettingName, readSetting, requireSetting } from '../../functions/settings/read-setting.ts'
import { settingsHelp } from '../../functions/settings/settings-help.ts'
import { settings } from '../../functions/settings/settings.ts'

const ROOT = join(import.meta.dirname, '../..')
const READER = 'functions/settings/read-setting.ts'
const names = Object.keys(settings) as SettingName[]

const sources = ['functions', 'infra', 'dashboard/src']
  .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`))
  .filter((file) => /\.(js|ts|svelte)$/.test(file))
  .map((file) => ({ file, text: readFileSync(join(ROOT, file), 'utf8') }))

afterEach(() => vi.unstubAllEnvs())

describe('the table of settings', () => {
  it('is the only way to the environment', () => {
    // `...process.env` passes the environment on to a child process and reads nothing of it.
    const readers = sources.filter(({ text }) => /(?<!\.\.\.)process\.env|\benv\b.*from 'node:process'/.test(text)).map(({ file }) => file)
    expect(readers).toEqual([READER])
  })
  it.each(names)('%s is read somewhere', (name) => {
    const readers = sources.filter(({ text }) => text.includes(`Setting('${name}')`))
    expect(readers.length).toBeGreaterThan(0)
  })
  it.each(names)('%s is printed by --help', (name) => {
    expect(settingsHelp()).toContain(`  ${name}  [`)
  })
  it('has defaults that are right themselves', () => {
    for (const name of names) {
      vi.stubEnv(name, undefined)
      const { isComputed } = settings[name] as { isComputed?: boolean }
      if ('default' in settings[name] && !isComputed) expect([name, readSetting(name)]).not.toEqual([name, undefined])
    }
  })
})

describe('a setting', () => {
  it.each([
    ['PORT', 'eighty', 'environment variable PORT: expected a whole number from 0 to 65535, got eighty'],
    ['PORT', '70000', 'environment variable PORT: expected a whole number from 0 to 65535, got 70000'],
    ['ENGINE', 'excel', 'environment variable ENGINE: expected duckdb or athena or trino or auto, got excel'],
    ['ENGINE', '', 'environment variable ENGINE: expected duckdb or athena or trino or auto, got '],
    ['DATA_DIR', '', 'environment variable DATA_DIR: expected a folder, got '],
    ['ROWS_PER_DAY', '0', 'environment variable ROWS_PER_DAY: expected a whole number from 1, got 0'],
    ['AUTO_BYTES', '0', 'environment variable AUTO_BYTES: expected a number above 0, got 0'],
    ['STATEMENT_SECONDS', 'ten', 'environment variable STATEMENT_SECONDS: expected a number above 0, got ten'],
    ['DUCKDB_THREADS', '', 'environment variable DUCKDB_THREADS: expected a whole number from 1 to 256, got '],
    ['DUCKDB_THREADS', '0.5', 'environment variable DUCKDB_THREADS: expected a whole number from 1 to 256, got 0.5'],
    ['DUCKDB_MEMORY', '2 gigs', 'environment variable DUCKDB_MEMORY: expected a number and MB or GB, for instance 2000MB, got 2 gigs'],
    ['DUCKDB_MEMORY', '0MB', 'environment variable DUCKDB_MEMORY: expected a number and MB or GB, for instance 2000MB, got 0MB'],
    ['TRINO_URL', 'trino:8080', 'environment variable TRINO_URL: expected an http or https address, got trino:8080'],
    ['STORE_URL', 'ftp://x', 'environment variable STORE_URL: expected file:FOLDER or s3://BUCKET/PREFIX, got ftp://x'],
    [
      'PUBLIC_ORIGIN',
      'union.example',
      'environment variable PUBLIC_ORIGIN: expected one or several http or https addresses, for instance https://union.example/tonglu, got union.example',
    ],
    ['REQUEST_QUEUE', '0', 'environment variable REQUEST_QUEUE: expected a whole number from 1 to 1000000, got 0'],
    ['LOG_LEVEL', 'loud', 'environment variable LOG_LEVEL: expected DEBUG, INFO, WARN or ERROR, got loud'],
  ] as const)('%s=%s is refused by name, with its value and what would be right', (name, value, message) => {
    vi.stubEnv(name, value)
    expect(() => readSetting(name)).toThrow(message)
  })
  it('of public addresses takes several, each with its base path', () => {
    vi.stubEnv('PUBLIC_ORIGIN', 'https://Union.example/tonglu/, http://10.0.0.7:8080')
    expect(readSetting('PUBLIC_ORIGIN')).toEqual([
      { origin: 'https://union.example', host: 'union.example', href: 'https://union.example/tonglu' },
      { origin: 'http://10.0.0.7:8080', host: '10.0.0.7:8080', href: 'http://10.0.0.7:8080' },
    ])
  })
  it('that must be there is named where it is not set', () => {
    vi.stubEnv('ATHENA_WORKGROUP', '')
    expect(() => requireSetting('ATHENA_WORKGROUP')).toThrow('environment variable ATHENA_WORKGROUP is not set: ')
    vi.stubEnv('STORE_URL', '')
    expect(() => requireSetting('STORE_URL')).toThrow('environment variable STORE_URL is not set: ')
  })
  it('is empty only where an empty text says something', () => {
    vi.stubEnv('PRICES_FILE', '')
    vi.stubEnv('PORT', '')
    expect([readSetting('PRICES_FILE'), readSetting('PORT')]).toEqual([undefined, 0])
  })
})

describe('the limits of DuckDB', () => {
  it.each([
    [
      { cores: 2, bytes: 2e9 },
      { memory: '1000MB', threads: 2 },
    ],
    [
      { cores: 8, bytes: 16e9 },
      { memory: '4000MB', threads: 8 },
    ],
    [
      { cores: 8, bytes: 6e9 },
      { memory: '1500MB', threads: 6 },
    ],
    [
      { cores: 24, bytes: 256e9 },
      { memory: '4000MB', threads: 16 },
    ],
  ])('on a machine of %j are %j', (machine, limits) => {
    for (const name of ['DUCKDB_MEMORY', 'DUCKDB_THREADS', 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE']) vi.stubEnv(name, undefined)
    expect(engineLimits(machine)).toEqual(limits)
  })
  it("are half of a function's memory on Lambda (D05)", () => {
    vi.stubEnv('AWS_LAMBDA_FUNCTION_MEMORY_SIZE', '2048')
    expect(engineLimits({ cores: 2, bytes: 2048 * 2 ** 20 })).toEqual({ memory: '1024MB', threads: 2 })
  })
  it('are those of the settings', () => {
    vi.stubEnv('DUCKDB_MEMORY', '2GB')
    vi.stubEnv('DUCKDB_THREADS', '3')
    expect(engineLimits({ cores: 2, bytes: 2e9 })).toEqual({ memory: '2GB', threads: 3 })
    vi.stubEnv('DUCKDB_THREADS', undefined)
    expect(engineLimits({ cores: 24, bytes: 2e9 })).toEqual({ memory: '2GB', threads: 8 })
  })
})
