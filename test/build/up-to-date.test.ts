import { expect, it } from 'vitest'
import { buildRelease } from '../../functions/build/build.ts'
import { type UseDuckDb, withNewDuckDb } from '../../functions/build/sources.ts'
import { datasetStore } from '../../functions/http/datasets.ts'
import { emptyContext } from '../context.ts'

it('a release with nothing new opens no engine, so that a start with many datasets is quick', async () => {
  const { store, limits, now } = emptyContext()
  let opened = 0
  const useDuckDb: UseDuckDb = (limit, work) => {
    opened++
    return withNewDuckDb(limit, work)
  }
  const build = () => buildRelease('mine', datasetStore(store, 'mine'), { limits, now, useDuckDb })
  const first = await build()
  expect([first.isNew, opened > 0]).toEqual([true, true])
  opened = 0
  expect(await build()).toEqual({ manifest: first.manifest, isNew: false })
  expect(opened).toBe(0)
})
