import type { Engine } from '../engines/duckdb.ts'
import { inStep } from '../engines/query-service.ts'
import type { Model } from '../../queries/read-models.ts'
import type { CountContext } from './count-context.ts'

/** Number of rows by table. */
export type RowCounts = ReadonlyMap<string, number>

export async function countRows(engine: Engine, table: string): Promise<number> {
  const [row] = await engine.rows(`select count(*) as n from "${table}"`)
  return Number(row!.n)
}

/** Runs models, each into the table of its name, and gives the number of rows by table. */
export async function runModels({ engine, onStep }: Pick<CountContext, 'engine' | 'onStep'>, models: readonly Model[]): Promise<RowCounts> {
  const counts = new Map<string, number>()
  for (const { name, sql } of models) {
    onStep?.(name)
    const [created] = await inStep(name, () => engine.rows(`create table "${name}" as\n${sql}`))
    counts.set(name, Number(created!.Count))
  }
  return counts
}

export async function dropTables(engine: Engine, names: readonly string[]): Promise<void> {
  if (names.length > 0) await engine.run(names.map((name) => `drop table if exists "${name}"`).join(';\n'))
}
