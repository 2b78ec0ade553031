import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { eventColumns } from '../domain/columns.ts'
import { allRegions, findRegion, regionPath } from '../domain/regions.ts'
import townships from '../../queries/catalogue/townships.json' with { type: 'json' }

/** The tables that models may read without a model of that name. */
export const SOURCES = ['events', 'region_paths'] as const

/** Where the SQL texts lie: beside the code, or beside the bundle in Lambda. */
export const QUERIES = process.env.QUERIES_DIR ?? join(import.meta.dirname, '../../queries')

/** Every region down to township with itself and each region above it, as a Parquet file. */
export function encodeRegionPaths(): Uint8Array {
  const codes = [...allRegions()].map((region) => region.code)
  for (const towns of Object.values(townships as Record<string, Record<string, string>>)) codes.push(...Object.keys(towns))
  const rows = codes.flatMap((code) =>
    regionPath(code).map((ancestor, steps) => ({ code, ancestor: ancestor.code, level: findRegion(ancestor.code)!.level, steps })),
  )
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'region', data: rows.map((row) => row.code), type: 'STRING' },
        { name: 'ancestor', data: rows.map((row) => row.ancestor), type: 'STRING' },
        { name: 'ancestor_level', data: rows.map((row) => row.level), type: 'STRING' },
        { name: 'steps', data: rows.map((row) => row.steps), type: 'INT32' },
      ],
    }),
  )
}

const SQL_TYPES = { text: 'varchar', integer: 'integer', double: 'double', boolean: 'boolean', day: 'date' } as const

/** The statements that make the source tables of DuckDB from files in its folder. */
export function duckDbSources(folder: string, hasEvents: boolean): string[] {
  const text = readFileSync(join(QUERIES, 'sources/duckdb.sql'), 'utf8').replaceAll('{folder}', folder.replaceAll("'", "''"))
  const [withEvents, regionPaths] = text
    .replace(/^--.*$/gm, '')
    .split(';')
    .map((one) => one.trim())
  const columns = eventColumns.map((column) => `"${column.name}" ${SQL_TYPES[column.type]}`).join(', ')
  const empty = (name: string) => `create table ${name} (${columns})`
  return [...(hasEvents ? [empty('no_events'), withEvents!] : [empty('events')]), regionPaths!]
}
