import { AthenaClient } from '@aws-sdk/client-athena'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openAthena } from '../../functions/engines/athena.ts'
import { type EngineSettings, readEngines } from '../../functions/engines/engines.ts'
import { openStore } from '../../functions/storage/s3-store.ts'
import { openTrino } from '../../functions/engines/trino.ts'
import { datasetStore } from '../../functions/http/datasets.ts'
import { openDataset } from '../../functions/ingest/dataset.ts'
import type { Store } from '../../functions/storage/store.ts'
import { buildRelease } from '../../functions/build/build.ts'
import { currentManifest } from '../../functions/release-format/open.ts'
import { seededRandom } from '../../functions/simulator/random.ts'
import { KEY, NOW } from '../context.ts'
import { randomHistory } from '../queries/history.ts'
import { startAthena } from './athena.ts'

type Endpoint = Awaited<ReturnType<typeof startAthena>>
let athena: Endpoint

const client = () => new AthenaClient({ endpoint: athena.endpoint, maxAttempts: 3 })
const open = (deadlineMs = 60_000) => openAthena({ client: client(), workgroup: 'releases', deadlineMs, pauseMs: 5 })

beforeAll(async () => {
  athena = await startAthena(await openTrino({ url: process.env.TRINO_URL!, catalog: 'hive', user: 'test' }))
})
afterAll(() => athena.stop())
beforeEach(() => {
  athena.calls.length = 0
  athena.statements.length = 0
})

const ROWS = "select n, 'row ' || cast(n as varchar) as word, cast(null as varchar) as none from unnest(sequence(1, 5)) as t (n) order by n"

describe('a statement on Athena', () => {
  it('returns the rows of all pages, and the bytes that it read', async () => {
    const service = open()
    const rows = await service.rows(ROWS)
    expect(rows).toEqual([1, 2, 3, 4, 5].map((n) => ({ n: String(n), word: `row ${n}`, none: null })))
    expect(athena.calls.filter((call) => call === 'GetQueryResults')).toHaveLength(3)
    expect(service.work.statements).toBe(1)
  })
  it('is retried while Athena throttles, and succeeds once it does not (D14)', async () => {
    athena.mischief.throttled = { StartQueryExecution: 9, GetQueryExecution: 5, GetQueryResults: 4 }
    await expect(open().rows('select 1 as n')).resolves.toEqual([{ n: '1' }])
  })
  it('fails as throttled where Athena throttles for as long as the statement may take', async () => {
    athena.mischief.throttled = { StartQueryExecution: 1e9 }
    await expect(open(50).rows('select 1 as n')).rejects.toMatchObject({ name: 'QueryFailed', failure: 'throttled' })
    athena.mischief.throttled = {}
  })
  it('runs once, also where the response to its start was lost (D14)', async () => {
    athena.mischief.losesStart = true
    await expect(open().rows('select 1 as n')).resolves.toEqual([{ n: '1' }])
    expect(athena.statements).toHaveLength(1)
    expect(athena.calls.filter((call) => call === 'StartQueryExecution')).toHaveLength(2)
  })
  it('is cancelled at its deadline (D07)', async () => {
    athena.mischief.neverEnds = true
    await expect(open(100).rows('select 1 as n')).rejects.toMatchObject({ failure: 'deadline' })
    athena.mischief.neverEnds = false
    expect(athena.calls).toContain('StopQueryExecution')
  })
  it.each([
    ['Query exhausted resources at this scale factor', 'resources'],
    ['SYNTAX_ERROR: line 1:8: Column x cannot be resolved', 'failed'],
  ])('that fails with "%s" is reported as %s, with those words (D13)', async (words, failure) => {
    athena.mischief.failsWith = words
    await expect(open().rows('select 1 as n')).rejects.toMatchObject({ failure, message: expect.stringContaining(words) as string })
  })
  it('that is cancelled on Athena is reported as cancelled (D13)', async () => {
    athena.mischief.cancels = true
    await expect(open().rows('select 1 as n')).rejects.toMatchObject({ failure: 'cancelled' })
  })
  it('that the engine refuses is reported with its words', async () => {
    await expect(open().rows('select nothing from nowhere', 'tonglu')).rejects.toMatchObject({
      failure: 'failed',
      message: expect.stringContaining('nowhere') as string,
    })
  })
  it('is reported as unreachable where Athena does not respond', async () => {
    const deaf = new AthenaClient({ endpoint: 'http://127.0.0.1:9', maxAttempts: 1 })
    const service = openAthena({ client: deaf, workgroup: 'releases', deadlineMs: 1000, pauseMs: 5 })
    await expect(service.rows('select 1 as n')).rejects.toMatchObject({ failure: 'unreachable' })
  })
})

describe('a release counted by Athena', () => {
  const limits = { memory: '800MB', threads: 2 }
  const name = 'athena-release'
  let store: Store
  let engines: EngineSettings

  beforeAll(async () => {
    store = datasetStore(await openStore(process.env.STORE_URL!), name)
    const settings = readEngines(process.env.STORE_URL!)
    const root = process.env.STORE_URL!
    engines = {
      ...settings,
      engine: 'athena',
      open: () => Promise.resolve({ name: 'athena' as const, service: open(), root, declared: 'tonglu' }),
    }
    const dataset = await openDataset(name, store, KEY, () => NOW)
    await dataset.ingest({ body: Buffer.from(JSON.stringify(randomHistory(seededRandom(5), 300))), contentType: 'application/json' })
  })
  const release = (more: Partial<EngineSettings> = {}) =>
    buildRelease(name, store, { limits, now: () => NOW, engines: { ...engines, ...more } })

  it('is not published where a statement fails, and the step is named (D13)', async () => {
    athena.mischief.failsWith = 'Query exhausted resources at this scale factor'
    await expect(release()).rejects.toMatchObject({ failure: 'resources' })
    expect(await currentManifest(store)).toBeUndefined()
  })
  it('is byte for byte the one that DuckDB counts, and says what was read', async () => {
    const remote = (await release()).manifest
    expect(remote).toMatchObject({ engine: 'athena 3', route: { engine: 'athena', why: 'set' } })
    expect(remote.work.elsewhere).toMatchObject({ engine: 'athena 3' })
    expect(remote.work.elsewhere!.bytes_read).toBeGreaterThan(10_000)
    expect(remote.pieces).toBeUndefined()
    const local = (await release({ engine: 'duckdb' })).manifest
    expect(local.release).not.toBe(remote.release)
    const tables = (files: Record<string, { sha256: string }>) =>
      Object.fromEntries(Object.entries(files).flatMap(([key, { sha256 }]) => (key.startsWith('pages/') ? [] : [[key, sha256]])))
    expect(tables(local.files)).toEqual(tables(remote.files))
    const { event_types, latest_on, first_month, events } = remote
    expect(local).toMatchObject({ event_types, latest_on, first_month, events })
  })
  it('is counted by Athena where there is more to read than DuckDB may, and says why', async () => {
    const small = await release({ engine: 'auto', autoBytes: 1 })
    expect(small.manifest).toMatchObject({ engine: 'athena 3', route: { engine: 'athena', why: 'size', limit: 1 } })
    const large = await release({ engine: 'auto', autoBytes: 1e9 })
    expect(large.manifest.route).toMatchObject({ engine: 'duckdb', why: 'size', limit: 1e9 })
    expect(large.manifest.route.bytes).toBeGreaterThan(1000)
  })
})
