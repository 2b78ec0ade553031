import { describe, expect, it } from 'vitest'
import { createDataset, datasetStore, readCard } from '../../functions/http/datasets.ts'
import { writerOf } from '../../functions/http/writers.ts'
import { loadBundled } from '../../functions/local/seed-datasets.ts'
import { emptyContext } from '../context.ts'

/** A store as an earlier version left it: its card has no scale. */
async function earlierStore({ isLoaded }: { isLoaded: boolean }) {
  const context = emptyContext()
  await createDataset(context.store, { name: 'simulated', title: { zh: '模拟数据', en: 'Simulated data' }, is_simulated: true })
  const writer = await writerOf(context, 'simulated')
  const event = { source: 'union:310115', id: 'sim-1', type: 'union.dissolved', occurred_on: '2025-01-01', data: { union_id: 'u' } }
  await writer.ingest({ body: Buffer.from(JSON.stringify(event)), contentType: 'application/json' })
  if (isLoaded) await datasetStore(context.store, 'simulated').putIfAbsent('loaded.txt', Buffer.from('loaded'))
  const said: string[] = []
  await loadBundled(context, (text) => said.push(text))
  return { card: await readCard(context.store, 'simulated'), commits: writer.log.head().seq, said }
}

describe('a store that has the simulated data of an earlier version', () => {
  it('keeps them as they are: nothing is added, and its card states no scale', async () => {
    const { card, commits, said } = await earlierStore({ isLoaded: true })
    expect([card?.scale, commits, said]).toEqual([undefined, 1, []])
  })
  it('gets no second campaign beside the first where the load was interrupted', async () => {
    const { commits, said } = await earlierStore({ isLoaded: false })
    expect(commits).toBe(1)
    expect(said).toHaveLength(1)
    expect(said[0]).toContain('what it loaded stays')
  })
})
