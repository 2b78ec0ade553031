/** A row of an upload as its reader found it: an event to be, or why the line cannot be read. */
export type Row = { ok: true; raw: unknown } | { ok: false; reason: { zh: string; en: string }; code?: 'totals_row' }

/** The rows of an upload and the shape they came in, so that rejected ones can be given back in it. */
export interface Rows {
  format: 'json' | 'ndjson' | 'cloudevents' | 'csv' | 'xlsx'
  /** Headings of a table as they were printed, in order. */
  header?: string[]
  /** The fields that the headings stand for, in the same order. */
  names?: string[]
  /** The cells of a table's rows, as read. */
  cells?: string[][]
  /** How many rows there are. */
  count: number
  /** A row, read when it is asked for, so that an upload is not held in several forms at once. */
  row(index: number): Row
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
