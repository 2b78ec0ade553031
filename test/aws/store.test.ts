import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { s3Landing } from '../../functions/landing/s3-landing.ts'
import { openStore, s3Store } from '../../functions/storage/s3-store.ts'
import type { BuildStep } from '../../functions/domain/build-step.ts'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { buildRelease } from '../../functions/build/build.ts'
import { maintainLog } from '../../functions/event-log/maintenance/maintain.ts'
import { StoreUnavailable } from '../../functions/storage/store.ts'
import { type FunctionName, bundle, bundles } from '../../infra/bundles.ts'
import { buildSite } from '../../functions/local/build-site.ts'
import { KEY, NOW, emptyStore } from '../context.ts'
import { keepsItsPromises } from '../storage/store-promises.ts'
import { startMoto } from './moto.ts'

let moto: Awaited<ReturnType<typeof startMoto>>
let client: S3Client
const BUCKET = 'tonglu'

beforeAll(async () => {
  moto = await startMoto()
  client = new S3Client({ forcePathStyle: true })
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }))
})
afterAll(() => moto?.stop())

const freshStore = async () => openStore(`s3://${BUCKET}/${randomUUID()}`)
const event = (id: string) => ({
  source: 's',
  id,
  type: 'member.joined',
  occurred_on: '2026-01-02',
  data: { worker: { ref: id }, union_id: 'u', region: '310115', sector: 'courier', path: 'self_run', channel: 'scan' },
})
const upload = (...ids: string[]) => ({ body: Buffer.from(JSON.stringify(ids.map(event))), contentType: 'application/json' })

describe('the emulator', () => {
  it('enforces conditional writes, so that what follows proves something', async () => {
    const put = (condition: object) => client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'probe', Body: 'x', ...condition }))
    await put({ IfNoneMatch: '*' })
    await expect(put({ IfNoneMatch: '*' })).rejects.toMatchObject({ $metadata: { httpStatusCode: 412 } })
    await expect(put({ IfMatch: '"0"' })).rejects.toMatchObject({ $metadata: { httpStatusCode: 412 } })
  })
})

describe('the store on S3', () => {
  keepsItsPromises(freshStore)
  it('says that it is not available where nobody answers', async () => {
    const deaf = s3Store(BUCKET, '', new S3Client({ endpoint: 'http://127.0.0.1:9', forcePathStyle: true, maxAttempts: 1 }))
    await expect(deaf.get('a')).rejects.toThrow(StoreUnavailable)
  })
  it('takes in, counts and releases what the local store does, to the same files', async () => {
    const counted = []
    for (const store of [await freshStore(), emptyStore()]) {
      const dataset = await openDataset('test', store, KEY, () => NOW)
      expect(await dataset.ingest(upload('a', 'b'))).toMatchObject({ accepted: 2 })
      expect(await dataset.ingest(upload('b', 'c'))).toMatchObject({ accepted: 1, duplicates: 1 })
      const { manifest } = await buildRelease('test', store, { limits: { memory: '800MB', threads: 2 }, now: () => NOW })
      counted.push(manifest.files)
    }
    expect(counted[0]).toEqual(counted[1])
  })
  it('lets several writers in at once and loses nothing', async () => {
    const store = await freshStore()
    const writers = await Promise.all([1, 2, 3, 4].map(() => openDataset('test', store, KEY, () => NOW)))
    const receipts = await Promise.all(Array.from({ length: 12 }, (_, n) => writers[n % 4]!.ingest(upload(`own-${n}`, 'shared'))))
    expect(receipts.reduce((sum, receipt) => sum + receipt.accepted, 0)).toBe(13)
    expect((await openDataset('test', store, KEY)).log.entries).toHaveLength(12)
  })
})

describe('the landing place on S3', () => {
  it('gives an address for one key and one length, signed with the condition that nothing stands there (E06)', async () => {
    const bucket = `landing-${randomUUID()}`
    await client.send(new CreateBucketCommand({ Bucket: bucket }))
    const landing = s3Landing(bucket)
    const { url, headers, method } = await landing.address('live/a', 5)
    const { searchParams } = new URL(url)
    expect(searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;host;if-none-match')
    expect(Number(searchParams.get('X-Amz-Expires'))).toBe(900)
    const put = () => fetch(url, { method, body: 'hello', headers })
    expect((await put()).status).toBe(200)
    expect((await put()).status).toBe(412)
    const body = (await landing.body('live/a'))!
    expect([body.size, Buffer.concat(await Array.fromAsync(body.chunks())).toString()]).toEqual([5, 'hello'])
    expect((await Array.fromAsync(landing.list())).map((one) => one.name)).toEqual(['live/a'])
    await landing.remove('live/a')
    expect(await landing.body('live/a')).toBeUndefined()
  })
  it('collects garbage and reads a checkpoint as the local store does', async () => {
    const store = await freshStore()
    const dataset = await openDataset('test', store, KEY, () => NOW)
    for (let n = 0; n < 9; n++) await dataset.ingest(upload(`t-${n}`))
    const tended = await maintainLog(store, { now: () => NOW, named: new Set(), guardHours: 24, commitsBetween: 5 })
    expect([tended.checkpoint, tended.compactions, tended.collection.marked.length]).toEqual([9, 1, 9])
    const again = await openDataset('test', store, KEY, () => NOW)
    expect([again.log.base.seq, (await again.identities()).size()]).toEqual([9, 9])
  })
})

describe('the bundles that are deployed', () => {
  /** A bundle run as Lambda runs it: in its own folder, on its own files, with its own variables. */
  function invoke(name: FunctionName, folder: string, input: object, environment: Record<string, string>): unknown {
    const script = `import(${JSON.stringify(pathToFileURL(join(folder, 'index.mjs')).href)}).then(async ({ handler }) => { process.stdout.write('\\nRESULT' + JSON.stringify(await handler(${JSON.stringify(input)})), () => process.exit(0)) })`
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, ...environment },
    })
    const [, result] = stdout.split('\nRESULT')
    if (!result) throw new Error(`${name}: ${stderr}`)
    return JSON.parse(result)
  }
  const asked = (method: string, rawPath: string, rawQueryString = '', body = '', headers = {}) => ({
    rawPath,
    rawQueryString,
    headers,
    body,
    isBase64Encoded: false,
    requestContext: { http: { method } },
  })

  it('take an event in, release it, answer for it and print it (D19)', async () => {
    buildSite(() => undefined)
    const folders = Object.fromEntries(
      await Promise.all((Object.keys(bundles) as FunctionName[]).map(async (name) => [name, await bundle(name)])),
    ) as Record<FunctionName, string>
    const prefix = randomUUID()
    const secret = await new SecretsManagerClient().send(new CreateSecretCommand({ Name: prefix, SecretString: 'ab'.repeat(32) }))
    const STORE_URL = `s3://${BUCKET}/${prefix}`
    const run = (name: FunctionName, input: object, more: Record<string, string> = {}) =>
      invoke(name, folders[name], input, { STORE_URL, ...more }) as { statusCode: number; body: string; isBase64Encoded: boolean }
    const json = { 'content-type': 'application/json' }
    const landing = `landing-${prefix}`
    await client.send(new CreateBucketCommand({ Bucket: landing }))
    const secretArn = { PSEUDONYM_SECRET_ARN: secret.ARN!, LANDING_BUCKET: landing }

    expect(run('ingest-events', asked('POST', '/api/v1/live/events', '', JSON.stringify(event('a')), json), secretArn).statusCode).toBe(404)
    await (
      await openStore(STORE_URL)
    ).putIfAbsent('datasets/live.json', Buffer.from('{"name":"live","title":{"zh":"实时","en":"Live"},"is_simulated":false}'))
    expect(
      JSON.parse(run('ingest-events', asked('POST', '/api/v1/live/events', '', JSON.stringify(event('a')), json), secretArn).body),
    ).toMatchObject({ accepted: 1 })
    // A large file lands at a signed address; the notification, or the sweep where there was none, takes it in.
    for (const [id, message] of [
      ['b', (key: string) => ({ detail: { object: { key } } })],
      ['c', () => ({ sweep: true })],
    ] as const) {
      const body = JSON.stringify([{ ...event(id), source: 'landed' }])
      const announced = run('ingest-events', asked('POST', '/api/v1/live/uploads', '', JSON.stringify({ bytes: body.length })), secretArn)
      const { upload_id, url, headers } = JSON.parse(announced.body) as { upload_id: string; url: string; headers: Record<string, string> }
      expect((await fetch(url, { method: 'PUT', body, headers })).status).toBe(200)
      expect(JSON.parse(run('ingest-events', asked('GET', `/api/v1/live/uploads/${upload_id}`), secretArn).body)).toEqual({
        status: 'landed',
      })
      expect(run('ingest-events', message(`live/${upload_id}`), secretArn)).toEqual({ taken: 1 })
      expect(JSON.parse(run('ingest-events', asked('GET', `/api/v1/live/uploads/${upload_id}`), secretArn).body)).toMatchObject({
        status: 'committed',
        receipt: { accepted: 1 },
      })
      expect((await client.send(new ListObjectsV2Command({ Bucket: landing }))).KeyCount).toBe(0)
    }
    expect(run('maintain-datasets', { schedule: true })).toMatchObject({ maintained: [expect.stringContaining('live: ')] })
    // The steps of the state machine, one after another.
    const step = (input: BuildStep) => run('build-releases', input, { QUERIES_DIR: 'queries' })
    expect(step({ step: 'list' })).toEqual({ datasets: ['live'] })
    expect(step({ step: 'share', dataset: 'live' })).toEqual({ upTo: 0, pieces: [] })
    expect(step({ step: 'count', dataset: 'live', upTo: 3, piece: 0 })).toEqual({})
    expect(step({ step: 'release', dataset: 'live', upTo: 3 })).toEqual({ release: '000001', isNew: true })
    expect(step({ step: 'release', dataset: 'live', upTo: 0 })).toEqual({ release: '000001', isNew: false })
    expect(JSON.parse(run('answer-requests', asked('GET', '/api/v1/live/values', 'metric=members&region=310115')).body)).toMatchObject({
      values: [{ value: 3 }],
    })
    const page = run('answer-requests', asked('GET', '/zh/live'), { SITE_DIR: 'site' })
    expect(Buffer.from(page.body, page.isBase64Encoded ? 'base64' : 'utf8').toString()).toContain('<!doctype html>')
    const press = { FONTS_DIR: 'fonts', BULLETIN_LAYOUT_DIR: 'bulletins' }
    const made = JSON.parse(
      run('publish-bulletins', asked('POST', '/api/v1/live/bulletins', '', '{"region":"310000","period":"2026-01"}'), press).body,
    ) as { id: string }
    const pdf = run('publish-bulletins', asked('GET', `/api/v1/live/bulletins/${made.id}.pdf`), press)
    expect(pdf.isBase64Encoded && Buffer.from(pdf.body, 'base64').subarray(0, 5).toString()).toBe('%PDF-')
  })
  it('do not start without their settings, and name what is missing', async () => {
    const folder = await bundle('ingest-events')
    expect(() => invoke('ingest-events', folder, asked('GET', '/api/v1/x/receipts/r'), { STORE_URL: '' })).toThrow(
      'environment variable STORE_URL is not set',
    )
  })
})
