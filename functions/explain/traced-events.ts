import type { Engine } from '../engines/duckdb.ts'
import type { EventFile } from '../event-log/commit.ts'
import type { Origin, Receipts } from './receipts.ts'

/** A revision of an event, with the uploads that it came with. More than one upload: the log can no longer tell which. */
export interface TracedEvent {
  source: string
  id: string
  revision: number
  type: string | null
  day: string | null
  isVoid: boolean
  file: string
  origins: Origin[]
}

export interface Identity {
  source: string
  id: string
}

/** Where the event files of a release are: their local paths, in the order of the files. */
export interface LocalFiles {
  paths: readonly string[]
  files: readonly EventFile[]
}

/** The revisions of events, traced to their files and receipts. */
export class TracedEvents {
  readonly #engine: Engine
  readonly #receipts: Receipts
  readonly #keys: Map<string, string>

  constructor(engine: Engine, receipts: Receipts, { paths, files }: LocalFiles) {
    this.#engine = engine
    this.#receipts = receipts
    this.#keys = new Map(files.map((file, index) => [paths[index]!, file.key]))
  }

  /** All revisions of an event, the latest first. */
  async revisionsOf({ source, id }: Identity): Promise<TracedEvent[]> {
    const paths = [...this.#keys.keys()].map((path) => `'${path.replaceAll("'", "''")}'`).join(', ')
    const rows = await this.#engine.rows(
      `select revision, type, cast(occurred_on as varchar) as day, is_void, filename
       from read_parquet([${paths}], union_by_name = true, hive_partitioning = false, filename = true)
       where source = $source and id = $id
       order by revision desc`,
      { source, id },
    )
    const traced: TracedEvent[] = []
    for (const row of rows) {
      const file = this.#keys.get(String(row.filename)) ?? String(row.filename)
      const revision = Number(row.revision)
      traced.push({
        source,
        id,
        revision,
        type: row.type as string | null,
        day: row.day as string | null,
        isVoid: row.is_void === true,
        file,
        origins: await this.#receipts.originsOf({ source, id, revision }, file),
      })
    }
    return traced
  }
}
