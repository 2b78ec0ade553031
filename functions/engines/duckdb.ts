import { mkdir, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeLeftovers, scratchName } from '../storage/scratch-names.ts'
import { QueryFailed } from './query-service.ts'
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api'

/** A row as JSON sees it: whole numbers as numbers, days as text. */
export type SqlRow = Record<string, string | number | boolean | null>

/** A DuckDB with a folder of its own, the only one that it can read and write. */
export interface Engine {
  version: string
  /** The folder for the files it reads and writes. */
  folder: string
  /** Throws QueryFailed. */
  run(sql: string): Promise<void>
  rows(sql: string, values?: Record<string, DuckDBValue>): Promise<SqlRow[]>
  /** Another connection to the same tables and folder, for concurrent statements. It is closed with the engine. */
  connect(): Promise<Engine>
  /** Closes the engine, with all its connections, and removes its folder. */
  close(): Promise<void>
}

export interface EngineLimits {
  /** Upper bound of DuckDB's own memory, e.g. `1200MB`. The process needs half as much again. */
  memory: string
  threads: number
  /** Upper bound of what it writes to disk beyond its memory, e.g. `20GB`; by default half of what is free there. */
  spill?: string | undefined
}

/** An error of DuckDB as a QueryFailed: whether memory or disk ran out, with its own message. */
function asFailure(error: unknown): QueryFailed {
  const { message } = error as Error
  const failure = /out of memory|no space left|failed to offload|max_temp_directory_size/i.test(message) ? 'resources' : 'failed'
  return new QueryFailed(failure, `duckdb: ${message}`, { cause: error })
}

async function withFailure<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw asFailure(error)
  })
}

function plain(value: unknown): string | number | boolean | null {
  if (typeof value === 'bigint') {
    const number = Number(value)
    if (!Number.isSafeInteger(number)) throw new Error(`value ${value}: larger than 2^53`)
    return number
  }
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return String(value)
}

let knownVersion: string | undefined

/** The version of DuckDB as a release names it; undefined before the first one was opened in this process. */
export const duckDbVersion = (): string | undefined => knownVersion

const PREFIX = 'tonglu-duckdb-'

async function halfOfFree(folder: string): Promise<string> {
  const { bavail, bsize } = await statfs(folder)
  return `${Math.max(100, Math.floor((bavail * bsize) / 2e6))}MB`
}

/** Opens DuckDB in memory, without access to the network or to any folder but its own. */
export async function openDuckDb(limits: EngineLimits): Promise<Engine> {
  await removeLeftovers(tmpdir(), { prefix: PREFIX, others: true })
  const folder = join(tmpdir(), `${PREFIX}${scratchName()}`)
  await mkdir(folder, { mode: 0o700 })
  const instance = await DuckDBInstance.create(':memory:')
  const connection: DuckDBConnection = await instance.connect()
  const quoted = folder.replaceAll("'", "''")
  await connection.run(`set memory_limit = '${limits.memory}'`)
  await connection.run(`set threads = ${limits.threads}`)
  await connection.run(`set temp_directory = '${quoted}/spill'`)
  await connection.run(`set max_temp_directory_size = '${limits.spill ?? (await halfOfFree(folder))}'`)
  await connection.run(`set allowed_directories = ['${quoted}']`)
  // With the default of 100, a COPY into more partitions closes files early and writes several for one partition.
  await connection.run('set partitioned_write_max_open_files = 4096')
  await connection.run('set enable_external_access = false')
  await connection.run('set lock_configuration = true')
  const version = (await connection.runAndReadAll('select version()')).getRows()[0]![0] as string
  const named = `duckdb ${version}`
  knownVersion = named
  const connections = [connection]
  const engineOf = (own: DuckDBConnection): Engine => ({
    version: named,
    folder,
    run: async (sql) => void (await withFailure(own.run(sql))),
    async rows(sql, values) {
      const reader = await withFailure(own.runAndReadAll(sql, values))
      return reader.getRowObjects().map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])))
    },
    async connect() {
      const another = await instance.connect()
      connections.push(another)
      return engineOf(another)
    },
    async close() {
      for (const one of connections) one.closeSync()
      instance.closeSync()
      await rm(folder, { recursive: true, force: true })
    },
  })
  return engineOf(connection)
}
