import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type EngineSettings, readEngines } from '../../functions/engines/engines.ts'
import type { QueryService } from '../../functions/engines/query-service.ts'
import { openStore } from '../../functions/storage/s3-store.ts'
import { datasetStore, createDataset } from '../../functions/http/datasets.ts'
import { type Dataset, openDataset } from '../../functions/ingest/dataset.ts'
import { compact } from '../../functions/event-log/maintenance/compact.ts'
import type { Store } from '../../functions/storage/store.ts'
import { EnginesDisagree } from '../../functions/build/compare-engines.ts'
import { buildRelease } from '../../functions/build/build.ts'
import { currentManifest } from '../../functions/release-format/open.ts'
import { seededRandom } from '../../functions/simulator/random.ts'
import { KEY, NOW } from '../context.ts'
import { randomHistory } from '../queries/history.ts'

const limits = { memory: '800MB', threads: 2 }
const name = 'two-engines'
let whole: Store
let store: Store
let dataset: Dataset
let engines: EngineSettings

const upload = (seed: number) => ({
  body: Buffer.from(
    JSON.stringify(randomHistory(seededRandom(seed), 150).map((event) => ({ ...event, id: `${seed}-${String(event.id)}` }))),
  ),
  contentType: 'application/json',
})

beforeAll(async () => {
  whole = await openStore(process.env.STORE_URL!)
  await createDataset(whole, { name, title: { zh: name, en: name }, is_simulated: true })
  store = datasetStore(whole, name)
  engines = readEngines(process.env.STORE_URL!)
  dataset = await openDataset(name, store, KEY, () => NOW)
  await dataset.ingest(upload(11))
})

/** The engines of the settings, with Trino's query service changed. */
const withTrino = (change: (service: QueryService) => QueryService): EngineSettings => ({
  ...engines,
  async open(which) {
    const remote = await engines.open(which)
    return { ...remote, service: change(remote.service) }
  },
})
const agreeing = (settings: EngineSettings) => buildRelease(name, store, { limits, now: () => NOW, engines: settings, agree: 'trino' })

describe('a release that two engines must agree on', () => {
  it('is not published where they differ, and the tables are named', async () => {
    const lying = withTrino((service) => ({
      ...service,
      rows: (sql, schema) => service.rows(sql.replace("'duplicate_join' as list", "'duplicate_joins' as list"), schema),
    }))
    const failure = await agreeing(lying).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(EnginesDisagree)
    expect((failure as EnginesDisagree).tables.map(({ table }) => table).sort()).toEqual(['duplicate_join', 'worker_findings'])
    expect(await currentManifest(store)).toBeUndefined()
  })
  it('is built by the command, which prints the engines that agreed', () => {
    const key = join(mkdtempSync(join(tmpdir(), 'tonglu-key-')), 'pseudonym.key')
    writeFileSync(key, '07'.repeat(32))
    const env = { ...process.env, PSEUDONYM_KEY_FILE: key }
    const command = join(import.meta.dirname, '../../functions/cli/tonglu.ts')
    const { status, stdout, stderr } = spawnSync(process.execPath, [command, 'release', name, '--agree', 'trino'], {
      encoding: 'utf8',
      env,
    })
    expect([status, stdout.trim()], stderr).toEqual([0, '000001'])
    expect(stderr).toMatch(/duckdb v[\d.]+ and trino 476 agree on all \d+ tables, \d+ rows/)
  })
  it('names both in its manifest, with the rows compared; an agreed release is not counted again', async () => {
    const { manifest, isNew } = await agreeing(engines)
    expect([manifest.release, isNew]).toEqual(['000001', false])
    expect(manifest.agreed!.engines).toEqual([expect.stringContaining('duckdb'), 'trino 476'])
    expect(manifest.agreed!.rows.worker_cube).toBeGreaterThan(500)
  })
  it('shows exactly its commit, whatever is uploaded and compacted while the engine reads', async () => {
    await dataset.ingest(upload(12))
    const { seq } = dataset.log.head()
    const { rows: before } = (await openDataset(name, store, KEY)).log
      .live()
      .reduce((sum, file) => ({ rows: sum.rows + file.rows }), { rows: 0 })
    let isBusy = false
    const meanwhile = withTrino((service) => ({
      ...service,
      async rows(sql, schema) {
        if (!isBusy && sql.includes('create table')) {
          isBusy = true
          await dataset.ingest(upload(13))
          expect(await compact(store, dataset.log, () => NOW, 2)).toBeGreaterThan(0)
        }
        return service.rows(sql, schema)
      },
    }))
    const { manifest } = await agreeing(meanwhile)
    expect(isBusy).toBe(true)
    expect([manifest.log.seq, manifest.events.rows]).toEqual([seq, before])
    expect(manifest.agreed!.engines).toHaveLength(2)
    // The upload of meanwhile is in the next release, which resumes from this one.
    const next = (await buildRelease(name, store, { limits, now: () => NOW })).manifest
    expect(next.log.seq).toBeGreaterThan(seq)
    expect(next.events.rows).toBeGreaterThan(before)
  })
  it('fails, and names the file, where one that Trino would read is altered (A12)', async () => {
    await dataset.ingest(upload(14))
    const file = dataset.log.live().at(-1)!
    const body = Buffer.from((await store.get(file.key))!)
    body[body.length >> 1]! ^= 1
    const altered: Store = { ...store, get: async (key) => (key === file.key ? body : store.get(key)) }
    const before = await currentManifest(store)
    const failing = buildRelease(name, altered, { limits, now: () => NOW, engines: { ...engines, engine: 'trino' } })
    await expect(failing).rejects.toThrow(file.key)
    expect(await currentManifest(store)).toEqual(before)
  })
  it('is not published where the engine reads fewer events than the log has, since partitions may be left out (D16)', async () => {
    await dataset.ingest(upload(15))
    const before = await currentManifest(store)
    const blind = withTrino((service) => ({
      ...service,
      rows: (sql, schema) => service.rows(sql.replace('select count(*) as n from events', 'select count(*) - 1 as n from events'), schema),
    }))
    await expect(agreeing(blind)).rejects.toThrow(/reads \d+ events where the log has \d+/)
    expect(await currentManifest(store)).toEqual(before)
  })
  it('of a dataset without an event is agreed on as well', async () => {
    const none = datasetStore(whole, 'nothing-yet')
    const { manifest } = await buildRelease('nothing-yet', none, { limits, now: () => NOW, engines, agree: 'trino' })
    expect(manifest.events.rows).toBe(0)
    expect(manifest.agreed!.engines).toHaveLength(2)
  })
})
