import type { Engine } from '../engines/duckdb.ts'
import type { MetricQuery } from './metric-queries.ts'
import { type Question, windowOf } from './question.ts'

/** What is looked for: the events of a value, and how many of them are listed. */
export interface Search {
  query: MetricQuery
  question: Question
  limit: number
}

/** A row of a metric's query, in the region and sector that are asked for. */
export interface ContributionRow {
  entity: string | null
  source: string
  id: string
  amount: number
}

/** The condition that the region of a table's row lies in the one that is asked for: events may name townships (9 digits) and villages (12). */
export function inRegion(table: string): string {
  return `exists (
    select 1 from region_paths as places
    where places.ancestor = $region
      and places.region = case when length(${table}.region) = 12 then substr(${table}.region, 1, 9) else ${table}.region end
  )`
}

/** The values that a metric's query and the conditions around it name; DuckDB refuses a value that a statement does not name. */
export function valuesFor(sql: string, question: Question): Record<string, string | number> {
  const { region, sector, part } = question
  const all = { region, sector, part, ...windowOf(question) }
  return Object.fromEntries(Object.entries(all).filter(([name]) => sql.includes(`$${name}`)))
}

/** What a value contains: the sum over all events, and the first of them by day. */
export async function findContributions(
  engine: Engine,
  { query, question, limit }: Search,
): Promise<{ sum: number; count: number; listed: ContributionRow[] }> {
  const amount = query.isDistinct
    ? 'case when row_number() over (partition by entity order by occurred_on, source, id) = 1 then 1 else 0 end'
    : 'cast(amount as bigint)'
  const sql = `create or replace table contributions as
    select entity, source, id, occurred_on, ${amount} as amount
    from (${query.sql}) as found
    where ($sector = 'all' or sector = $sector) and ${inRegion('found')}`
  await engine.rows(sql, valuesFor(sql, question))
  const [total] = await engine.rows('select coalesce(sum(amount), 0) as sum, count(*) as count from contributions')
  const listed = await engine.rows(
    `select entity, source, id, amount from contributions order by occurred_on, entity, source, id limit ${limit}`,
  )
  return { sum: Number(total!.sum), count: Number(total!.count), listed: listed as unknown as ContributionRow[] }
}
