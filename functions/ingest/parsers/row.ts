/** A row of an upload as its parser read it: the raw event, or the reason why it cannot be read; with the cells of a table's row. */
export type Row = { cells?: readonly string[] } & (
  | { ok: true; raw: unknown }
  | { ok: false; reason: { zh: string; en: string }; code?: 'totals_row' | 'merged_header' | 'second_header' | 'formula' }
)

/** The rows of an upload and the shape they came in, so that rejected ones can be given back in it. */
export interface Rows {
  format: 'json' | 'ndjson' | 'cloudevents' | 'csv' | 'xlsx' | 'ods'
  /** The headings of a table as they were written, in order. */
  header?: string[]
  /** The fields that the headings stand for, in the same order. */
  names?: string[]
  /** The rows in order, in batches, so that an upload is never held in memory as a whole. Throws UnreadableBody if it breaks off. */
  batches: AsyncIterable<Row[]>
  /** Whether the body is NDJSON in UTF-8, which can be cut at any line end and checked in several threads. */
  isDivisible?: boolean
  /** Remarks about the upload as a whole, once its rows were read. */
  notes?: () => Note[]
}

/** A remark about an upload as a whole that its sender should know. */
export interface Note {
  code:
    | 'other_sheets'
    | 'hidden_rows'
    | 'hidden_columns'
    | 'rounded'
    | 'merged_cells'
    | 'columns_not_read'
    | 'drag_filled'
    | 'formula'
    | 'formula_like'
    | 'implausible_age'
    | 'look_alike'
    | 'known'
    | 'encoding'
  message: string
  message_en: string
}

/** A body that cannot be read at all; `status` is the HTTP status of the response. */
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

/** The same rows, with the first batch already read: throws `ifEmpty` for an upload without rows, before anything else happens. */
export async function requireRows(rows: Rows, ifEmpty: UnreadableBody): Promise<Rows> {
  const iterator = rows.batches[Symbol.asyncIterator]()
  const first = await iterator.next()
  if (first.done) throw ifEmpty
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
