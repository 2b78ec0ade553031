import type { FileRef } from '../storage/blobs.ts'

/** The engine that was chosen for a release, and why. */
export interface EngineChoice {
  engine: 'duckdb' | 'athena' | 'trino'
  why: 'set' | 'size'
  /** Bytes of the event files. */
  bytes: number
  /** The limit up to which DuckDB counts, if the size decided. */
  limit?: number
}

/** The inputs and the files of a release. Immutable. The field names are stored, see README.md. */
export interface Manifest {
  /** Six digits, counted from 000001 in each dataset. */
  release: string
  dataset: string
  /** What the dataset's card said when it was built; absent in releases of 2026 before December. */
  is_simulated?: boolean
  /** How many people one person of its events stands for, where the dataset's card says so. */
  scale?: number
  created_at: string
  /** The log position: number and hash of the last commit (0 and empty for an empty log). */
  log: { seq: number; hash: string }
  /** Hash of everything that decides the content: log, SQL texts, catalogue, engine. */
  inputs: string
  /** Hash of SQL texts, catalogue and engine. */
  rules: string
  engine: string
  catalogue: string
  regions: { year: number; source: string }
  /** Text hash of every model, by name. */
  models: Record<string, string>
  /** The event files read. */
  events: { files: FileRef[]; rows: number; live: number }
  /** The engine that counted, and why. */
  route: EngineChoice
  /** The release that it takes the place of because files of that one were missing or altered, and which; absent for any other release. */
  replaces?: { release: string; damaged: string[] }
  /** The engines that computed the same tables independently, with the number of rows compared by table; absent if only one counted. */
  agreed?: { engines: string[]; rows: Record<string, number> }
  /** The incremental state that the next release may resume from; absent if a remote engine counted. */
  pieces?: FileRef
  /** How it was counted: from all live events, or incrementally from what changed since another release. */
  basis: { kind: 'whole' } | { kind: 'changes'; since: string; events: number; workers: number }
  /** Files of the release by name: tables as Parquet, pages as JSON. */
  files: Record<string, FileRef>
  /** The work lists among the files. */
  lists: string[]
  /** Rows of every table. */
  tables: Record<string, number>
  /** The last day of a core event, the day of values without `as_of`; absent if there is no such event. */
  latest_on?: string
  /** The last month that was settled on the day on which it was built, as a month number; absent in releases of before December 2026. */
  settled_month?: number
  /** Live events by type. */
  event_types: Record<string, number>
  /** Earliest month with a row in the cube, as a month number; absent for an empty cube. */
  first_month?: number
  /** What the count cost. */
  work: Work
  seconds: number
}

/** What the count of a release used, for its cost (functions/domain/cost.ts). */
export interface Work {
  /** What this process read from the store and wrote to it. */
  bytes_read: number
  bytes_written: number
  reads: number
  writes: number
  /** Peak memory of the process, in bytes. */
  memory: number
  /** Bytes of events, tables and incremental state. */
  stored: number
  /** Of the remote engine: number of statements, bytes read, and duration. */
  elsewhere?: { engine: string; statements: number; bytes_read: number; seconds: number }
}

export function manifestKey(release: string): string {
  return `releases/${release}.json`
}

export const POINTER = 'current.json'
