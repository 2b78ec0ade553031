/** The CloudWatch namespace of the metrics. */
export const NAMESPACE = 'Tonglu'

/** The metrics that the functions write, each with the dimension `service`, the function's name. A dataset is no dimension: there may be many. */
export const METRICS = {
  /** Rows of uploads that were accepted. */
  RowsAccepted: { unit: 'Count' },
  /** Rows of uploads that were rejected. */
  RowsRejected: { unit: 'Count' },
  /** How long a release took to build. */
  ReleaseSeconds: { unit: 'Seconds' },
  /** How old the oldest commit is that no release of its dataset shows; 0 where every release is up to date. */
  ReleaseAge: { unit: 'Seconds' },
  /** Errors: of requests that were answered with 500 or 503, of steps and of schedules. */
  Failures: { unit: 'Count' },
} as const

export type MetricName = keyof typeof METRICS
