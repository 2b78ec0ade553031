/** The sizes that decide how events are partitioned. */
export interface LayoutSizes {
  /** Row limit of one partition of the workers: about half of what DuckDB can hold. */
  eventsPerPartition: number
  /** Below this number of events a batch is not split: finding rows in one file costs less than another file. */
  smallBatchRows: number
  /** Number of small batches above which they are merged into one. */
  maxSmallBatches: number
  /** Row limit of the deltas that a cube keeps in a file of their own, before they are merged into its other files. */
  maxDeltaRows: number
}

export const LAYOUT_SIZES: LayoutSizes = {
  eventsPerPartition: 2_500_000,
  smallBatchRows: 250_000,
  maxSmallBatches: 16,
  maxDeltaRows: 100_000,
}

/** The number of events in files or batches. */
export const rowsOf = (files: readonly { rows: number }[]) => files.reduce((sum, file) => sum + file.rows, 0)
