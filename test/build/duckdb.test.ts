import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parquetMetadata } from 'hyparquet'
import { afterEach, describe, expect, it } from 'vitest'
import { buildRelease } from '../../functions/build/build.ts'
import { type Engine, type EngineLimits, openDuckDb } from '../../functions/engines/duckdb.ts'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { simulate } from '../../functions/simulator/simulate.ts'
import { KEY, NOW, emptyStore } from '../context.ts'

const LIMITS: EngineLimits = { memory: '200MB', threads: 1 }

const opened: Engine[] = []
async function open(limits = LIMITS): Promise<Engine> {
  const engine = await openDuckDb(limits)
  opened.push(engine)
  return engine
}
afterEach(async () => {
  for (const engine of opened.splice(0)) await engine.close()
})

const HOSTILE = [`'; drop table t; --`, `' or 1=1 --`, `"; attach '/tmp/x'; --`, `%' union select 'x`, `$value`, `\\'; select 1`]

describe('a value in a statement', () => {
  it.each(HOSTILE)('is bound, so that %s is text and nothing else (D01)', async (value) => {
    const engine = await open()
    await engine.run(`create table t as select 'kept' as name`)
    expect(await engine.rows('select $value as name, count(*) as n from t where name = $value', { value })).toEqual([{ name: value, n: 0 }])
    expect(await engine.rows('select name from t')).toEqual([{ name: 'kept' }])
  })
})

const OUTSIDE = join(tmpdir(), 'tonglu-outside.csv')

describe('an engine that is open', () => {
  it.each([
    `select * from read_csv('${OUTSIDE}')`,
    `select * from '${OUTSIDE}'`,
    `select * from read_text('/etc/passwd')`,
    `select * from read_blob('/etc/passwd')`,
    `select * from glob('/etc/*')`,
    `select * from sniff_csv('${OUTSIDE}')`,
    `select * from read_parquet('https://example.invalid/a.parquet')`,
    `select * from read_json('${OUTSIDE}')`,
    `copy (select 1) to '${OUTSIDE}.out'`,
    `copy (select 1) to '/tmp/../tmp/tonglu-outside.parquet' (format parquet)`,
    `export database '/tmp/tonglu-outside'`,
    `import database '/tmp/tonglu-outside'`,
    `attach '/tmp/tonglu-outside.db'`,
    `install httpfs`,
    `load httpfs`,
    `install '/tmp/x.duckdb_extension'`,
    `set enable_external_access = true`,
    `set allowed_directories = ['/']`,
    `set lock_configuration = false`,
    `set memory_limit = '100GB'`,
    `reset memory_limit`,
    `pragma temp_directory = '/'`,
  ])('refuses: %s (D02)', async (sql) => {
    writeFileSync(OUTSIDE, 'a\n1\n')
    const engine = await open()
    await expect(engine.rows(sql)).rejects.toMatchObject({ name: 'QueryFailed', message: expect.stringMatching(/disabled|lock|not allowed|Permission|Cannot/i) as string }) // prettier-ignore
    expect(existsSync(`${OUTSIDE}.out`)).toBe(false)
  })
  it('has its limits, its folder and its lock before anything runs (D03)', async () => {
    const engine = await open()
    const names = ['memory_limit', 'threads', 'temp_directory', 'allowed_directories', 'enable_external_access', 'lock_configuration']
    const rows = await engine.rows(`select name, value from duckdb_settings() where name in (${names.map((name) => `'${name}'`).join()})`)
    const settings = Object.fromEntries(rows.map(({ name, value }) => [name, value]))
    expect(settings).toMatchObject({
      memory_limit: '190.7 MiB',
      threads: '1',
      temp_directory: `${engine.folder}/spill`,
      enable_external_access: 'false',
      lock_configuration: 'true',
    })
    expect(String(settings.allowed_directories)).toContain(engine.folder)
    await engine.run(`copy (select 1 as n) to '${engine.folder}/own.parquet' (format parquet)`)
    expect(await engine.rows(`select n from '${engine.folder}/own.parquet'`)).toEqual([{ n: 1 }])
  })
  it('that runs out of memory says so, and goes on (D04)', async () => {
    const engine = await open({ memory: '5MB', threads: 1 })
    await expect(engine.rows('select list(range) as l from range(5000000)')).rejects.toMatchObject({ failure: 'resources' })
    expect(await engine.rows('select 1 as n')).toEqual([{ n: 1 }])
  })
  it('spills into its own folder, which is gone when it is closed (D06)', async () => {
    const engine = await open({ memory: '25MB', threads: 1 })
    const counting = engine.run('create table t as select range as a, random() as b from range(1500000) order by b')
    let spilled: string[] = []
    const watch = setInterval(() => {
      const folder = join(engine.folder, 'spill')
      if (existsSync(folder)) spilled = [...spilled, ...readdirSync(folder)]
    }, 20)
    await counting
    clearInterval(watch)
    expect(spilled.length).toBeGreaterThan(0)
    await engine.close()
    opened.shift()
    expect(existsSync(engine.folder)).toBe(false)
  })
  it('knows nothing of another one, and leaves nothing when it is closed (D08)', async () => {
    const [one, other] = [await open(), await open()]
    await one.run(`create table t as select 1 as n; create temporary table u as select 1 as n`)
    await one.run(`copy t to '${one.folder}/t.parquet' (format parquet)`)
    expect(await other.rows('select table_name from duckdb_tables()')).toEqual([])
    await expect(other.rows(`select * from '${one.folder}/t.parquet'`)).rejects.toThrow(/disabled/)
    await one.close()
    opened.shift()
    expect(existsSync(one.folder)).toBe(false)
    expect(readdirSync(other.folder)).toEqual([])
  })
  it('does not grow with the number of its statements, nor the process with the number of engines (D09)', async () => {
    const engine = await open()
    const run = async () => {
      for (let n = 0; n < 500; n++) await engine.rows('select sum(range) as s from range(100) where range <> $n', { n })
      for (let n = 0; n < 10; n++) await (await openDuckDb(LIMITS)).close()
      return process.memoryUsage().rss
    }
    await run()
    const before = await run()
    expect((await run()) - before).toBeLessThan(48 * 2 ** 20)
  }, 120_000)
})

describe('a value of the engine', () => {
  it('is a number only where a number holds it, and a day or a time as text (D10)', async () => {
    const engine = await open()
    expect(
      await engine.rows(
        `select cast(9007199254740991 as bigint) as most, cast(-9007199254740991 as bigint) as least, date '2026-02-28' as d,
           timestamp '2026-02-28 23:59:59.123456' as t, cast(12.34 as decimal(18, 2)) as money, true as b, null as nothing`,
      ),
    ).toEqual([
      {
        most: 9007199254740991,
        least: -9007199254740991,
        d: '2026-02-28',
        t: '2026-02-28 23:59:59.123456',
        money: '12.34',
        b: true,
        nothing: null,
      },
    ])
    await expect(engine.rows('select cast(9007199254740993 as bigint) as n')).rejects.toThrow('larger than 2^53')
    await expect(engine.rows('select sum(range) * 1000000000000 as n from range(1000000)')).rejects.toThrow('larger than 2^53')
  })
})

describe('the tables of a release', () => {
  it('hold whole numbers as whole numbers, and no number that is none (D11, D17)', async () => {
    const store = emptyStore()
    const dataset = await openDataset('test', store, KEY, () => NOW)
    const lines = [...simulate({ events: 1500, seed: 4, until: '2026-10-31' })].map((event) => JSON.stringify(event))
    await dataset.ingest({ body: Buffer.from(lines.join('\n')), contentType: 'application/x-ndjson' })
    const { manifest } = await buildRelease('test', store, { limits: { memory: '800MB', threads: 2 }, now: () => NOW })
    const doubles: string[] = []
    for (const [name, { key }] of Object.entries(manifest.files)) {
      const body = (await store.get(key))!
      // JSON has no Infinity and no NaN of its own: they would be written as null, or as text.
      if (!key.endsWith('.parquet')) expect([name, /\bNaN\b|Infinity/.test(Buffer.from(body).toString())]).toEqual([name, false])
      else
        for (const { name: column, type } of parquetMetadata(Uint8Array.from(body).buffer).schema)
          if (type === 'DOUBLE' || type === 'FLOAT') doubles.push(`${name.split('/')[0]}.${column}`)
    }
    expect(Object.keys(manifest.files).length).toBeGreaterThan(50)
    // Numbers that people give, which may be shares or have decimals. A count is none of them.
    expect([...new Set(doubles)].sort()).toEqual([
      'checks.other',
      'checks.value',
      'figures.value',
      'surveys.rate',
      'target_versions.value',
      'targets.value',
      'thresholds.value',
    ])
  }, 120_000)
})
