import { describe, expect, it } from 'vitest'
import { openDataset } from '../../functions/ingest/dataset.ts'
import { announceUpload, ingestLanded, uploadState } from '../../functions/landing/landing.ts'
import { KEY, NOW, emptyContext } from '../context.ts'

const body = Buffer.from('[{"source":"s","id":"1","type":"union.dissolved","occurred_on":"2025-01-01","data":{"union_id":"u"}}]')

/** An upload that was announced and landed, with the dataset that it is for. */
async function landed() {
  const { store, landing } = emptyContext()
  const dataset = await openDataset('test', store, KEY, () => NOW)
  const { upload_id } = await announceUpload('test', store, landing, { bytes: body.length, dry_run: false })
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(body)
  }
  await landing.land(`test/${upload_id}`, body.length, chunks())
  return { store, landing, dataset, upload_id }
}

describe('a landed upload', () => {
  it('is ingested once, however often it is asked for, and its raw bytes are removed', async () => {
    const { store, landing, dataset, upload_id } = await landed()
    expect(await uploadState(dataset, store, landing, upload_id)).toEqual({ status: 'landed' })
    for (let time = 0; time < 2; time++) await ingestLanded(dataset, store, landing, upload_id)
    expect(await uploadState(dataset, store, landing, upload_id)).toMatchObject({ status: 'committed', receipt: { accepted: 1 } })
    expect(await landing.body(`test/${upload_id}`)).toBeUndefined()
    expect(dataset.log.head().seq).toBe(1)
  })
  it('is stored under the keys that every version uses: its announcement, and its result', async () => {
    const { store, landing, dataset, upload_id } = await landed()
    await ingestLanded(dataset, store, landing, upload_id)
    const keys = await Array.fromAsync(store.list('uploads/'), ({ key }) => key)
    expect(keys.sort()).toEqual([`uploads/${upload_id}.ended.json`, `uploads/${upload_id}.json`])
  })
})
