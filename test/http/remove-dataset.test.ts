import { describe, expect, it } from 'vitest'
import { createDataset, datasetStore, listDatasets, readCard, removeDataset } from '../../functions/http/datasets.ts'
import { createWithUpload, writerOf } from '../../functions/http/writers.ts'
import { emptyContext } from '../context.ts'

const card = { name: 'd', title: { zh: '甲', en: 'd' }, is_simulated: true, scale: 4 }
const body = (id: string) => Buffer.from(`source,id,type,occurred_on,union_id\ns,${id},union.dissolved,2025-01-01,u\n`)

async function dataset() {
  const context = emptyContext()
  await createDataset(context.store, card)
  await (await writerOf(context, 'd')).ingest({ body: body('1') })
  const store = datasetStore(context.store, 'd')
  await store.putIfAbsent('tables/a.parquet', Buffer.from('a table'))
  await store.putIfAbsent('releases/000001.json', Buffer.from('a release'))
  await store.putIfAbsent('withdrawn/release-000001.json', Buffer.from('{}'))
  await store.putIfAbsent('scans/a.1.0.json', Buffer.from('what a scan of the log found'))
  await store.putIfAbsent('asked/erasure/2026-11-24T04/a.json', Buffer.from('what was asked'))
  await store.swap('current.json', Buffer.from('{}'), undefined)
  const keys = async () => (await Array.fromAsync(store.list(''))).map(({ key }) => key.split('/')[0])
  return { context, store, keys }
}

describe('a dataset that is removed', () => {
  it('has no card and no release, and a log that the next dataset of its name takes up as what it was', async () => {
    const { context, store, keys } = await dataset()
    expect(await removeDataset(context.store, card, { removesLog: false })).toBe(3)
    expect(await listDatasets(context.store)).toEqual([])
    expect(await keys()).toEqual(['asked', 'card.json', 'files', 'log', 'receipts', 'scans'])
    expect(await store.read('current.json')).toBeUndefined()

    const plain = { name: 'd', title: { zh: 'd', en: 'd' }, is_simulated: false }
    const receipt = await createWithUpload(context, plain, (one) => one.ingest({ body: body('2') }))
    expect(receipt).toMatchObject({ accepted: 1, commit: 2 })
    expect(await readCard(context.store, 'd')).toEqual(card)
  })

  it('leaves nothing where its log is removed too, and its name is free', async () => {
    const { context, keys } = await dataset()
    await removeDataset(context.store, card, { removesLog: true })
    expect(await keys()).toEqual([])
    const plain = { name: 'd', title: { zh: 'd', en: 'd' }, is_simulated: false }
    expect(await createWithUpload(context, plain, (one) => one.ingest({ body: body('1') }))).toMatchObject({ accepted: 1, commit: 1 })
    expect(await (await writerOf(context, 'd')).ingest({ body: body('2') })).toMatchObject({ commit: 2 })
  })
})
