/**
 * A row of an upload as its reader found it: an event to be, or why the line cannot be read; with the cells that a table had there.
 */
export type Row = { cells?: readonly string[] } & (
  | { ok: true; raw: unknown }
  | { ok: false; reason: { zh: string; en: string }; code?: 'totals_row' | 'merged_header' | 'second_header' | 'formula' }
)

/** The rows of an upload and the shape they came in, so that rejected ones can be given back in it. */
export interface Rows {
  format: 'json' | 'ndjson' | 'cloudevents' | 'csv' | 'xlsx'
  /** Headings of a table as they were printed, in order. */
  header?: string[]
  /** The fields that the headings stand for, in the same order. */
  names?: string[]
  /** The rows in order, some at a time, so that an upload is never held whole. Throws UnreadableBody where it breaks off. */
  batches: AsyncIterable<Row[]>
  /** Whether the body is NDJSON in UTF-8, which can be cut at any line end and read in parts. */
  isDivisible?: boolean
  /** What was noticed about the upload as a whole, once its rows were read. */
  notes?: Note[]
}

/** Something about an upload as a whole that its sender should know. */
export interface Note {
  code: 'other_sheets' | 'drag_filled' | 'formula' | 'formula_like' | 'encoding'
  message: string
  message_en: string
}

/** A body that cannot be read as a whole; `status` is the HTTP status it deserves. */
export class UnreadableBody extends Error {
  override name = 'UnreadableBody'
  readonly status: 400 | 413 | 415
  readonly zh: string
  constructor(status: 400 | 413 | 415, zh: string, en: string) {
    super(en)
    this.status = status
    this.zh = zh
  }
}

/** The same rows, with the first batch read: an upload without any row is refused before anything else happens. */
export async function withFirst(rows: Rows, nothing: UnreadableBody): Promise<Rows> {
  const iterator = rows.batches[Symbol.asyncIterator]()
  const first = await iterator.next()
  if (first.done) throw nothing
  return {
    ...rows,
    batches: {
      async *[Symbol.asyncIterator]() {
        yield first.value
        for (;;) {
          const next = await iterator.next()
          if (next.done) return
          yield next.value
        }
      },
    },
  }
}
