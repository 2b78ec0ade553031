import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, openDuckDb } from '../../functions/engines/duckdb.ts'
import { compareTable } from '../../functions/build/compare-engines.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openDuckDb({ memory: '400MB', threads: 1 })
})
afterAll(() => engine.close())

const rows = (...values: string[]) => `(select * from (values ${values.join(', ')}) as t (region, month, value))`
const compare = (local: string, remote: string) => compareTable(engine, { table: 'a table', local, remote })

describe('two tables', () => {
  it('are the same whatever the order of their rows, with what is not known in them', async () => {
    const compared = await compare(rows("('a', 1, 2.5)", "('b', null, null)"), rows("('b', null, null)", "('a', 1, 2.5)"))
    expect(compared).toEqual({ rows: 2 })
  })
  it('differ where a row stands in one of them more often', async () => {
    const { difference } = await compare(rows("('a', 1, 2)", "('a', 1, 2)"), rows("('a', 1, 2)"))
    expect(difference).toMatchObject({ table: 'a table', local: 1, remote: 0, example: '{"region":"a","month":1,"value":2}' })
  })
  it('differ where a cell is null in one of them only', async () => {
    expect((await compare(rows("('a', null, 1.0)"), rows("('a', 0, 1.0)"))).difference).toMatchObject({ local: 1, remote: 1 })
    const some = (value: string) => `(select 'a' as region, cast(${value} as double) as value)`
    expect((await compare(some('null'), some('0'))).difference).toMatchObject({ local: 1, remote: 1 })
  })
  const double = (...values: string[]) =>
    `(select 'a' as region, unnest([${values.map((one) => `cast(${one} as double)`).join(', ')}]) as value)`
  it('are the same where doubles lie within a billionth of each other, and differ where they do not', async () => {
    expect(await compare(double('1e6', '3'), double('1e6 + 1e-4', '3'))).toEqual({ rows: 2 })
    expect((await compare(double('1e6', '3'), double('1e6 + 1e-2', '3'))).difference).toMatchObject({ local: 1, remote: 1 })
  })
  it('pair doubles one to one: two that are near the same one are not both it', async () => {
    const { difference } = await compare(double('1', '1 + 1e-12'), double('1 + 2e-12'))
    expect(difference).toMatchObject({ local: 1, remote: 0 })
  })
})
