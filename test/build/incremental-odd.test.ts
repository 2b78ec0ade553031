import { describe, expect, it } from 'vitest'
import { describeHistories } from './histories.ts'
import { warmDuckDb } from './warm-duckdb.ts'

describeHistories(1)

describe('an engine that is used again', () => {
  const limits = { memory: '500MB', threads: 1 }
  it('has nothing of the release before but the sources', async () => {
    const useDuckDb = warmDuckDb()
    const tables = () => useDuckDb(limits, (engine) => engine.rows('select table_name from duckdb_tables() order by all'))
    const before = await tables()
    await useDuckDb(limits, async (engine) => {
      const second = await engine.connect()
      await engine.run('create table left_behind as select 1 as n; create view seen as from left_behind')
      await second.run('create temp table left_behind_too as select 1 as n')
    })
    expect(await tables()).toEqual(before)
    expect(before.map((row) => row.table_name)).toEqual([
      'cells',
      'document_targets',
      'former_regions',
      'no_events',
      'no_worker_events',
      'region_paths',
    ])
  })
})
