import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { datasetStore } from '../../functions/http/datasets.ts'
import { openWholeLog } from '../../functions/event-log/log.ts'
import { keyRing } from '../../functions/pseudonyms/key-ring.ts'
import { buildSite } from '../../functions/local/build-site.ts'
import { serve } from '../../functions/local/server.ts'
import { fileStore } from '../../functions/storage/file-store.ts'
import { emptyContext } from '../context.ts'

/**
 * A store that an earlier version wrote (test/fixtures/store-2026-11), read by today's code: every kind of file is read, answers what it
 * answered then, and can be extended.
 */
const FIXTURE = join(import.meta.dirname, '../fixtures/store-2026-11')

/** RECORD_ANSWERS=1 writes today's answers over the expected ones. Every line of that difference needs a reason in the contract. */
const IS_RECORDING = process.env.RECORD_ANSWERS === '1'

interface Answer {
  status: number
  type: string
  body: unknown
}

const expected = JSON.parse(readFileSync(join(FIXTURE, 'expected.json'), 'utf8')) as {
  commits: { seq: number; hash: string }
  live: number
  answers: Record<string, Answer>
}

let context: ReturnType<typeof emptyContext>
let server: Awaited<ReturnType<typeof serve>>

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tonglu-old-store-'))
  cpSync(join(FIXTURE, 'store'), folder, { recursive: true })
  context = { ...emptyContext(), store: fileStore(folder), keys: keyRing([new Uint8Array(32).fill(7), new Uint8Array(32).fill(9)]) }
  server = await serve(
    context,
    0,
    buildSite(() => undefined),
  )
})
afterAll(async () => {
  await server.close()
  if (IS_RECORDING) writeFileSync(join(FIXTURE, 'expected.json'), `${JSON.stringify(expected, null, 1)}\n`)
})

const ask = (path: string, options?: RequestInit) => fetch(`http://127.0.0.1:${server.port}/api/v1/${path}`, options)

async function json<T>(path: string, options?: RequestInit): Promise<T> {
  return (await (await ask(path, options)).json()) as T
}

describe('a store of November 2026', () => {
  it('has a log whose every commit is read, up to the same head (G04)', async () => {
    const log = await openWholeLog(datasetStore(context.store, 'old'))
    expect([log.head(), log.live().length]).toEqual([expected.commits, expected.live])
    expect(new Set(log.entries.map(({ commit }) => commit.kind))).toEqual(new Set(['upload', 'compaction', 'erasure', 'key_rotation']))
  })

  it.each(Object.keys(expected.answers))('answers GET %s as it did when it was written', async (path) => {
    const response = await ask(path)
    const type = response.headers.get('content-type')!
    const body: unknown = type.includes('json')
      ? await response.json()
      : new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer())
    const answer = { status: response.status, type, body }
    if (IS_RECORDING) expected.answers[path] = answer
    expect(answer).toEqual(expected.answers[path])
  })

  it('renders the bulletins that were issued when it was written', async () => {
    const { bulletins } = expected.answers['old/bulletins']!.body as { bulletins: { id: string; title: string }[] }
    expect(bulletins).toHaveLength(2)
    for (const { id, title } of bulletins) {
      for (const ending of ['html', 'pdf', 'docx']) expect((await ask(`old/bulletins/${id}.${ending}`)).status).toBe(200)
      expect(await (await ask(`old/bulletins/${id}.html`)).text()).toContain(title)
    }
  })

  it('still knows what it accepted: a duplicate stays a duplicate, and the next upload and release extend it', async () => {
    const events = [
      { source: 'union:2', id: 'p2', type: 'service.delivered', occurred_on: '2026-06-06', data: { kind: 'training', region: '440305', sector: 'freight', worker: { phone: '13900002222' } } },
      { source: 'union:2', id: 'new', type: 'service.delivered', occurred_on: '2026-06-08', data: { kind: 'training', region: '440305', sector: 'freight', worker: { phone: '13900002222' } } },
    ] // prettier-ignore
    const post = (body: string) => ({ method: 'POST', body, headers: { 'content-type': 'application/json' } })
    expect(await json('old/events', post(JSON.stringify(events)))).toMatchObject({ accepted: 1, duplicates: 1 })
    expect(await json('old/releases', post(''))).toMatchObject({ release: '000004' })
    const valueIn = async (release: string) => {
      const path = `old/values?metric=service_persontimes&region=440305&release=${release}`
      return (await json<{ values: { value: number }[] }>(path)).values[0]!.value
    }
    expect(await valueIn('000004')).toBe((await valueIn('000003')) + 1)
  })
})
