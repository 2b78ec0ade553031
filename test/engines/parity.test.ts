import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, openDuckDb } from '../../functions/adapters/duckdb.ts'
import { eventColumns } from '../../functions/domain/columns.ts'
import { regionPath } from '../../functions/domain/regions.ts'
import { openDataset } from '../../functions/intake/dataset.ts'
import { QUERIES, SOURCES, emptyEvents, regionsCsv, eventsOf, regionPathsOf } from '../../functions/release/tables.ts'
import { seededRandom } from '../../functions/simulation/random.ts'
import { readModels } from '../../queries/read-models.ts'
import { KEY, NOW, emptyStore } from '../house.ts'
import { REGIONS, randomHistory } from '../queries/history.ts'
import { type Trino, startTrino } from './trino.ts'

/** The same models, the same events, two engines that share nothing: every table must be the same, cell by cell. */
const models = readModels(QUERIES, SOURCES)
let trino: Trino
let duckdb: Engine

const TRINO_TYPES = { text: 'varchar', integer: 'integer', double: 'double', boolean: 'boolean', day: 'date' } as const

function literal(value: unknown, type: keyof typeof TRINO_TYPES): string {
  if (value === null || value === undefined) return 'null'
  if (type === 'text') return `'${String(value).replaceAll("'", "''")}'`
  if (type === 'day') return `date '${String(value)}'`
  return type === 'double' ? `double '${String(value)}'` : String(value)
}

async function fill(
  table: string,
  columns: readonly { name: string; type: keyof typeof TRINO_TYPES }[],
  rows: Record<string, unknown>[],
): Promise<void> {
  await trino.rows(`create table ${table} (${columns.map((column) => `"${column.name}" ${TRINO_TYPES[column.type]}`).join(', ')})`)
  for (let from = 0; from < rows.length; from += 100) {
    const values = rows
      .slice(from, from + 100)
      .map((row) => `(${columns.map((column) => literal(row[column.name], column.type)).join(', ')})`)
    await trino.rows(`insert into ${table} values ${values.join(', ')}`)
  }
}

/** What a random history has nothing of: figures, targets set anew, a station left behind, things named and never recorded. */
const MORE = [
  {
    source: 'm',
    id: '1',
    type: 'figure.published',
    occurred_on: '2024-01-02',
    data: {
      metric: 'members_total',
      region: '310000',
      sector: 'all',
      value: 12.5,
      unit: '万人',
      as_of: '2023-12-31',
      qualifier: 'approx',
      outlet: '甲',
      title: '乙',
      quote: '丙',
    },
  },
  ...['2024-01-01', '2024-06-01'].map((on, index) => ({
    source: 'm',
    id: `t${index}`,
    type: 'target.set',
    occurred_on: on,
    data: {
      target_id: 'T',
      metric: 'members_new',
      region: '310000',
      sector: 'all',
      value: 10 + index,
      comparison: 'at_least',
      basis: '丁',
      kind: 'assigned',
    },
  })),
  {
    source: 'm',
    id: '2',
    type: 'enterprise.registered',
    occurred_on: '2024-01-02',
    data: { enterprise_id: 'local:gone', name: 'g', kind: 'branch', sector: 'courier', region: '310115' },
  },
  { source: 'm', id: '3', type: 'enterprise.closed', occurred_on: '2024-02-02', data: { enterprise_id: 'local:gone' } },
  {
    source: 'm',
    id: '4',
    type: 'station.registered',
    occurred_on: '2024-01-03',
    data: { station_id: 'left', enterprise_id: 'local:gone', region: '310115', sector: 'courier' },
  },
  { source: 'm', id: '5', type: 'union.dissolved', occurred_on: '2024-01-03', data: { union_id: 'never' } },
]

async function openBoth(): Promise<void> {
  const store = emptyStore()
  const dataset = await openDataset('test', store, KEY, () => NOW)
  const history = [1, 2, 3].flatMap((seed) =>
    randomHistory(seededRandom(seed), 200).map((event) => ({ ...event, id: `${seed}-${String(event.id)}` })),
  )
  await dataset.receive({ body: Buffer.from(JSON.stringify([...history, ...MORE])), contentType: 'application/json' })
  duckdb = await openDuckDb({ memory: '1000MB', threads: 2 })
  const paths: string[] = []
  for (const file of dataset.log.live()) {
    paths.push(join(duckdb.folder, `${file.sha256}.parquet`))
    writeFileSync(paths.at(-1)!, (await store.get(file.key))!)
  }
  writeFileSync(join(duckdb.folder, 'regions.csv'), regionsCsv())
  for (const statement of [...emptyEvents(), eventsOf(paths, 'no_events'), regionPathsOf(duckdb.folder)]) await duckdb.run(statement)

  trino = await startTrino()
  await fill('events', eventColumns, await duckdb.rows('select * from events'))
  const codes = REGIONS.flatMap((code) => (code.length === 12 ? [code.slice(0, 9)] : [code])).flatMap((code) =>
    regionPath(code).map((one) => one.code),
  )
  const rows = [...new Set(codes)].flatMap((code) =>
    regionPath(code).map((ancestor, steps) => ({ region: code, ancestor: ancestor.code, ancestor_level: ancestor.level, steps })),
  )
  const text = (name: string) => ({ name, type: 'text' as const })
  await fill('region_paths', [text('region'), text('ancestor'), text('ancestor_level'), { name: 'steps', type: 'integer' }], rows)
}

/** A cell as both engines write it; doubles are told to nine significant digits. */
function cell(value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? value.toPrecision(9) : (value ?? null)
}

const sorted = (rows: Record<string, unknown>[]) =>
  rows.map((row) => JSON.stringify(Object.entries(row).map(([name, value]) => [name, cell(value)]))).sort()

beforeAll(openBoth)
afterAll(async () => {
  trino?.stop()
  await duckdb?.close()
})

describe('DuckDB and Trino', () => {
  it('have the same events to count', async () => {
    const rows = await trino.rows('select * from events')
    expect(rows.length).toBeGreaterThan(700)
    expect(sorted(rows)).toEqual(sorted(await duckdb.rows('select * from events')))
  })
  it.each(models.map((model) => [model.name, model] as const))('give the same %s', async (name, { sql }) => {
    await duckdb.run(`create table "${name}" as\n${sql}`)
    await trino.rows(`create table "${name}" as\n${sql}`)
    const ours = sorted(await duckdb.rows(`select * from "${name}"`))
    const theirs = sorted(await trino.rows(`select * from "${name}"`))
    expect(theirs).toEqual(ours)
  })
  it('have counted something in every table that the history fills', async () => {
    const empty: string[] = []
    for (const { name } of models) if (Number((await duckdb.rows(`select count(*) as n from "${name}"`))[0]!.n) === 0) empty.push(name)
    expect(empty).toEqual([])
  })
})
