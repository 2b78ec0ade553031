import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Column, eventColumns } from '../events/columns.ts'
import { allRegions, findRegion } from '../catalogue/regions.ts'
import { allFormerRegions } from '../catalogue/former-regions.ts'
import { readSetting } from '../settings/read-setting.ts'
import townships from '../../queries/catalogue/townships.json' with { type: 'json' }

/** The tables that models may read although no model is named so. */
export const SOURCES = ['events', 'region_paths', 'former_regions', 'document_targets'] as const

/** The folder of the SQL texts: beside the code, or beside the bundle in Lambda. */
export const QUERIES = readSetting('QUERIES_DIR') ?? join(import.meta.dirname, '../../queries')

let regions: string | undefined

/**
 * Every region down to township, with its level and the region above it, and every region that is no more with the one that its events count in, as
 * CSV. Computed once in a process.
 */
export function regionsCsv(): string {
  regions ??= readRegions()
  return regions
}

function readRegions(): string {
  const codes = [...allRegions()].map((region) => region.code)
  for (const towns of Object.values(townships)) codes.push(...Object.keys(towns))
  const lines = codes.map((code) => {
    const { level, parent } = findRegion(code)!
    return `${code},${level},${parent}`
  })
  const former = allFormerRegions().map(
    ({ code, successors }) => `${code},${successors.length > 1 ? 'one_of_successors' : 'successor'},${successors[0]!}`,
  )
  return ['code,level,parent', ...lines, ...former].join('\n')
}

const SQL_TYPES = { text: 'varchar', integer: 'integer', double: 'double', boolean: 'boolean', day: 'date' } as const

/** The columns that events of workers are counted by. The worker is stored as 128 bits, which compare faster than text. */
export const WORKER_COLUMNS = [
  'source', 'id', 'revision', 'is_void', 'type', 'occurred_on', 'received_on', 'worker', 'region', 'sector', 'union_id', 'to_union_id', 'enterprise_id',
  'path', 'channel', 'station_id', 'site_id', 'kind', 'member', 'amount_cny', 'topic', 'received_by', 'introduced_by', 'helped_by', 'campaign',
  'applied_on', 'changed_on', 'answered_on', 'complete', 'reason', 'works_in', 'paid_by_union_cny', 'paid_by_enterprise_cny', 'paid_by_worker_cny',
  'worker_known_by', 'worker_age',
] // prettier-ignore

const typed = (column: Column, type: string = SQL_TYPES[column.type]) => `"${column.name}" ${type}`

/** The statements that create two empty tables, with all columns of events, and with those of events of workers. */
export function emptyEvents(): string[] {
  const ofWorkers = eventColumns.filter((column) => WORKER_COLUMNS.includes(column.name))
  const uuid = (column: Column) => (column.name === 'worker' ? typed(column, 'uuid') : typed(column))
  return [
    `create table no_events (${eventColumns.map((column) => typed(column)).join(', ')})`,
    `create table no_worker_events (${ofWorkers.map(uuid).join(', ')})`,
  ]
}

type SourceFile = 'duckdb.sql' | 'athena.sql'

/** Statements in the order of their file: that of `events`, then those of regions. */
type SourceTexts = [events: string, ...regions: string[]]

const sourceTexts = new Map<SourceFile, SourceTexts>()

/** The statements of a file under `queries/sources/`. Read once in a process. */
function sourceStatements(file: SourceFile): SourceTexts {
  const known = sourceTexts.get(file)
  if (known) return known
  const [events = '', ...regions] = readFileSync(join(QUERIES, 'sources', file), 'utf8')
    .replace(/^--.*$/gm, '')
    .split(';')
    .map((one) => one.trim())
  const texts: SourceTexts = [events, ...regions]
  sourceTexts.set(file, texts)
  return texts
}

/** A FROM item of DuckDB for local Parquet files. */
export function reading(paths: readonly string[]): string {
  return `read_parquet([${paths.map((path) => `'${path.replaceAll("'", "''")}'`).join(', ')}], union_by_name = true, hive_partitioning = false)`
}

/** The columns of the events that name several identifiers, whose pseudonyms are `uuid` like that of a worker, as an empty FROM item. */
export const NO_NAMING_EVENTS = `(
  select source, id, revision, is_void, occurred_on, region, sector, worker as worker_id_number, worker as worker_phone, worker as worker_ref
  from no_worker_events limit 0
)`

/**
 * The statement that creates the view `events` of local files, with the columns of an empty table. `filter` is a WHERE clause; of `unfiltered` files
 * every row is taken.
 */
export function eventsOf(
  paths: readonly string[],
  columns: 'no_events' | 'no_worker_events' | typeof NO_NAMING_EVENTS,
  { filter = '', unfiltered = [] }: { filter?: string; unfiltered?: readonly string[] } = {},
): string {
  const parts = [...(paths.length > 0 ? [`${reading(paths)} ${filter}`] : []), ...(unfiltered.length > 0 ? [reading(unfiltered)] : [])]
  const files = parts.length > 0 ? `(${parts.map((part) => `select * from ${part}`).join(' union all by name ')})` : columns
  return sourceStatements('duckdb.sql')[0]
    .replace('create view', 'create or replace view')
    .replace('{columns}', columns)
    .replace('{files}', files)
}

/** The statements that create `region_paths` from the file in the engine's folder, and `former_regions`. */
export function regionsOf(folder: string): string[] {
  const [, ...regions] = sourceStatements('duckdb.sql')
  return regions.map((statement) => statement.replace('{folder}', folder.replaceAll("'", "''")))
}

/** The names of a snapshot on a remote engine. */
export interface SnapshotName {
  /** The schema of the declared tables. */
  declared: string
  dataset: string
  snapshot: string
}

/** The statements that create `events`, `region_paths` and `former_regions` of a snapshot on a remote engine. */
export function snapshotViews({ declared, dataset, snapshot }: SnapshotName): string[] {
  const columns = eventColumns.map(({ name }) => `"${name}"`).join(', ')
  return sourceStatements('athena.sql').map((statement) =>
    statement.replace('{columns}', columns).replace('{declared}', declared).replace('{dataset}', dataset).replace('{snapshot}', snapshot),
  )
}
