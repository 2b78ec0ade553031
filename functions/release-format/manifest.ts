import type { FileRef } from '../storage/blobs.ts'

/** Which engine counts a release, and why that one. */
export interface EngineChoice {
  engine: 'duckdb' | 'athena' | 'trino'
  why: 'set' | 'size'
  /** Bytes of events to be read. */
  bytes: number
  /** The bytes up to which DuckDB counts, where the size decided. */
  limit?: number
}

/** What a release is made of and from. Immutable; its number is its name. */
export interface Manifest {
  /** Six digits, counted from 000001 in each dataset. */
  release: string
  dataset: string
  /** What the dataset's card said when it was built; absent in releases of 2026 before December. */
  is_simulated?: boolean
  created_at: string
  /** The position of the log that it shows: number and hash of the last commit (0 and empty for none). */
  log: { seq: number; hash: string }
  /** Hash of everything that decides its content: log, SQL texts, catalogue, engine. */
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
  /** Which engine counted, and why that one. */
  route: EngineChoice
  /** The engines that came to the same tables, each by itself, with the rows compared in each table; absent where one counted alone. */
  agreed?: { engines: string[]; rows: Record<string, number> }
  /** The pieces that the next release may go on from; absent where an engine elsewhere counted. */
  pieces?: FileRef
  /** How it was counted: from all live events, or from what changed since another release. */
  basis: { kind: 'whole' } | { kind: 'changes'; since: string; events: number; workers: number }
  /** Files of the release by name: tables as Parquet, pages as JSON. */
  files: Record<string, FileRef>
  /** The work lists among the files. */
  lists: string[]
  /** Rows of every table. */
  tables: Record<string, number>
  /** The last day of a core event, which values without `as_of` are shown for; absent where there is none. */
  latest_on?: string
  /** Live events by type. */
  event_types: Record<string, number>
  /** Earliest month with a row in the cube, as a month number; absent for an empty cube. */
  first_month?: number
  /** What it took to count it. */
  work: Work
  seconds: number
}

/** What counting a release took, for its cost (functions/domain/cost.ts). */
export interface Work {
  /** What this process read from the store and wrote to it. */
  bytes_read: number
  bytes_written: number
  reads: number
  writes: number
  /** The most memory that this process has held, in bytes. */
  memory: number
  /** Bytes that the release stands on: events, tables, pieces. */
  stored: number
  /** Per engine elsewhere: its statements, what it read, and how long it took. */
  elsewhere?: { engine: string; statements: number; bytes_read: number; seconds: number }
}

export function manifestKey(release: string): string {
  return `releases/${release}.json`
}

export const POINTER = 'current.json'
