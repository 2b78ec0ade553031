import type { LayoutSizes } from './layout-sizes.ts'

/** The number of buckets for a number of events: a power of two, so that the buckets of an older batch can be split. */
export function bucketsFor(rows: number, { eventsPerPartition }: LayoutSizes): number {
  let buckets = 1
  while (rows / buckets > eventsPerPartition) buckets *= 2
  return buckets
}

/** SQL for the bucket of a person or an identifier in a column of type `uuid`. */
export function bucketSql(buckets: number, column = 'worker'): string {
  return `cast(hash(${column}) % ${buckets} as integer)`
}
