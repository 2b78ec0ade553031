import { expect, it } from 'vitest'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { type Landing, announceUpload, takeLanded, uploadState } from '../../functions/landing/landing.ts'
import { KEY, NOW, emptyStore } from '../context.ts'

it('keeps an announced upload and its end under the keys that stores of before have', async () => {
  const store = emptyStore()
  const dataset = await openDataset('mine', store, KEY, () => NOW)
  const bytes = Buffer.from('{"source":"s","id":"1","type":"union.dissolved","occurred_on":"2025-01-01","data":{"union_id":"u"}}')
  let landed: Buffer | undefined = bytes
  const landing: Landing = {
    address: async () => ({ method: 'PUT', url: '', headers: {}, expires_at: '' }),
    body: async () =>
      landed && {
        size: landed.length,
        async *chunks() {
          yield bytes
        },
      },
    async *list() {},
    remove: async () => void (landed = undefined),
  }
  const announced = { bytes: bytes.length, content_type: 'application/x-ndjson', dry_run: false }
  const { upload_id: id } = await announceUpload('mine', store, landing, announced)
  await takeLanded(dataset, store, landing, id)
  const keys: string[] = []
  for await (const { key } of store.list('uploads/')) keys.push(key)
  expect(keys.sort()).toEqual([`uploads/${id}.ended.json`, `uploads/${id}.json`])
  expect(await uploadState(dataset, store, landing, id)).toMatchObject({ status: 'committed', receipt: { accepted: 1 } })
})
