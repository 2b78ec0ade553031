import type { Bilingual } from './language.ts'

/** List prices. Those of the catalogue can be replaced by a setting. The field names are those of the price file and of the page of costs. */
export interface Prices {
  currency: string
  region: string
  as_of: string
  source: Bilingual
  /** Memory of the function that counts, in MB. */
  function_memory_mb: number
  /** Per GB of memory and second. */
  function_gb_second: number
  function_million_calls: number
  store_gb_month: number
  store_million_writes: number
  store_million_reads: number
  /** Per 10^12 bytes that a remote engine reads. */
  elsewhere_terabyte: number
  /** The least that is charged for each of its statements, in bytes. */
  elsewhere_least_bytes: number
}

/** What a release took, as its manifest has it; `elsewhere` is what a remote engine read. */
export interface Took {
  seconds: number
  reads: number
  writes: number
  elsewhere?: { statements: number; bytes_read: number }
}

export const COST_PARTS = ['function', 'requests', 'elsewhere', 'storage'] as const
export type CostPart = (typeof COST_PARTS)[number]
/** Amounts in the currency of the prices. */
export type Cost = Partial<Record<CostPart, number>>

/** What one release costs: the function's time, the requests to the store, and what a remote engine read. */
export function releaseCost({ seconds, reads, writes, elsewhere }: Took, prices: Prices): Cost {
  const gb = prices.function_memory_mb / 1024
  return {
    function: seconds * gb * prices.function_gb_second + prices.function_million_calls / 1e6,
    requests: (reads * prices.store_million_reads + writes * prices.store_million_writes) / 1e6,
    ...(elsewhere && { elsewhere: remoteCost(elsewhere, prices) }),
  }
}

function remoteCost({ statements, bytes_read }: { statements: number; bytes_read: number }, prices: Prices): number {
  return (Math.max(bytes_read, statements * prices.elsewhere_least_bytes) / 1e12) * prices.elsewhere_terabyte
}

/** The cost of bytes in the store, a month. */
export const storageCost = (bytes: number, prices: Prices) => (bytes / 1e9) * prices.store_gb_month

export const totalOf = (cost: Cost) => Object.values(cost).reduce((sum, one) => sum + one, 0)

/** The cost of a number of releases and of the stored bytes, a month. */
export function monthCost(release: Cost, releases: number, storedBytes: number, prices: Prices): Cost {
  const month: Cost = Object.fromEntries(Object.entries(release).map(([part, one]) => [part, one * releases]))
  return { ...month, storage: storageCost(storedBytes, prices) }
}

/** What was measured, from which a larger dataset is projected. */
export interface Measured {
  /** Events of the log. */
  events: number
  /** Bytes of the event files, and of all files of the release. */
  bytes: number
  storedBytes: number
  /** The latest full release, and the latest incremental one. */
  whole: Took & { events: number }
  changes?: Took & { events: number }
  /** Bytes that a remote engine read for each byte of events; absent where none counted. */
  remoteReadRatio?: number
  releasesAMonth: number
}

/** A dataset of a given number of events, projected. The field names are those of the page of costs. */
export interface Projection {
  events: number
  bytes: number
  storedBytes: number
  /** Of a full release on the machine that counted this one. */
  wholeSeconds: number
  changesSeconds?: number
  /** Of one full release by a remote engine. */
  elsewhere?: number
  month: Cost
}

/**
 * Projects what was measured to a number of events. Everything is taken to grow in proportion to the events. An incremental release grows
 * more slowly than that: its figures are an upper bound.
 */
export function project(measured: Measured, events: number, prices: Prices): Projection {
  const scale = (took: Took & { events: number }): Took => {
    const factor = events / took.events
    return { seconds: took.seconds * factor, reads: took.reads, writes: took.writes }
  }
  const { whole, changes, remoteReadRatio } = measured
  const factor = events / measured.events
  const usual = changes ?? whole
  return {
    events,
    bytes: measured.bytes * factor,
    storedBytes: measured.storedBytes * factor,
    wholeSeconds: scale(whole).seconds,
    ...(changes && { changesSeconds: scale(changes).seconds }),
    ...(remoteReadRatio !== undefined && {
      elsewhere: remoteCost({ statements: 0, bytes_read: remoteReadRatio * measured.bytes * factor }, prices),
    }),
    month: monthCost(releaseCost(scale(usual), prices), measured.releasesAMonth, measured.storedBytes * factor, prices),
  }
}
