import { expect, it } from 'vitest'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { buildRelease } from '../../functions/build/build.ts'
import { simulate } from '../../functions/simulator/simulate.ts'
import { KEY, NOW, emptyStore } from '../context.ts'

const options = { limits: { memory: '800MB', threads: 2 }, now: () => NOW }

it('the log and its files alone give a release with the same hashes (A20)', async () => {
  const store = emptyStore()
  const dataset = await openDataset('test', store, KEY, () => NOW)
  const lines = [...simulate({ events: 3000, seed: 8, until: '2026-10-31' })].map((event) => JSON.stringify(event))
  for (let from = 0; from < lines.length; from += 1000) {
    await dataset.ingest({ body: Buffer.from(lines.slice(from, from + 1000).join('\n')), contentType: 'application/x-ndjson' })
  }
  const { manifest: first } = await buildRelease('test', store, options)

  const restored = emptyStore()
  for (const prefix of ['log/', 'files/'])
    for await (const { key } of store.list(prefix)) await restored.putIfAbsent(key, (await store.get(key))!)
  const { manifest: second } = await buildRelease('test', restored, options)
  expect(second.files).toEqual(first.files)
  expect(second.inputs).toBe(first.inputs)
})
