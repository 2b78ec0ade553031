import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { datasetStore } from '../../functions/http/datasets.ts'
import { createDispatcher } from '../../functions/http/dispatcher.ts'
import { allOperations } from '../../functions/local/operations.ts'
import type { Manifest } from '../../functions/release-format/manifest.ts'
import { currentManifest, readManifest } from '../../functions/release-format/open.ts'
import { fileStore } from '../../functions/storage/file-store.ts'
import { emptyContext } from '../context.ts'

const dispatch = createDispatcher(allOperations)
const root = mkdtempSync(join(tmpdir(), 'tonglu-torn-'))
const context = { ...emptyContext(), store: fileStore(root) }
const store = datasetStore(context.store, 'd')
const reported: string[] = []

/** A call of a process that has read nothing yet. */
async function call(method: string, address: string, body = '') {
  const url = new URL(`/api/v1/d/${address}`, 'http://localhost')
  const request = { method, path: url.pathname, query: url.searchParams, headers: {}, body: Buffer.from(body) }
  const answer = await dispatch(context, request, (error) => reported.push((error as Error).message))
  return { http: answer.status, ...(JSON.parse(String(answer.body)) as Record<string, unknown>) }
}

const events = (from: number, count: number) =>
  Array.from({ length: count }, (_, n) =>
    JSON.stringify({
      source: 's',
      id: `${from + n}`,
      type: 'service.delivered',
      occurred_on: '2026-10-05',
      data: { kind: 'checkup', region: '310115', sector: 'courier', worker: { ref: `r${from + n}` } },
    }),
  ).join('\n')

const tear = (key: string) => writeFileSync(join(root, 'data/d', key), readFileSync(join(root, 'data/d', key)).subarray(0, 20))
/** The files of a release that the first one does not share. */
async function ownFiles({ files }: Manifest) {
  const shared = new Set(Object.values((await readManifest(store, '000001'))!.files).map(({ key }) => key))
  return Object.values(files).filter(({ key }) => !shared.has(key))
}

const served = () => call('GET', 'values?metric=workers_served')

beforeAll(async () => {
  await call('POST', 'events', events(0, 3))
  await call('POST', 'releases')
  await call('POST', 'events', events(3, 2))
  await call('POST', 'releases')
})

describe('a torn table of the current release', () => {
  it('is noticed and reported, the last intact release is shown, and the next POST builds it again', async () => {
    const manifest = (await currentManifest(store))!
    const torn = (await ownFiles(manifest)).find(({ key }) => key.startsWith('tables/'))!
    tear(torn.key)
    expect(await call('POST', 'releases')).toMatchObject({
      http: 201,
      release: '000003',
      replaces: { release: '000002', damaged: expect.arrayContaining([torn.key]) as string[] },
    })
    expect(await served()).toMatchObject({ http: 200, release: '000003', values: [{ value: 5 }] })
    expect(await call('POST', 'releases')).toMatchObject({ http: 200, release: '000003' })
  })

  it('found while it is read leaves the release aside until it is built again', async () => {
    const manifest = (await currentManifest(store))!
    for (const { key } of await ownFiles(manifest)) tear(key)
    const fresh = { ...context, store: fileStore(root) }
    const ask = async (address: string) => {
      const url = new URL(`/api/v1/d/${address}`, 'http://localhost')
      const request = { method: 'GET', path: url.pathname, query: url.searchParams, headers: {}, body: Buffer.alloc(0) }
      const answer = await dispatch(fresh, request, (error) => reported.push((error as Error).message))
      return { http: answer.status, ...(JSON.parse(String(answer.body)) as Record<string, unknown>) }
    }
    const values = await ask('values?metric=service_persontimes&region=310115')
    expect(values).toMatchObject({ http: 200, release: '000001', values: [{ value: 3 }] })
    expect(reported.some((message) => message.startsWith('file tables/'))).toBe(true)
    expect(await ask('releases/current')).toMatchObject({ http: 200, release: '000001' })
    expect(await ask('values?metric=service_persontimes&region=310115&release=000003')).toMatchObject({
      http: 503,
      detail_en: expect.stringContaining('POST') as string,
    })
    expect(await call('POST', 'releases')).toMatchObject({ http: 201, release: '000004', replaces: { release: '000003' } })
    expect(await ask('values?metric=service_persontimes&region=310115')).toMatchObject({ release: '000004', values: [{ value: 5 }] })
  })

  it('is built again too where it is the manifest itself', async () => {
    tear('releases/000004.json')
    expect(await call('POST', 'releases')).toMatchObject({ http: 201, release: '000005', replaces: { damaged: ['releases/000004.json'] } })
    expect(await served()).toMatchObject({ release: '000005', values: [{ value: 5 }] })
  })

  it('is built again too where the next upload shares it', async () => {
    const manifest = (await currentManifest(store))!
    for (const { key } of Object.values(manifest.files)) tear(key)
    await call('POST', 'events', events(5, 1))
    expect(await call('POST', 'releases')).toMatchObject({ http: 201, release: '000006' })
    const after = (await currentManifest(store))!
    for (const { key } of Object.values(after.files)) expect((await store.get(key))!.length).toBeGreaterThan(20)
    expect(await served()).toMatchObject({ release: '000006', values: [{ value: 6 }] })
  })
})

describe('a torn file of rejected rows', () => {
  it('is answered with 503 and the name of the file, and sets no release aside', async () => {
    const { receipt_id } = (await call('POST', 'events', '{"source":"s"}')) as { receipt_id?: string }
    const kept = (await Array.fromAsync(store.list('kept/'))).at(-1)!.key
    tear(kept)
    expect(await call('GET', `receipts/${receipt_id}/errors`)).toMatchObject({
      http: 503,
      detail_en: expect.stringContaining(kept) as string,
    })
    expect(await served()).toMatchObject({ http: 200, release: '000006' })
  })
})
