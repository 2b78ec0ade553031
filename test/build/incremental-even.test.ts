import { describe, expect, it } from 'vitest'
import { withNewDuckDb } from '../../functions/build/sources.ts'
import { differences } from './differences.ts'
import { buildFromScratch, describeHistories, releaseHistory } from './histories.ts'

describeHistories(0)

describe('a release of a random history', () => {
  it('is the same in an engine that is used again as in a new one with the regions of the whole country', async () => {
    const { store, manifest } = await releaseHistory(3)
    const inNewEngine = await buildFromScratch(store, { useDuckDb: withNewDuckDb })
    expect(await differences(store, manifest, inNewEngine)).toEqual([])
    const inUsedEngine = await buildFromScratch(store)
    expect(inUsedEngine.files).toEqual(inNewEngine.files)
  })
})
